// Rows of print at one size of the picture, placed in the whole picture. Where the print leans, the size is turned upright
// first: the windows that find rows are level, and leaning lines would run into each other.
import type { Grey } from '../picture.ts';
import type { GreyLevel } from './grey-levels.ts';
import { transposed } from './grey-levels.ts';
import type { PlacedLine } from './line-strip.ts';
import { rowGroups } from './row-groups.ts';
import { textRows } from './text-rows.ts';
import type { TextRow } from './text-rows.ts';

/** Radians (5°); below it the rows stay apart. */
const leaning = 0.09;

/**
 * Groups of lines that may be a zone, likeliest first. `sideways`: lines that run down the picture. `toldLean`: what the print
 * as a whole seems to lean (print-lean.ts); where it leans little, the rows themselves are asked.
 */
export function lineGroups(
  level: GreyLevel,
  sideways: boolean,
  toldLean: number,
): readonly (readonly PlacedLine[])[] {
  const grey = sideways ? transposed(level.grey) : level.grey;
  const rows = Math.abs(toldLean) < leaning ? asTheyLean(grey) : inUpright(grey, toldLean);
  return rowGroups(rows).map((group) => group.map((row) => placedLine(row, level.scale, sideways)));
}

function asTheyLean(grey: Grey): readonly TextRow[] {
  const rows = textRows(grey);
  const lean = leanOf(rows);
  return Math.abs(lean) < leaning ? rows : inUpright(grey, lean);
}

/** The direction that most of the print has, by length. */
function leanOf(rows: readonly TextRow[]): number {
  let best = 0;
  let most = 0;
  for (const { angle } of rows) {
    const near = rows.filter((other) => Math.abs(other.angle - angle) < 0.05);
    const length = near.reduce((sum, row) => sum + row.length, 0);
    if (length > most) {
      most = length;
      best = near.reduce((sum, row) => sum + row.angle * row.length, 0) / length;
    }
  }
  return best;
}

function inUpright(grey: Grey, lean: number): readonly TextRow[] {
  const [c, s] = [Math.cos(lean), Math.sin(lean)];
  const width = Math.round(grey.width * Math.abs(c) + grey.height * Math.abs(s));
  const height = Math.round(grey.width * Math.abs(s) + grey.height * Math.abs(c));
  const back = (x: number, y: number): { x: number; y: number } => ({
    x: (x - width / 2) * c - (y - height / 2) * s + grey.width / 2,
    y: (x - width / 2) * s + (y - height / 2) * c + grey.height / 2,
  });
  // The nearest edge pixel carries on beyond the picture, so that no edge appears there.
  const data = turnedGrey(grey, back(0, 0), { c, s }, width, height);
  return textRows({ data, width, height }).map((row) => ({
    ...row,
    middle: back(row.middle.x, row.middle.y),
    angle: row.angle + lean,
  }));
}

/** `width` × `height` pixels, each row from `from` on in the direction given (bilinear). */
function turnedGrey(
  { data: source, width: w, height: h }: Grey,
  from: { readonly x: number; readonly y: number },
  { c, s }: { readonly c: number; readonly s: number },
  width: number,
  height: number,
): Uint8Array {
  const data = new Uint8Array(width * height);
  const [right, bottom] = [w - 1.001, h - 1.001];
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sx = Math.min(right, Math.max(0, from.x + x * c - y * s));
      const sy = Math.min(bottom, Math.max(0, from.y + x * s + y * c));
      // Never negative, so this cuts as floor does.
      const [left, top] = [Math.trunc(sx), Math.trunc(sy)];
      const i = top * w + left;
      const upper = (source[i] ?? 0) + ((source[i + 1] ?? 0) - (source[i] ?? 0)) * (sx - left);
      const lower = (source[i + w] ?? 0) + ((source[i + w + 1] ?? 0) - (source[i + w] ?? 0)) * (sx - left);
      data[to] = upper + (lower - upper) * (sy - top);
      to += 1;
    }
  }
  return data;
}

function placedLine(row: TextRow, scale: number, sideways: boolean): PlacedLine {
  // The smearing adds a row above and below; what is left is the capitals and some blur.
  const capitalPx = Math.max(3, row.thickness - 1.6) / scale;
  const { x, y } = row.middle;
  return {
    middle: sideways ? { x: y / scale, y: x / scale } : { x: x / scale, y: y / scale },
    angle: sideways ? Math.PI / 2 - row.angle : row.angle,
    length: row.length / scale,
    capitalPx,
  };
}
