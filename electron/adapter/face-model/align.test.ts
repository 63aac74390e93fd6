import { describe, expect, test } from 'vitest';
import type { Point } from '#core/biometrics/found-face.ts';
import { alignFace, alignedSidePx, similarityBetween } from './align.ts';
import type { Picture } from './picture.ts';

const triangle: Point[] = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 3, y: 7 },
];

describe('similarityBetween', () => {
  test('finds turning, scale and shift again', () => {
    const [a, b, tx, ty] = [1.5 * Math.cos(0.4), 1.5 * Math.sin(0.4), 12, -5];
    const moved = triangle.map(({ x, y }) => ({ x: a * x - b * y + tx, y: b * x + a * y + ty }));
    const found = similarityBetween(triangle, moved);
    expect(found?.a).toBeCloseTo(a);
    expect(found?.b).toBeCloseTo(b);
    expect(found?.tx).toBeCloseTo(tx);
    expect(found?.ty).toBeCloseTo(ty);
  });

  test('never mirrors: a mirrored target is met by turning only', () => {
    const mirrored = triangle.map(({ x, y }) => ({ x: -x, y }));
    const found = similarityBetween(triangle, mirrored);
    expect(found).not.toBeNull();
    // The determinant of [[a, -b], [b, a]] is a² + b², so positive whatever comes out; the fit is merely bad.
    expect((found?.a ?? 0) ** 2 + (found?.b ?? 0) ** 2).toBeLessThan(1);
  });

  test('points that fall together have no answer', () => {
    const same = [triangle[0], triangle[0], triangle[0]].filter((point) => point !== undefined);
    expect(similarityBetween(same, triangle)).toBeNull();
  });
});

/** A picture whose red is the column and whose green is the row, both over two. */
function ramp(widthPx: number, heightPx: number): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) rgb.set([x / 2, y / 2, 200], (y * widthPx + x) * 3);
  }
  return { widthPx, heightPx, rgb };
}

const standing = (scale: number, shift: number) => ({
  leftEye: { x: 38.2946 * scale + shift, y: 51.6963 * scale + shift },
  rightEye: { x: 73.5318 * scale + shift, y: 51.5014 * scale + shift },
  nose: { x: 56.0252 * scale + shift, y: 71.7366 * scale + shift },
  mouthLeft: { x: 41.5493 * scale + shift, y: 92.3655 * scale + shift },
  mouthRight: { x: 70.7299 * scale + shift, y: 92.2041 * scale + shift },
});

describe('alignFace', () => {
  const at = (aligned: Uint8Array | null, x: number, y: number) => {
    const from = (y * alignedSidePx + x) * 3;
    return Array.from(aligned?.subarray(from, from + 3) ?? []);
  };

  test('a face three times as large and moved lands on the standard points', () => {
    const aligned = alignFace(ramp(500, 500), standing(3, 50));
    // Pixel (u, v) of the aligned face shows (3u + 50, 3v + 50) of the picture.
    for (const [u, v] of [
      [10, 20],
      [56, 72],
      [100, 90],
    ] as const) {
      const [red = -1, green = -1] = at(aligned, u, v);
      expect(Math.abs(red - (3 * u + 50) / 2)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(green - (3 * v + 50) / 2)).toBeLessThanOrEqual(1.5);
    }
  });

  test('what lies beyond the picture is black', () => {
    expect(at(alignFace(ramp(200, 200), standing(1, -20)), 5, 5)).toEqual([0, 0, 0]);
  });

  test('fine detail is averaged, not sampled', () => {
    const stripes = ramp(500, 500);
    for (let index = 0; index < stripes.rgb.length; index++) {
      stripes.rgb[index] = Math.floor(index / 3) % 2 === 0 ? 0 : 255;
    }
    const [red = 0] = at(alignFace(stripes, standing(4, 0)), 50, 50);
    expect(Math.abs(red - 127)).toBeLessThan(30);
  });

  test('landmarks in one point make no face', () => {
    const point = { x: 5, y: 5 };
    const marks = { leftEye: point, rightEye: point, nose: point, mouthLeft: point, mouthRight: point };
    expect(alignFace(ramp(20, 20), marks)).toBeNull();
  });
});
