// Model files that will not do: each is named, none is loaded, and the kiosk goes on without.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSessions } from './load-sessions.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pravesh-face-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function filesWith(bytes: Uint8Array, sha256 = createHash('sha256').update(bytes).digest('hex')) {
  const path = join(folder, 'net.onnx');
  await writeFile(path, bytes);
  const detector = { file: 'net.onnx', path, sha256, kind: 'yunet' } as const;
  return { detector, landmarks: null, passive: null, embedder: null };
}

test.each([
  ['empty', new Uint8Array()],
  ['corrupt', new TextEncoder().encode('not a net at all')],
])('FN5: a file that is %s is named, also where its hash is the pinned one', async (_what, bytes) => {
  expect(await loadSessions(await filesWith(bytes))).toEqual({
    ok: false,
    error: { kind: 'unavailable', missing: ['net.onnx'] },
  });
});

test('FN5: a wrong hash and a file that is gone are named', async () => {
  const files = await filesWith(new Uint8Array([1]), '0'.repeat(64));
  const refused = { ok: false, error: { kind: 'unavailable', missing: ['net.onnx'] } };
  expect(await loadSessions(files)).toEqual(refused);
  const gone = { ...files, detector: { ...files.detector, path: join(folder, 'nowhere.onnx') } };
  expect(await loadSessions(gone)).toEqual(refused);
});

test('FN6: a platform without onnxruntime has no face model, and that is an answer', async () => {
  const files = await filesWith(new Uint8Array([1]));
  expect(await loadSessions(files, () => Promise.reject(new Error('no binding')))).toEqual({
    ok: false,
    error: { kind: 'unavailable', missing: ['onnxruntime-node'] },
  });
});
