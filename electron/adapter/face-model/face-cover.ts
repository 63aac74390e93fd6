// Whether eyes and mouth can be seen on an aligned face, and how bright its brightest skin is. Pure numbers; what they mean is decided in core/biometrics.
import type { FaceCover } from '#core/biometrics/found-face.ts';
import { alignedSidePx } from './align.ts';

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** In pixels of the aligned face: the standard points are in align.ts. */
const eyes: readonly Part[] = [
  { x: 30, y: 47, width: 17, height: 10 },
  { x: 65, y: 47, width: 17, height: 10 },
];
/** The brighter of cheeks and forehead is skin: a beard darkens the one, hair or a cloth the other. */
const cheeks: readonly Part[] = [
  { x: 26, y: 66, width: 14, height: 12 },
  { x: 72, y: 66, width: 14, height: 12 },
];
const forehead: readonly Part[] = [{ x: 42, y: 20, width: 28, height: 14 }];
const inner: Part = { x: 30, y: 28, width: 52, height: 78 };
/** Columns of the mouth's middle; rows among which the line between the lips may lie, and how far to both sides of it to look. */
const lips = { fromX: 44, toX: 68, fromY: 82, toY: 100, reach: 6 } as const;

export function coverOf(luma: Float32Array): FaceCover {
  const skin = Math.max(1, meanOf(luma, cheeks), meanOf(luma, forehead));
  const lit = eyes.map((part) => meanOf(luma, [part]) / skin);
  const spread = eyes.map((part) => {
    const sorted = pixelsOf(luma, part).sort();
    return (share(sorted, 0.75) - share(sorted, 0.25)) / skin;
  });
  return {
    eyesLight: Math.max(...lit),
    eyesSpread: Math.max(...spread),
    mouthLine: mouthLine(luma) / skin,
    highlight: share(pixelsOf(luma, inner).sort(), 0.95),
  };
}

/** By how much the darkest row between the lips is darker than what lies above and below it, in levels of luma. */
function mouthLine(luma: Float32Array): number {
  const row = (y: number): number => {
    let sum = 0;
    for (let x = lips.fromX; x < lips.toX; x++) sum += luma[y * alignedSidePx + x] ?? 0;
    return sum / (lips.toX - lips.fromX);
  };
  let deepest = 0;
  for (let y = lips.fromY; y <= lips.toY; y++) {
    const here = row(y);
    let [above, below] = [0, 0];
    for (let step = 1; step <= lips.reach; step++) {
      above = Math.max(above, row(y - step));
      below = Math.max(below, row(y + step));
    }
    deepest = Math.max(deepest, Math.min(above, below) - here);
  }
  return deepest;
}

function pixelsOf(luma: Float32Array, { x, y, width, height }: Part): Float32Array {
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * alignedSidePx + x;
    values.set(luma.subarray(from, from + width), row * width);
  }
  return values;
}

function meanOf(luma: Float32Array, parts: readonly Part[]): number {
  let sum = 0;
  let count = 0;
  for (const part of parts) {
    const values = pixelsOf(luma, part);
    for (const value of values) sum += value;
    count += values.length;
  }
  return sum / Math.max(1, count);
}

/** Of values ascending (a typed array sorts by value). */
function share(sorted: Float32Array, at: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}
