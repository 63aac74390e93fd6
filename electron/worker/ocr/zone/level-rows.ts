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

/** Groups of lines that may be a zone, likeliest first. `sideways`: lines that run down the picture. */
export function lineGroups(level: GreyLevel, sideways: boolean): readonly (readonly PlacedLine[])[] {
  const grey = sideways ? transposed(level.grey) : level.grey;
  const rows = textRows(grey);
  const lean = leanOf(rows);
  const found = Math.abs(lean) < leaning ? rows : inUpright(grey, lean);
  return rowGroups(found).map((group) => group.map((row) => placedLine(row, level.scale, sideways)));
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
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = back(x, y);
      // The nearest edge pixel carries on beyond the picture, so that no edge appears there.
      const sx = Math.min(grey.width - 1.001, Math.max(0, at.x));
      const sy = Math.min(grey.height - 1.001, Math.max(0, at.y));
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [fx, fy] = [sx - left, sy - top];
      const i = top * grey.width + left;
      const upper = (grey.data[i] ?? 0) * (1 - fx) + (grey.data[i + 1] ?? 0) * fx;
      const lower = (grey.data[i + grey.width] ?? 0) * (1 - fx) + (grey.data[i + grey.width + 1] ?? 0) * fx;
      data[y * width + x] = upper * (1 - fy) + lower * fy;
    }
  }
  return textRows({ data, width, height }).map((row) => ({
    ...row,
    middle: back(row.middle.x, row.middle.y),
    angle: row.angle + lean,
  }));
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
