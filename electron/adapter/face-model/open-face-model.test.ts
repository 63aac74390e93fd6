// The face model over a real worker process: pictures in, faces out, and every way in which there is no answer.
import sharp from 'sharp';
import { afterEach, describe, expect, test } from 'vitest';
import { err } from '#core/kernel/result.ts';
import { faceAt } from '#core/biometrics/face.fixture.ts';
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import type { ModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import type { FaceModel } from '#electron/port/face-model.ts';
import { host, lfwPairs, missing, store } from './face-model.fixture.ts';
import { openFaceModel } from './open-face-model.ts';

const npmSet = ['tiny-face-detector', 'face-landmarks-68', 'dlib-resnet'];

let model: FaceModel | undefined;
afterEach(() => model?.close());

const open = (...args: Parameters<typeof openFaceModel>) => (model = openFaceModel(...args));
const without = (...names: string[]): ModelStore => ({
  ...store,
  locate: (name) =>
    names.includes(name)
      ? Promise.resolve(err({ kind: 'model-missing', file: `${name}.onnx`, reason: 'test' }))
      : store.locate(name),
});

describe('without what it needs', () => {
  test('no model files: unavailable, naming those of every set', async () => {
    const bare = open(host, without('yunet', 'mobilefacenet', ...npmSet));
    expect(await bare.models()).toEqual([]);
    expect(await bare.findFaces(new Uint8Array([1]))).toEqual({
      ok: false,
      error: {
        kind: 'face-model-unavailable',
        missing: ['yunet.onnx', 'mobilefacenet.onnx', ...npmSet.map((name) => `${name}.onnx`)],
      },
    });
  });

  test('a file that changed after it was located is not loaded', async () => {
    const swapped: ModelStore = {
      ...store,
      locate: () =>
        Promise.resolve({ ok: true, value: { path: import.meta.filename, sha256: 'f'.repeat(64) } }),
    };
    expect(await open(host, swapped).findFaces(new Uint8Array([1]))).toMatchObject({
      ok: false,
      error: { kind: 'face-model-unavailable' },
    });
  });

  test('a worker that does not start: failed', async () => {
    const nowhere = createForkWorkerHost(() => '/nowhere/face.js');
    const located: ModelStore = {
      ...store,
      locate: () => Promise.resolve({ ok: true, value: { path: '/x', sha256: 'f'.repeat(64) } }),
    };
    expect(await open(nowhere, located).findFaces(new Uint8Array([1]))).toEqual({
      ok: false,
      error: { kind: 'face-model-failed' },
    });
  });
});

describe.skipIf(missing.length > 0)(`with models and pictures (missing: ${missing.join(', ')})`, () => {
  const [portraitBytes, otherBytes] = missing.length > 0 ? [] : (lfwPairs(600)[0]?.images ?? []);
  const portrait = () => Uint8Array.from(portraitBytes ?? []);

  test('one face, its box in the picture, a unit embedding, and the models for the record', async () => {
    const real = open(host, store);
    const found = await real.findFaces(portrait());
    if (!found.ok) throw new Error(found.error.kind);
    expect([found.value.widthPx, found.value.heightPx]).toEqual([250, 250]);
    const [face] = found.value.faces;
    expect(face?.confidence).toBeGreaterThan(0.9);
    expect(Math.hypot(...(face?.embedding ?? []))).toBeCloseTo(1, 4);
    expect((await real.models()).map(({ name }) => name)).toEqual([
      'face_detection_yunet_2026may.onnx',
      'mobilefacenet.onnx',
    ]);
  });

  test('FN3: where a file of the first set is missing the npm set decides, and says so', async () => {
    const real = open(host, without('mobilefacenet'));
    const found = await real.findFaces(portrait());
    expect(found).toMatchObject({ ok: true, value: { set: { name: 'npm' } } });
    const [face] = found.ok ? found.value.faces : [];
    expect(Math.hypot(...(face?.embedding ?? []))).toBeCloseTo(1, 4);
    const { leftEye, rightEye, mouthLeft } = face?.landmarks ?? faceAt(0, 0, 1).landmarks;
    expect(rightEye.x - leftEye.x).toBeGreaterThan(20);
    expect(mouthLeft.y - leftEye.y).toBeGreaterThan(20);
    expect((await real.models()).map(({ name }) => name)).toEqual([
      'tiny_face_detector.onnx',
      'face_landmarks_68.onnx',
      'dlib_face_recognition_resnet.onnx',
    ]);
  });

  test('FN4: a recogniser that only the manifest knows is used without code', async () => {
    const known = modelManifest.models.find(({ name }) => name === 'mobilefacenet');
    const [primary] = modelManifest.faceSets;
    if (!known || !primary || !('upstream' in known) || !known.embedder) {
      throw new Error('the manifest has changed');
    }
    // Another scale of its input: the entry's word is what the net is given.
    const unlike = { ...known.embedder, deviation: [120, 120, 120] as [number, number, number] };
    const manifest = {
      ...modelManifest,
      models: [...modelManifest.models, { ...known, name: 'another', embedder: unlike }],
      faceSets: [{ ...primary, name: 'a-banks-own', embedder: 'another' }],
    };
    const named: ModelStore = {
      ...store,
      locate: (name) => store.locate(name === 'another' ? 'mobilefacenet' : name),
    };
    const found = await open(host, named, { manifest }).findFaces(portrait());
    expect(found).toMatchObject({ ok: true, value: { set: { name: 'a-banks-own' } } });
    const [own, first] = [found, await open(host, store).findFaces(portrait())].map(
      (one) => (one.ok && one.value.faces[0]?.embedding) || new Float32Array(),
    );
    expect(own).toHaveLength(128);
    expect(first).not.toEqual(own);
  });

  test('without the embedder faces are found and measured, not embedded', async () => {
    const found = await open(host, without('mobilefacenet', 'dlib-resnet')).findFaces(portrait());
    expect(found).toMatchObject({
      ok: true,
      value: { faces: [{ embedding: null }], missing: ['mobilefacenet.onnx'] },
    });
  });

  test('`within` looks only there, and answers in the whole picture; a picture on its side is turned by its EXIF', async () => {
    const real = open(host, store);
    const joined = await sharp({ create: { width: 900, height: 400, channels: 3, background: '#888' } })
      .composite([
        { input: Buffer.from(portrait()), left: 50, top: 60 },
        { input: Buffer.from(otherBytes ?? []), left: 600, top: 60 },
      ])
      .jpeg()
      .toBuffer();
    const both = await real.findFaces(joined);
    expect(both.ok && both.value.faces.length).toBe(2);
    const right = await real.findFaces(joined, { x: 600, y: 60, width: 250, height: 250 });
    if (!right.ok) throw new Error(right.error.kind);
    expect(right.value.faces).toHaveLength(1);
    expect(right.value.faces[0]?.box.x).toBeGreaterThan(600);
    const onItsSide = await sharp(joined).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const turned = await real.findFaces(onItsSide, { x: 600, y: 60, width: 250, height: 250 });
    expect(turned).toMatchObject({ ok: true, value: { widthPx: 900, heightPx: 400 } });
    expect(turned.ok && turned.value.faces.length).toBe(1);
  });

  test('a part outside the picture, or a picture of nothing, holds no face', async () => {
    const real = open(host, store);
    const outside = await real.findFaces(portrait(), { x: 300, y: 300, width: 50, height: 50 });
    expect(outside).toMatchObject({ ok: true, value: { faces: [] } });
    const grey = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
      .png()
      .toBuffer();
    expect(await real.findFaces(grey)).toMatchObject({ ok: true, value: { faces: [] } });
  });

  test.each([
    ['nothing', () => new Uint8Array()],
    [
      'text',
      () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['half a picture', () => portrait().subarray(0, 3000)],
    ['a JPEG header alone', () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
  ])('%s is not an image', async (_what, bytes) => {
    expect(await open(host, store).findFaces(bytes())).toEqual({
      ok: false,
      error: { kind: 'not-an-image' },
    });
  });
});
