// The converted nets against the package's own output, and against the hashes of the manifest. Needs the npm package and nothing else.
import { createHash } from 'node:crypto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import { convertModel } from './convert.ts';
import { referenceOutput } from './package-reference.fixture.ts';

const cases = [
  ['tiny-face-detector', 'tinyFaceDetector', 'tiny_face_detector_model', 160],
  ['face-landmarks-68', 'faceLandmark68Net', 'face_landmark_68_model', 112],
  ['dlib-resnet', 'faceRecognitionNet', 'face_recognition_model', 150],
] as const;

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? Number.NaN;
    dot += value * other;
    aa += value * value;
    bb += other * other;
  }
  return dot / Math.sqrt(aa * bb);
}

/** A smooth picture with some grain: colours as of skin and cloth, nobody's face. Interleaved RGB, 0-255. */
function picture(sidePx: number, seed: number): Float32Array {
  return Float32Array.from({ length: sidePx * sidePx * 3 }, (_, at) => {
    const [channel, pixel] = [at % 3, Math.floor(at / 3)];
    const [x, y] = [(pixel % sidePx) / sidePx, Math.floor(pixel / sidePx) / sidePx];
    const wave = Math.sin((3 + seed) * x + channel) * Math.cos((5 - seed) * y - channel * seed);
    return Math.round(130 + 90 * wave + ((at * 7919 * (seed + 1)) % 31));
  });
}

function planes(rgb: Float32Array): Float32Array {
  const plane = rgb.length / 3;
  return Float32Array.from(rgb, (_, at) => rgb[(at % plane) * 3 + Math.floor(at / plane)] ?? 0);
}

describe.each(cases)('%s', (name, net, model, sidePx) => {
  const entry = modelManifest.models.find((known) => known.name === name);
  if (!entry || !('converted' in entry)) throw new Error(`the manifest does not convert ${name}`);
  const bytes = convertModel(entry.name, entry.converted);

  test('FN1: converting gives the bytes that the manifest pins', () => {
    expect(bytes.byteLength).toBe(entry.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256);
  });

  test('FN2: it answers as the package does, cosine at least 0.9999', { timeout: 60_000 }, async () => {
    const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const [inputName = ''] = session.inputNames;
    const [outputName = ''] = session.outputNames;
    const seen: Float32Array[] = [];
    for (const seed of [0, 1]) {
      const rgb = picture(sidePx, seed);
      const output = (
        await session.run({ [inputName]: new Tensor('float32', planes(rgb), [1, 3, sidePx, sidePx]) })
      )[outputName];
      if (!(output?.data instanceof Float32Array)) throw new Error('no output');
      const expected = await referenceOutput(net, model, rgb, sidePx);
      expect(output.data.length).toBe(expected.length);
      expect(cosine(output.data, expected)).toBeGreaterThanOrEqual(0.9999);
      for (const [index, value] of output.data.entries()) {
        expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThan(0.01);
      }
      seen.push(output.data);
    }
    // Two pictures, two answers: a net that says the same to everything would agree with nothing.
    expect(seen[0]).not.toEqual(seen[1]);
  });
});

test('FN1: a package that is not the pinned one converts nothing', () => {
  const entry = modelManifest.models.find((known) => known.name === 'tiny-face-detector');
  if (!entry || !('converted' in entry)) throw new Error('not in the manifest');
  const files = entry.converted.files.map(({ path }) => ({ path, sha256: '0'.repeat(64) }));
  expect(() => convertModel(entry.name, { ...entry.converted, files })).toThrow('another hash');
});
