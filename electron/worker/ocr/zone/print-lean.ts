// Which way the print of a picture runs and how far it leans, told from its strokes as a whole before any row was found: rows
// that lean much run into each other in a small picture. Tells nothing of a page without rows.
import type { Grey } from '../picture.ts';

export interface PrintLean {
  /** Radians, as a row's own angle counts; 0 where no lean stands out. */
  readonly lean: number;
  /** How far rows of print and the gaps between them come apart along it: to be compared with the same picture on its side. */
  readonly sharpness: number;
}

/** Radians, 24° either way: what a hand-held picture has; a quarter turn is asked for by transposing. */
const farthest = 0.42;
const step = 0.035;
/** A lean that comes out hardly sharper than level is none. */
const plainlySharper = 1.15;

/** For pictures of 200 to 500 pixels. */
export function printLean(grey: Grey): PrintLean {
  const { strokes, total } = strokesOf(grey);
  if (total === 0) return { lean: 0, sharpness: 0 };
  const level = profileOf(strokes, grey, 0);
  let best = { lean: 0, profile: level * plainlySharper };
  const look = (lean: number): void => {
    const profile = profileOf(strokes, grey, lean);
    if (profile > best.profile) best = { lean, profile };
  };
  for (let lean = -farthest; lean <= farthest; lean += step) look(lean);
  const rough = best.lean;
  if (rough !== 0) for (const part of [-0.6, -0.3, 0.3, 0.6]) look(rough + part * step);
  return { lean: best.lean, sharpness: (best.lean === 0 ? level : best.profile) / total ** 2 };
}

function strokesOf({ data, width, height }: Grey): { strokes: Uint8Array; total: number } {
  const strokes = new Uint8Array(width * height);
  let total = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const stroke = Math.abs((data[i + 1] ?? 0) - (data[i - 1] ?? 0));
      strokes[i] = stroke;
      total += stroke;
    }
  }
  return { strokes, total };
}

/** How unlike neighbouring rows are, summed along a lean. */
function profileOf(strokes: Uint8Array, { width, height }: Grey, lean: number): number {
  const rise = Math.tan(lean);
  const most = Math.ceil(Math.abs(rise) * width) + 1;
  const rows = new Float64Array(height + 2 * most);
  for (let x = 0; x < width; x += 1) {
    const shift = most - Math.round((x - width / 2) * rise);
    for (let y = 0; y < height; y += 1)
      rows[y + shift] = (rows[y + shift] ?? 0) + (strokes[y * width + x] ?? 0);
  }
  let sum = 0;
  for (let y = 1; y < rows.length; y += 1) sum += ((rows[y] ?? 0) - (rows[y - 1] ?? 0)) ** 2;
  return sum;
}
