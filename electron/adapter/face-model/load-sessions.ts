// Loads a set's nets into onnxruntime. A file is hashed once more here, from the very bytes that are loaded.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type * as Onnx from 'onnxruntime-node';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { EmbedderFacts } from '#electron/adapter/model-store/manifest.ts';
import type { FaceFiles, ModelFile } from './face-contract.ts';

type Runtime = Pick<typeof Onnx, 'InferenceSession' | 'Tensor'>;
type Session = Onnx.InferenceSession;

export interface FaceSessions {
  readonly runtime: Runtime;
  readonly detector: Session;
  readonly detectorKind: FaceFiles['detector']['kind'];
  readonly embedder: { readonly session: Session; readonly facts: EmbedderFacts } | null;
  /** The two nets that tell prints and screens from skin, in the order of their crops; null where either is missing. */
  readonly passive: readonly Session[] | null;
  /** The 68 points. */
  readonly landmarks: Session | null;
}

export type LoadFailure = { readonly kind: 'unavailable'; readonly missing: readonly string[] };

export async function loadSessions(
  files: FaceFiles,
  loadRuntime: () => Promise<Runtime> = () => import('onnxruntime-node'),
): Promise<Result<FaceSessions, LoadFailure>> {
  // The binding is made for some platforms only: where it does not load, the check is unavailable, the kiosk is not.
  const runtime = await loadRuntime().catch(() => null);
  if (!runtime) return err({ kind: 'unavailable', missing: ['onnxruntime-node'] });
  const passive = files.passive && (await loadAll(runtime, files.passive));
  const wanted = [files.detector, files.landmarks, files.embedder];
  const [detector, landmarks, embedder] = await Promise.all(
    wanted.map((file) => (file ? loadSession(runtime, file) : Promise.resolve(null))),
  );
  const loaded = [detector, landmarks, embedder];
  // YuNet says its points itself: without the 68 there is then no check of liveness, but a comparison.
  const needed = wanted.filter((file) => file !== files.landmarks || files.detector.kind === 'tiny-face');
  const missing = wanted.flatMap((file, index) =>
    file && needed.includes(file) && !loaded[index] ? [file.file] : [],
  );
  if (!detector || missing.length > 0) return err({ kind: 'unavailable', missing });
  return ok({
    runtime,
    detector,
    detectorKind: files.detector.kind,
    passive,
    landmarks: landmarks ?? null,
    embedder: embedder && files.embedder ? { session: embedder, facts: files.embedder.facts } : null,
  });
}

/** Without them a check of liveness goes on and says so: they are one sign of several. */
async function loadAll(runtime: Runtime, files: readonly ModelFile[]): Promise<Session[] | null> {
  const sessions: Session[] = [];
  for (const file of files) {
    const session = await loadSession(runtime, file);
    if (!session) return null;
    sessions.push(session);
  }
  return sessions;
}

async function loadSession(runtime: Runtime, { path, sha256 }: ModelFile): Promise<Session | null> {
  const bytes = await readFile(path).catch(() => null);
  if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) return null;
  // One thread: the nets take 3-5 ms each, and two cores serve the screen as well.
  return runtime.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  }).catch(() => null);
}
