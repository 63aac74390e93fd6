// The face model as the main process sees it: files from the model store, the nets in a process of their own. Never throws.
import { basename } from 'node:path';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { createWorkerClient } from '#electron/adapter/worker-client/worker-client.ts';
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import type { FaceSet, ModelManifest, ModelName } from '#electron/adapter/model-store/manifest.ts';
import type { ModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import type { FaceFailure, FaceModel } from '#electron/port/face-model.ts';
import type { WorkerHost } from '#electron/port/worker-host.ts';
import { faceContract } from './face-contract.ts';
import type { FaceFiles, ModelFile } from './face-contract.ts';

export interface FaceModelOptions {
  /** The worker gives its memory (about 240 MB) back when nobody stood at the camera for so long. */
  readonly idleMs?: number | null;
  readonly timeoutMs?: number;
  readonly manifest?: ModelManifest;
  /** The one set of the manifest that may be used; else the first that is there. */
  readonly only?: string;
}

/** Loading takes well under a second and a picture some 50 ms: what lasts this long has hung. */
const defaultTimeoutMs = 20_000;
const defaultIdleMs = 120_000;

export function openFaceModel(
  host: WorkerHost,
  store: ModelStore,
  {
    idleMs = defaultIdleMs,
    timeoutMs = defaultTimeoutMs,
    manifest = modelManifest,
    only,
  }: FaceModelOptions = {},
): FaceModel {
  const worker = createWorkerClient(faceContract, host, 'face', { idleMs, timeoutMs });
  const locate = () => locateFaceSet(store, { manifest, only });
  let kept: Awaited<ReturnType<typeof locate>> | null = null;
  return {
    async models() {
      const located = await locate();
      if (!located.ok) return [];
      const { files, set } = located.value;
      const probed = await worker.call('probe', { files });
      if (!probed.ok || probed.value.kind !== 'ready') return [];
      const landmarks = set.landmarks === null ? null : files.landmarks;
      return [files.detector, landmarks, files.embedder].flatMap((file) =>
        file ? [{ name: file.file, sha256: file.sha256 }] : [],
      );
    },

    async findFaces(image, within) {
      const located = await locate();
      if (!located.ok) return located;
      const { files, set, missing } = located.value;
      const answer = await worker.call('findFaces', { files, image, within: within ?? null });
      if (!answer.ok) return err({ kind: 'face-model-failed' });
      const found = answer.value;
      if (found.kind === 'not-an-image') return err({ kind: 'not-an-image' });
      if (found.kind === 'unavailable') {
        return err({ kind: 'face-model-unavailable', missing: found.missing });
      }
      const { widthPx, heightPx, faces } = found;
      const { name, calibration } = set;
      return ok({
        widthPx,
        heightPx,
        faces,
        set: { name, calibration },
        ...(missing.length > 0 ? { missing } : {}),
      });
    },

    async readFrame(image, wish) {
      // Eight times a second: the store's hashing of every file would cost more than the nets. The worker has hashed what it loaded.
      kept = kept?.ok ? kept : await locate();
      if (!kept.ok) return kept;
      const answer = await worker.call('readFrame', { files: kept.value.files, image, wish });
      if (!answer.ok) return err({ kind: 'face-model-failed' });
      const read = answer.value;
      if (read.kind === 'not-an-image') return err({ kind: 'not-an-image' });
      if (read.kind === 'unavailable') return err({ kind: 'face-model-unavailable', missing: read.missing });
      return ok(read.reading);
    },

    async livePhoto(image, landmarks, marks) {
      const answer = await worker.call('livePhoto', { image, landmarks, ...marks });
      if (!answer.ok) return err({ kind: 'face-model-failed' });
      return answer.value.kind === 'made' ? ok(answer.value.jpeg) : err({ kind: 'not-an-image' });
    },

    close() {
      worker.end();
      return Promise.resolve();
    },
  };
}

/** A check of liveness reads these in every frame, whichever set compares. */
const livenessLandmarks = 'face-landmarks-68';

/**
 * The first set whose files are all there; else the first with a detector, whose faces are then compared by a person.
 * `only` names the one set that may be used.
 */
export async function locateFaceSet(
  store: ModelStore,
  {
    manifest = modelManifest,
    only,
  }: { readonly manifest?: ModelManifest; readonly only: string | undefined },
): Promise<Result<LocatedSet, FaceFailure>> {
  const passive = [await locateFile(store, 'minifasnet-v2'), await locateFile(store, 'minifasnet-v1se')];
  const nets = passive.flatMap((found) => (found.ok ? [found.value] : []));
  const missing: string[] = [];
  let partial: LocatedSet | null = null;
  for (const set of manifest.faceSets.filter(({ name }) => only === undefined || name === only)) {
    const entry = manifest.models.find(({ name }) => name === set.embedder);
    const facts = entry && 'embedder' in entry ? entry.embedder : undefined;
    const detector = await locateFile(store, set.detector.model);
    const landmarks = await locateFile(store, set.landmarks ?? livenessLandmarks);
    const embedder = await locateFile(store, set.embedder);
    const needed = [detector, ...(set.landmarks === null ? [] : [landmarks]), embedder];
    const lacks = needed.flatMap((found) => (found.ok ? [] : [found.error.file]));
    if (lacks.length > 0) missing.push(...lacks);
    if (!detector.ok || (set.landmarks !== null && !landmarks.ok)) continue;
    const files: FaceFiles = {
      detector: { ...detector.value, kind: set.detector.kind },
      landmarks: landmarks.ok ? landmarks.value : null,
      passive: nets.length === passive.length ? nets : null,
      embedder: embedder.ok && facts ? { ...embedder.value, facts } : null,
    };
    if (files.embedder) return ok({ set, files, missing: [] });
    partial ??= { set, files, missing: lacks };
  }
  return partial ? ok(partial) : err({ kind: 'face-model-unavailable', missing });
}

interface LocatedSet {
  readonly set: FaceSet;
  readonly files: FaceFiles;
  readonly missing: readonly string[];
}

async function locateFile(
  store: ModelStore,
  name: ModelName,
): Promise<Result<ModelFile, { readonly kind: string; readonly file: string }>> {
  const found = await store.locate(name);
  if (!found.ok) return found;
  const { path, sha256 } = found.value;
  return ok({ file: basename(path), path, sha256 });
}
