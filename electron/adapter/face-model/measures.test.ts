import { describe, expect, test } from 'vitest';
import { embeddingInput, meanDirection } from './embedding.ts';
import { laplacianVariance, lightBalanceOf, lumaOf, meanOfLuma } from './measures.ts';

describe('measures', () => {
  test('luma weighs green most', () => {
    const luma = lumaOf(new Uint8Array([255, 0, 0, 0, 255, 0, 0, 0, 255]));
    expect([...luma].map(Math.round)).toEqual([76, 150, 29]);
    expect(meanOfLuma(luma)).toBeCloseTo(85, 0);
  });

  test('light from one side shows in the balance of the halves', () => {
    const half = Float32Array.from({ length: 64 }, (_, at) => (at % 8 < 4 ? 40 : 160));
    expect(lightBalanceOf(half, 8)).toBeCloseTo(0.25);
    expect(lightBalanceOf(new Float32Array(64).fill(90), 8)).toBe(1);
    expect(lightBalanceOf(new Float32Array(64), 8)).toBe(1);
  });

  test('a flat or an evenly rising picture has no sharpness, a chequered one the most', () => {
    const side = 16;
    const make = (pixel: (x: number, y: number) => number) =>
      Float32Array.from({ length: side * side }, (_, at) => pixel(at % side, Math.floor(at / side)));
    expect(
      laplacianVariance(
        make(() => 90),
        side,
      ),
    ).toBe(0);
    expect(
      laplacianVariance(
        make((x, y) => 3 * x + 5 * y),
        side,
      ),
    ).toBeCloseTo(0, 3);
    const chequered = laplacianVariance(
      make((x, y) => ((x + y) % 2) * 255),
      side,
    );
    const soft = laplacianVariance(
      make((x, y) => 127 + 20 * Math.sin(x / 2) * Math.sin(y / 2)),
      side,
    );
    expect(chequered).toBeGreaterThan(soft * 100);
  });
});

describe('embedding', () => {
  test('the mirrored input is the other way round, each channel by its own mean', () => {
    const aligned = new Uint8Array(112 * 112 * 3);
    aligned.set([255, 255, 255], 0);
    const facts: Parameters<typeof embeddingInput>[3] = {
      channels: 'rgb',
      mean: [123.675, 116.28, 103.53],
      deviation: [58.395, 57.12, 57.375],
    };
    const plain = embeddingInput(aligned, 112, false, facts);
    const mirrored = embeddingInput(aligned, 112, true, facts);
    expect(plain[0]).toBeCloseTo((1 - 0.485) / 0.229, 4);
    expect(mirrored[111]).toBeCloseTo((1 - 0.485) / 0.229, 4);
    expect(mirrored[0]).toBeCloseTo(-0.485 / 0.229, 4);
    expect(plain[2 * 112 * 112]).toBeCloseTo((1 - 0.406) / 0.225, 4);
  });

  test('the mean direction has length one; opposite vectors have none', () => {
    const mean = meanDirection([new Float32Array([3, 0]), new Float32Array([0, 3])]);
    expect(mean?.[0]).toBeCloseTo(Math.SQRT1_2);
    expect(meanDirection([new Float32Array([1, 2]), new Float32Array([-1, -2])])).toBeNull();
    expect(meanDirection([new Float32Array([Number.NaN, 1])])).toBeNull();
  });
});
