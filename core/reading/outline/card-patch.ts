// The inside of a found outline as a small upright grey picture, for judging light and sharpness. A card lying on its side is
// laid level; nothing is read from it.
import type { Corner, Outline, SmallFrame } from './find-outline.ts';
import type { GreyPatch } from './region-quality.ts';

/** `aspect` is width by height of the patch. */
export function cardPatch(frame: SmallFrame, outline: Outline, width: number, aspect: number): GreyPatch {
  const height = Math.max(1, Math.round(width / aspect));
  const data = new Uint8Array(width * height);
  const project = projection(outline);
  const { widthPx, heightPx, rgba } = frame;
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const { x: u, y: v } = project((x + 0.5) / width, (y + 0.5) / height);
      data[at++] = lumaAt(rgba, widthPx, heightPx, u * widthPx - 0.5, v * heightPx - 0.5);
    }
  }
  return { data, width, height };
}

/** ITU-R BT.601 luma between four pixels. */
function lumaAt(rgba: Uint8ClampedArray, width: number, height: number, x: number, y: number): number {
  const cx = Math.min(width - 1.001, Math.max(0, x));
  const cy = Math.min(height - 1.001, Math.max(0, y));
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const fx = cx - x0;
  const fy = cy - y0;
  const i = (y0 * width + x0) * 4;
  const j = i + width * 4;
  const top = luma(rgba, i) * (1 - fx) + luma(rgba, i + 4) * fx;
  const bottom = luma(rgba, j) * (1 - fx) + luma(rgba, j + 4) * fx;
  return Math.round(top * (1 - fy) + bottom * fy);
}

function luma(rgba: Uint8ClampedArray, i: number): number {
  return 0.299 * (rgba[i] ?? 0) + 0.587 * (rgba[i + 1] ?? 0) + 0.114 * (rgba[i + 2] ?? 0);
}

/** The projective map that takes the unit square to the four corners, clockwise from the top left. */
export function projection([p0, p1, p2, p3]: Outline): (u: number, v: number) => Corner {
  const [dx1, dx2, dx3] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x];
  const [dy1, dy2, dy3] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / det;
  const h = (dx1 * dy3 - dx3 * dy1) / det;
  const [a, b] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x];
  const [d, e] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y];
  return (u, v) => {
    const w = g * u + h * v + 1;
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w };
  };
}
