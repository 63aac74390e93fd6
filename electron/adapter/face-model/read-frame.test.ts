import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelName } from '#electron/adapter/model-store/manifest.ts';
import { store } from './face-model.fixture.ts';
import { loadSessions } from './load-sessions.ts';
import { passiveCrop, realShare } from './minifasnet.ts';
import { readFrame } from './read-frame.ts';
import { patternOf } from './regular-pattern.ts';

const spoof = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'face', 'spoof');
const names = ['yunet', 'minifasnet-v2', 'minifasnet-v1se', 'face-landmarks-68'] as const;
const located = await Promise.all(names.map((name: ModelName) => store.locate(name)));
const missing = [
  ...located.flatMap((found) => (found.ok ? [] : [found.error.file])),
  ...(existsSync(spoof) ? [] : ['../shared/data/face/spoof']),
];
const files = located.flatMap((found) =>
  found.ok ? [{ file: basename(found.value.path), ...found.value }] : [],
);

async function open(change: { landmarks?: null } = {}) {
  const [detector, second, first, landmarks] = files;
  if (!detector || !second || !first || !landmarks) throw new Error('no files');
  const opened = await loadSessions({
    detector: { ...detector, kind: 'yunet' },
    embedder: null,
    passive: [second, first],
    landmarks,
    ...change,
  });
  if (!opened.ok) throw new Error('the nets do not load');
  return opened.value;
}
const wish = { embedding: false, passive: true };

describe.skipIf(missing.length > 0)(`frames of a liveness check (missing: ${missing.join(', ')})`, () => {
  it('LV11 the published samples: a person, and two attacks', async () => {
    const nets = await open();
    const shares = await Promise.all(
      ['T1', 'F1', 'F2'].map(async (name) => {
        const read = await readFrame(nets, readFileSync(join(spoof, `image_${name}.jpg`)), wish);
        return read.ok ? read.value.face?.passive : null;
      }),
    );
    expect(shares[0]).toBeGreaterThan(0.95);
    expect(shares[1]).toBeLessThan(0.4);
    expect(shares[2]).toBeLessThan(0.1);
  });

  it('says what is no picture, and what it cannot do without', async () => {
    expect(await readFrame(await open(), new Uint8Array([0xff, 0xd8, 0xff, 1]), wish)).toMatchObject({
      error: { kind: 'not-an-image' },
    });
    expect(await readFrame(await open({ landmarks: null }), new Uint8Array(), wish)).toMatchObject({
      error: { kind: 'unavailable', missing: ['face_landmarks_68.onnx'] },
    });
  });
});

describe('the passive nets', () => {
  const picture = { widthPx: 400, heightPx: 300, rgb: new Uint8Array() };
  it('LV11 look at so many faces, fewer where the picture ends, and never beyond its edge', () => {
    const face = { x: 180, y: 120, width: 40, height: 50 };
    expect(passiveCrop(face, 2.7, picture)).toEqual({ x: 146, y: 77.5, width: 108, height: 135 });
    const { x, y, width, height } = passiveCrop({ x: 0, y: 0, width: 100, height: 120 }, 4, picture);
    expect([x, y]).toEqual([0, 0]);
    expect(height).toBeCloseTo(299);
    expect(width / height).toBeCloseTo(100 / 120);
  });

  it('LV11 answer with the second of three classes', () => {
    expect(realShare(new Float32Array([1, 1, 1]))).toBeCloseTo(1 / 3);
    expect(realShare(new Float32Array([0, 20, 0]))).toBeCloseTo(1);
  });
});

describe('a regular pattern', () => {
  const [widthPx, heightPx] = [200, 200];
  const draw = (depth: number) => {
    const rgb = new Uint8Array(widthPx * heightPx * 3);
    let state = 7;
    for (let at = 0; at < widthPx * heightPx; at++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      const wave = Math.sin((2 * Math.PI * (at % widthPx)) / 5.3 + Math.floor(at / widthPx) * 0.4);
      rgb.fill(120 + ((state >>> 24) % 9) + depth * wave, at * 3, at * 3 + 3);
    }
    return { widthPx, heightPx, rgb };
  };
  const face = { x: 50, y: 40, width: 100, height: 120 };

  it('LV11 stands out of noise by powers of ten, and noise does not', () => {
    expect(patternOf(draw(0), face)).toBeLessThan(2);
    expect(patternOf(draw(8), face)).toBeGreaterThan(2.9);
  });

  it('LV11 is not looked for on a face at the edge', () => {
    expect(patternOf(draw(8), { x: -40, y: 0, width: 60, height: 60 })).toBe(0);
  });
});
