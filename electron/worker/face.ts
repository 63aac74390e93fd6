// The face worker: its own process, so that the nets' memory and crashes stay out of the main one. Keeps no picture.
import { findFaces } from '../adapter/face-model/find-faces.ts';
import { faceContract } from '../adapter/face-model/face-contract.ts';
import type { FaceFiles } from '../adapter/face-model/face-contract.ts';
import { loadSessions } from '../adapter/face-model/load-sessions.ts';
import { readFrame } from '../adapter/face-model/read-frame.ts';
import type { WorkerHandlers } from './protocol.ts';
import { serveWorker } from './serve.ts';

let loaded: { readonly key: string; readonly sessions: ReturnType<typeof loadSessions> } | null = null;

/** The nets are loaded when first wanted; a failure is not remembered, since a file may be put right meanwhile. */
async function sessionsFor(files: FaceFiles): Promise<Awaited<ReturnType<typeof loadSessions>>> {
  const passive = files.passive?.map((file) => file.sha256).join(' ') ?? '';
  const key = `${files.detector.sha256} ${files.embedder?.sha256 ?? ''} ${passive} ${files.landmarks?.sha256 ?? ''}`;
  if (loaded?.key !== key) loaded = { key, sessions: loadSessions(files) };
  const sessions = await loaded.sessions;
  if (!sessions.ok) loaded = null;
  return sessions;
}

const handlers: WorkerHandlers<typeof faceContract> = {
  async probe({ files }) {
    const sessions = await sessionsFor(files);
    if (!sessions.ok) return { kind: 'unavailable', missing: [...sessions.error.missing] };
    return { kind: 'ready' };
  },
  async findFaces({ files, image, within }) {
    const sessions = await sessionsFor(files);
    if (!sessions.ok) return { kind: 'unavailable', missing: [...sessions.error.missing] };
    const found = await findFaces(sessions.value, image, within);
    if (!found.ok) return { kind: 'not-an-image' };
    return { kind: 'found', ...found.value, faces: [...found.value.faces] };
  },
  async readFrame({ files, image, wish }) {
    const sessions = await sessionsFor(files);
    if (!sessions.ok) return { kind: 'unavailable', missing: [...sessions.error.missing] };
    const read = await readFrame(sessions.value, image, wish);
    if (!read.ok) return read.error;
    return { kind: 'read', reading: read.value };
  },
  async livePhoto({ image, landmarks, ...marks }) {
    const { makeLivePhoto } = await import('./face/live-photo.ts');
    const jpeg = await makeLivePhoto(image, landmarks, marks);
    return jpeg ? { kind: 'made', jpeg } : { kind: 'not-an-image' };
  },
};

serveWorker(faceContract, handlers);
