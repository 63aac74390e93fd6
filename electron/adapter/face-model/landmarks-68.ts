// The 68 points of a face: what goes into the net and where its answer lies in the picture. Pure.
import type { Point } from '#core/biometrics/found-face.ts';
import type { Box } from '#core/reading/field.ts';
import type { Picture } from './picture.ts';

export const landmarkSidePx = 112;
const points = 68;

/** A square as large as the longer side of the face's box, about its middle. */
export function landmarkSquare({ x, y, width, height }: Box): Box {
  const side = Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}

/** RGB planes, 0 to 255; black beyond the picture's edge. */
export function landmarkInput({ widthPx, heightPx, rgb }: Picture, square: Box): Float32Array {
  const plane = landmarkSidePx * landmarkSidePx;
  const input = new Float32Array(3 * plane);
  const step = square.width / landmarkSidePx;
  const at = (x: number, y: number, channel: number) =>
    x < 0 || y < 0 || x >= widthPx || y >= heightPx ? 0 : (rgb[(y * widthPx + x) * 3 + channel] ?? 0);
  for (let v = 0; v < landmarkSidePx; v++) {
    const y = square.y + (v + 0.5) * step - 0.5;
    const top = Math.floor(y);
    for (let u = 0; u < landmarkSidePx; u++) {
      const x = square.x + (u + 0.5) * step - 0.5;
      const left = Math.floor(x);
      for (let channel = 0; channel < 3; channel++) {
        const above = at(left, top, channel) * (left + 1 - x) + at(left + 1, top, channel) * (x - left);
        const below =
          at(left, top + 1, channel) * (left + 1 - x) + at(left + 1, top + 1, channel) * (x - left);
        input[channel * plane + v * landmarkSidePx + u] = above * (top + 1 - y) + below * (y - top);
      }
    }
  }
  return input;
}

/** The net's shares of the square as pixels of the picture; null when it did not answer with 68 points. */
export function landmarkPoints(shares: Float32Array, square: Box): readonly Point[] | null {
  if (shares.length !== points * 2) return null;
  return Array.from({ length: points }, (_, index) => ({
    x: square.x + (shares[index * 2] ?? 0) * square.width,
    y: square.y + (shares[index * 2 + 1] ?? 0) * square.height,
  }));
}
