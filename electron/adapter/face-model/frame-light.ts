// Light on a face and beside it, and the small picture by which frames are told apart. Pure.
import type { Surroundings } from '#core/biometrics/found-face.ts';
import type { Light } from '#core/biometrics/liveness/frame-reading.ts';
import type { Box } from '#core/reading/field.ts';
import type { Picture } from './picture.ts';

/** sRGB to linear (IEC 61966-2-1). */
const linear = Float32Array.from({ length: 256 }, (_, value) => {
  const x = value / 255;
  return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4);
});

export const thumbnailWidthPx = 32;
export const thumbnailHeightPx = 24;

/** Mean over the parts of the boxes that lie in the picture, every second pixel of every second row. */
export function lightOf({ widthPx, heightPx, rgb }: Picture, boxes: readonly Box[]): Light {
  let [r, g, b, count] = [0, 0, 0, 0];
  for (const box of boxes) {
    const right = Math.min(widthPx, Math.floor(box.x + box.width));
    const foot = Math.min(heightPx, Math.floor(box.y + box.height));
    for (let y = Math.max(0, Math.floor(box.y)); y < foot; y += 2) {
      for (let x = Math.max(0, Math.floor(box.x)); x < right; x += 2) {
        const at = (y * widthPx + x) * 3;
        r += linear[rgb[at] ?? 0] ?? 0;
        g += linear[rgb[at + 1] ?? 0] ?? 0;
        b += linear[rgb[at + 2] ?? 0] ?? 0;
        count += 1;
      }
    }
  }
  return count === 0 ? [0, 0, 0] : [r / count, g / count, b / count];
}

/** Luma (ITU-R BT.601) and how much it changes from column to column, over the same pixels as `lightOf`; null where none of them is in the picture. */
export function surroundingsOf(
  { widthPx, heightPx, rgb }: Picture,
  boxes: readonly Box[],
): Surroundings | null {
  let [sum, change, count] = [0, 0, 0];
  const luma = (at: number) =>
    0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
  for (const box of boxes) {
    const right = Math.min(widthPx - 2, Math.floor(box.x + box.width));
    const foot = Math.min(heightPx, Math.floor(box.y + box.height));
    for (let y = Math.max(0, Math.floor(box.y)); y < foot; y += 2) {
      for (let x = Math.max(0, Math.floor(box.x)); x < right; x += 2) {
        const at = (y * widthPx + x) * 3;
        const here = luma(at);
        sum += here;
        change += Math.abs(luma(at + 6) - here);
        count += 1;
      }
    }
  }
  return count === 0 ? null : { brightness: sum / count, unrest: change / count };
}

/** Cheeks, nose and mouth: skin in any hair and under any head cover, except behind a beard or a veil. */
export function faceParts({ x, y, width, height }: Box): readonly Box[] {
  return [{ x: x + width * 0.2, y: y + height * 0.3, width: width * 0.6, height: height * 0.5 }];
}

/** To both sides of the head, beyond hair and ears. */
export function besideParts({ x, y, width, height }: Box): readonly Box[] {
  const strip = { y, width: width * 0.6, height: height * 0.6 };
  return [
    { ...strip, x: x - width * 1.0 },
    { ...strip, x: x + width * 1.4 },
  ];
}

/** Mean luma (ITU-R BT.601) of each cell, 0 to 255, rows from the top. */
export function thumbnailOf({ widthPx, heightPx, rgb }: Picture): Float32Array {
  const cells = new Float32Array(thumbnailWidthPx * thumbnailHeightPx);
  const counts = new Float32Array(cells.length);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor((y * thumbnailHeightPx) / heightPx) * thumbnailWidthPx;
    for (let x = 0; x < widthPx; x++) {
      const at = (y * widthPx + x) * 3;
      const cell = row + Math.floor((x * thumbnailWidthPx) / widthPx);
      cells[cell] =
        (cells[cell] ?? 0) + 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  for (let cell = 0; cell < cells.length; cell++) {
    cells[cell] = (cells[cell] ?? 0) / Math.max(1, counts[cell] ?? 0);
  }
  return cells;
}
