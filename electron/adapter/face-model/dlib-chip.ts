// The pose that dlib's recogniser was trained on: corners of the eyes and base of the nose in a chip of 150 pixels. Pure.
import type { Point } from '#core/biometrics/found-face.ts';
import { sampleFace, similarityBetween } from './align.ts';
import type { Picture } from './picture.ts';

export const chipSidePx = 150;
/** Around dlib's unit square, on each side. */
const padding = 0.25;

/** Index among the 68 points, and where dlib's mean face holds it in the unit square. */
const standardPoints: readonly (readonly [number, number, number])[] = [
  [36, 0.120575, 0.213727],
  [39, 0.334085, 0.229064],
  [42, 0.64606, 0.228967],
  [45, 0.859567, 0.213498],
  [33, 0.490112, 0.627798],
];

/** The face as 150 × 150 RGB. Null when the points make no face. */
export function alignChip(picture: Picture, points: readonly Point[]): Uint8Array | null {
  const placed = (share: number) => ((share + padding) / (1 + 2 * padding)) * chipSidePx;
  const from = standardPoints.flatMap(([index]) => points.slice(index, index + 1));
  if (from.length !== standardPoints.length) return null;
  const onto = similarityBetween(
    from,
    standardPoints.map(([, x, y]) => ({ x: placed(x), y: placed(y) })),
  );
  return onto && sampleFace(picture, onto, chipSidePx);
}
