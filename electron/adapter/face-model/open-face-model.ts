// The face model as the main process sees it: files from the model store, the nets in a process of their own. Never throws.
import { basename } from 'node:path';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { createWorkerClient } from '#electron/adapter/worker-client/worker-client.ts';
import type { ModelName } from '#electron/adapter/model-store/manifest.ts';
import type { ModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import type { FaceFailure, FaceModel } from '#electron/port/face-model.ts';
import type { WorkerHost } from '#electron/port/worker-host.ts';
import { faceContract } from './face-contract.ts';
import type { FaceFiles, ModelFile } from './face-contract.ts';

export interface FaceModelOptions {
  /** The worker gives its memory (about 240 MB) back when nobody stood at the camera for so long. */
  readonly idleMs?: number | null;
  readonly timeoutMs?: number;
}

/** Loading takes well under a second and a picture some 50 ms: what lasts this long has hung. */
const defaultTimeoutMs = 20_000;
const defaultIdleMs = 120_000;

export function openFaceModel(
  host: WorkerHost,
  store: ModelStore,
  { idleMs = defaultIdleMs, timeoutMs = defaultTimeoutMs }: FaceModelOptions = {},
): FaceModel {
  const worker = createWorkerClient(faceContract, host, 'face', { idleMs, timeoutMs });
  let located: Awaited<ReturnType<typeof locateFiles>> | null = null;
  return {
    async models() {
      const files = await locateFiles(store);
      if (!files.ok) return [];
      const probed = await worker.call('probe', { files: files.value });
      if (!probed.ok || probed.value.kind !== 'ready') return [];
      const { detector, embedder } = files.value;
      return [detector, ...(embedder ? [embedder] : [])].map(({ file, sha256 }) => ({ name: file, sha256 }));
    },

    async findFaces(image, within) {
      const files = await locateFiles(store);
      if (!files.ok) return files;
      const answer = await worker.call('findFaces', { files: files.value, image, within: within ?? null });
      if (!answer.ok) return err({ kind: 'face-model-failed' });
      const found = answer.value;
      if (found.kind === 'not-an-image') return err({ kind: 'not-an-image' });
      if (found.kind === 'unavailable') {
        return err({ kind: 'face-model-unavailable', missing: found.missing });
      }
      const { widthPx, heightPx, faces } = found;
      const { missing } = files.value;
      return ok({ widthPx, heightPx, faces, ...(missing.length > 0 ? { missing } : {}) });
    },

    async readFrame(image, wish) {
      // Eight times a second: the store's hashing of every file would cost more than the nets. The worker has hashed what it loaded.
      located = located?.ok ? located : await locateFiles(store);
      const files = located;
      if (!files.ok) return files;
      const answer = await worker.call('readFrame', { files: files.value, image, wish });
      if (!answer.ok) return err({ kind: 'face-model-failed' });
      const read = answer.value;
      if (read.kind === 'not-an-image') return err({ kind: 'not-an-image' });
      if (read.kind === 'unavailable') return err({ kind: 'face-model-unavailable', missing: read.missing });
      return ok(read.reading);
    },

    close() {
      worker.end();
      return Promise.resolve();
    },
  };
}

/** Without the detector there is nothing; without the embedder faces are still found, and compared by a person. */
async function locateFiles(
  store: ModelStore,
): Promise<Result<FaceFiles & { readonly missing: readonly string[] }, FaceFailure>> {
  const detector = await locateFile(store, 'yunet');
  const embedder = await locateFile(store, 'mobilefacenet');
  const passive = [await locateFile(store, 'minifasnet-v2'), await locateFile(store, 'minifasnet-v1se')];
  const landmarks = await locateFile(store, 'face-landmarks-68');
  const nets = passive.flatMap((found) => (found.ok ? [found.value] : []));
  const missing = [detector, embedder].flatMap((found) => (found.ok ? [] : [found.error.file]));
  if (!detector.ok) return err({ kind: 'face-model-unavailable', missing });
  return ok({
    detector: detector.value,
    embedder: embedder.ok ? embedder.value : null,
    passive: nets.length === passive.length ? nets : null,
    landmarks: landmarks.ok ? landmarks.value : null,
    missing,
  });
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
