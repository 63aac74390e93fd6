// Cuts one line of print out of the picture, straight and at constant height, as the line network wants it. Where the row's
// place was only roughly known, the strip's own strokes say where its capitals stand.
import type { Point } from '../rectify.ts';
import type { Grey } from '../picture.ts';
import type { GreyLevels } from './grey-levels.ts';

/** A line in pixels of the whole picture, in reading direction. */
export interface PlacedLine {
  readonly middle: Point;
  /** Radians; any direction. */
  readonly angle: number;
  readonly length: number;
  readonly capitalPx: number;
}

// What the network was trained on (scripts/training/mrz/picture.py).
export const stripHeight = 24;
export const capitalHeight = 14;

/** In capitals, left and right of the row that was found: its first and last signs may be faint. */
const margin = 2.6;
const looseHeight = 46;
const segments = 12;
const widestStrip = 1400;

export interface Strip {
  readonly grey: Grey;
  readonly line: PlacedLine;
}

/** Looks twice: a wide strip for the line's place and height, then the one to read. */
export async function cutLine(levels: GreyLevels, rough: PlacedLine): Promise<Strip> {
  let line = rough;
  for (let look = 0; look < 2; look += 1) {
    const wide = await sampled(levels, line, looseHeight);
    line = settled(line, wide);
  }
  return { grey: await sampled(levels, line, stripHeight), line };
}

async function sampled(levels: GreyLevels, line: PlacedLine, height: number): Promise<Grey> {
  const scale = capitalHeight / line.capitalPx;
  const width = Math.min(
    widestStrip,
    Math.max(16, Math.round((line.length + 2 * margin * line.capitalPx) * scale)),
  );
  const { grey: source, scale: level } = await levels.forSampling(scale);
  const step = level / scale;
  const [c, s] = [Math.cos(line.angle) * step, Math.sin(line.angle) * step];
  const x0 = line.middle.x * level - 0.5 - (width / 2 - 0.5) * c + (height / 2 - 0.5) * s;
  const y0 = line.middle.y * level - 0.5 - (width / 2 - 0.5) * s - (height / 2 - 0.5) * c;
  const data = new Uint8Array(width * height);
  const { data: from, width: w, height: h } = source;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sx = Math.min(w - 1.001, Math.max(0, x0 + x * c - y * s));
      const sy = Math.min(h - 1.001, Math.max(0, y0 + x * s + y * c));
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      const fx = sx - left;
      const fy = sy - top;
      const i = top * w + left;
      const upper = (from[i] ?? 0) * (1 - fx) + (from[i + 1] ?? 0) * fx;
      const lower = (from[i + w] ?? 0) * (1 - fx) + (from[i + w + 1] ?? 0) * fx;
      data[y * width + x] = upper * (1 - fy) + lower * fy + 0.5;
    }
  }
  return { data, width, height };
}

/** The line as its own strokes place it: middle, slope and height of the capitals. */
function settled(line: PlacedLine, strip: Grey): PlacedLine {
  const seen: { at: number; middle: number; height: number }[] = [];
  const inner = margin * capitalHeight;
  for (let i = 0; i < segments; i += 1) {
    const from = Math.round(inner + ((strip.width - 2 * inner) * i) / segments);
    const to = Math.round(inner + ((strip.width - 2 * inner) * (i + 1)) / segments);
    const rows = rowsOfPrint(strip, from, to);
    if (rows !== null)
      seen.push({
        at: (from + to) / 2,
        middle: (rows.top + rows.bottom) / 2,
        height: rows.bottom - rows.top,
      });
  }
  if (seen.length < 4) return line;
  const { slope, middle } = fitted(seen, strip.width / 2);
  // Fillers are lower than capitals, so the taller segments tell the height; a blur adds about one row at each edge.
  const heights = seen.map(({ height }) => height).toSorted((a, b) => a - b);
  const tall = (heights[Math.floor(heights.length * 0.7)] ?? capitalHeight) - 1;
  const grow = Math.min(1.5, Math.max(0.65, tall / capitalHeight));
  const pxPerRow = line.capitalPx / capitalHeight;
  const off = (middle - strip.height / 2) * pxPerRow;
  return {
    middle: { x: line.middle.x - off * Math.sin(line.angle), y: line.middle.y + off * Math.cos(line.angle) },
    angle: line.angle + Math.atan(slope),
    length: line.length,
    capitalPx: line.capitalPx * grow,
  };
}

/** Rows between which the strokes of this part stand; null where it shows none. */
function rowsOfPrint(
  { data, width, height }: Grey,
  from: number,
  to: number,
): { top: number; bottom: number } | null {
  const strength = new Float32Array(height);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let x = Math.max(1, from); x < Math.min(width - 1, to); x += 1) {
      sum += Math.abs((data[y * width + x + 1] ?? 0) - (data[y * width + x - 1] ?? 0));
    }
    strength[y] = sum;
  }
  const smooth = strength.map(
    (value, y) => (2 * value + (strength[y - 1] ?? value) + (strength[y + 1] ?? value)) / 4,
  );
  let peak = Math.floor(height / 2);
  const reach = Math.round(height * 0.3);
  for (let y = Math.floor(height / 2) - reach; y <= height / 2 + reach; y += 1) {
    if ((smooth[y] ?? 0) > (smooth[peak] ?? 0)) peak = y;
  }
  const most = smooth[peak] ?? 0;
  const least = smooth.reduce((low, value) => Math.min(low, value), most);
  if (most - least < 0.25 * most) return null;
  const limit = least + 0.42 * (most - least);
  let top = peak;
  let bottom = peak;
  // Letters have a weak middle row: one row below the limit is stepped over.
  while (top > 0 && ((smooth[top - 1] ?? 0) >= limit || (smooth[top - 2] ?? 0) >= limit)) top -= 1;
  while (bottom < height - 1 && ((smooth[bottom + 1] ?? 0) >= limit || (smooth[bottom + 2] ?? 0) >= limit))
    bottom += 1;
  return { top, bottom: bottom + 1 };
}

/** A straight line through the middles, the worst third left out after a first look. */
function fitted(
  seen: readonly { readonly at: number; readonly middle: number }[],
  centre: number,
): { slope: number; middle: number } {
  const first = leastSquares(seen, centre);
  const near = seen
    .toSorted(
      (a, b) =>
        Math.abs(a.middle - first.middle - first.slope * (a.at - centre)) -
        Math.abs(b.middle - first.middle - first.slope * (b.at - centre)),
    )
    .slice(0, Math.max(3, Math.ceil((seen.length * 2) / 3)));
  return leastSquares(near, centre);
}

function leastSquares(
  seen: readonly { readonly at: number; readonly middle: number }[],
  centre: number,
): { slope: number; middle: number } {
  const n = seen.length;
  const mx = seen.reduce((sum, { at }) => sum + at, 0) / n;
  const my = seen.reduce((sum, { middle }) => sum + middle, 0) / n;
  let sxx = 0;
  let sxy = 0;
  for (const { at, middle } of seen) {
    sxx += (at - mx) ** 2;
    sxy += (at - mx) * (middle - my);
  }
  const slope = sxx > 0 ? sxy / sxx : 0;
  return { slope, middle: my + slope * (centre - mx) };
}
