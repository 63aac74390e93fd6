// The mathematics around the nets of the npm set: cells to boxes, squares, and points.
import { describe, expect, test } from 'vitest';
import { alignChip } from './dlib-chip.ts';
import { fivePoints, landmarkSidePx, levelSquareOf, pointsOf, squareOf } from './level-landmarks.ts';
import type { Picture } from './picture.ts';
import { tinyFaceInput, tinyFaces } from './tiny-face.ts';

const grey = (widthPx: number, heightPx: number): Picture => ({
  widthPx,
  heightPx,
  rgb: new Uint8Array(widthPx * heightPx * 3).fill(90),
});

describe('the tiny face detector', () => {
  const cells = (columns: number, rows: number) => new Float32Array(columns * rows * 25).fill(-9);

  test('a cell and an anchor become a box about its middle', () => {
    const found = cells(3, 2);
    // Cell (column 1, row 1), third anchor (2.882459 × 3.518061 cells), in the middle of its cell, as large as its anchor.
    found.set([0, 0, 0, 0, 4], (1 * 3 + 1) * 25 + 2 * 5);
    const [face, ...others] = tinyFaces(found, 96, 64);
    expect(others).toEqual([]);
    expect((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2).toBeCloseTo(48);
    expect((face?.box.y ?? 0) + (face?.box.height ?? 0) / 2).toBeCloseTo(48);
    expect(face?.box.width).toBeCloseTo(2.882459 * 32, 3);
  });

  test('its confidence is on the scale of the other detector: 0.15 is just enough for a selfie', () => {
    const found = cells(1, 1);
    found[4] = Math.log(0.15 / 0.85) + 1e-6;
    expect(tinyFaces(found, 32, 32)[0]?.confidence).toBeCloseTo(0.7, 3);
    found[4] = Math.log(0.14 / 0.86);
    expect(tinyFaces(found, 32, 32)).toEqual([]);
  });

  test('cells that do not fit the input are a mistake', () => {
    expect(() => tinyFaces(cells(1, 1), 64, 64)).toThrow('do not fit');
  });

  test('the input is RGB planes, black right and below up to a multiple of 32', () => {
    const { rgb, widthPx, heightPx } = tinyFaceInput(grey(33, 20));
    expect([widthPx, heightPx, rgb.length]).toEqual([64, 32, 3 * 64 * 32]);
    expect([rgb[32], rgb[33], rgb[20 * 64]]).toEqual([90, 0, 0]);
  });
});

describe('the 68 landmarks', () => {
  test('shares of the square come back to the picture', () => {
    const square = squareOf({ x: 100, y: 50, width: 80, height: 120 });
    const [middle, corner] = pointsOf(new Float32Array([0.5, 0.5, 0, 0]), square);
    expect(middle?.x).toBeCloseTo(140);
    expect(middle?.y).toBeCloseTo(110);
    expect(corner?.x).toBeCloseTo(80);
    expect(corner?.y).toBeCloseTo(50);
  });

  test('the second look is level, whatever way the head leans', () => {
    const upright = Array.from({ length: 68 }, (_, index) => ({
      x: 100 + (index % 7),
      y: 100 + (index % 5),
    }));
    for (const [index, x, y] of [
      [30, 0, 20],
      [48, -17, 45],
      [54, 17, 45],
    ] as const) {
      upright[index] = { x: 100 + x, y: 100 + y };
    }
    for (let eye = 36; eye < 48; eye++) upright[eye] = { x: eye < 42 ? 80 : 120, y: 100 };
    const angle = 0.4;
    const turned = upright.map(({ x, y }) => ({
      x: Math.cos(angle) * x - Math.sin(angle) * y,
      y: Math.sin(angle) * x + Math.cos(angle) * y,
    }));
    const level = levelSquareOf(turned);
    expect(Math.atan2(level?.b ?? 0, level?.a ?? 0)).toBeCloseTo(-angle);
    const { leftEye } = fivePoints(turned);
    expect((level?.b ?? 0) * leftEye.x + (level?.a ?? 0) * leftEye.y + (level?.ty ?? 0)).toBeLessThan(
      landmarkSidePx / 2,
    );
  });

  test('points in one place make neither a square nor a chip', () => {
    const heap = Array.from({ length: 68 }, () => ({ x: 5, y: 5 }));
    expect(levelSquareOf(heap)).toBeNull();
    expect(alignChip(grey(20, 20), heap)).toBeNull();
    expect(alignChip(grey(20, 20), [])).toBeNull();
  });
});
