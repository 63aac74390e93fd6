// What goes into the tiny face detector of the npm set and what its cells mean: five anchors a cell. Pure.
import type { Box } from '#core/reading/field.ts';
import { suppressOverlaps } from './overlap.ts';
import type { Picture } from './picture.ts';

export interface TinyFace {
  readonly confidence: number;
  readonly box: Box;
}

/** Width and height of the five anchors, in cells (package's own numbers for its detector). */
const anchors = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;
const valuesPerBox = 5;
const cellPx = 32;
/**
 * The detector says 0.15 of some faces that are plain to see, where YuNet says 0.9 of nearly all: its own numbers are
 * brought onto one scale, so that the limits of core/biometrics (0.6 and 0.7) mean the same. 0.15 becomes 0.70.
 */
const sharesFloor = 0.15;
const commonExponent = Math.log(0.7) / Math.log(sharesFloor);
const overlapLimit = 0.4;

/** RGB planes, 0-255; black is added at the right and at the bottom up to a multiple of 32. */
export function tinyFaceInput(picture: Picture): { rgb: Float32Array; widthPx: number; heightPx: number } {
  const widthPx = Math.ceil(picture.widthPx / cellPx) * cellPx;
  const heightPx = Math.ceil(picture.heightPx / cellPx) * cellPx;
  const plane = widthPx * heightPx;
  const rgb = new Float32Array(3 * plane);
  for (let y = 0; y < picture.heightPx; y++) {
    for (let x = 0; x < picture.widthPx; x++) {
      const from = (y * picture.widthPx + x) * 3;
      const to = y * widthPx + x;
      rgb[to] = picture.rgb[from] ?? 0;
      rgb[plane + to] = picture.rgb[from + 1] ?? 0;
      rgb[2 * plane + to] = picture.rgb[from + 2] ?? 0;
    }
  }
  return { rgb, widthPx, heightPx };
}

/** Faces in the input's pixels, surest first, each once. */
export function tinyFaces(cells: Float32Array, widthPx: number, heightPx: number): TinyFace[] {
  const columns = widthPx / cellPx;
  const count = columns * (heightPx / cellPx);
  if (cells.length !== count * anchors.length * valuesPerBox) {
    throw new Error("the tiny face detector's cells do not fit its input");
  }
  const faces: TinyFace[] = [];
  for (let cell = 0; cell < count; cell++) {
    for (const [index, [anchorWidth, anchorHeight]] of anchors.entries()) {
      const at = (cell * anchors.length + index) * valuesPerBox;
      const [dx = 0, dy = 0, logWidth = 0, logHeight = 0, logit = 0] = cells.subarray(at, at + valuesPerBox);
      const share = sigmoid(logit);
      if (share < sharesFloor) continue;
      const centreX = ((cell % columns) + sigmoid(dx)) * cellPx;
      const centreY = (Math.floor(cell / columns) + sigmoid(dy)) * cellPx;
      const width = Math.exp(logWidth) * anchorWidth * cellPx;
      const height = Math.exp(logHeight) * anchorHeight * cellPx;
      const confidence = share ** commonExponent;
      faces.push({ confidence, box: { x: centreX - width / 2, y: centreY - height / 2, width, height } });
    }
  }
  return suppressOverlaps(faces, overlapLimit);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
