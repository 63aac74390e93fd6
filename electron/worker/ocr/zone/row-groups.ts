// Puts rows of print together that lie below each other as the lines of a zone do: parallel, of one length, evenly apart.
import type { TextRow } from './text-rows.ts';

/** From the first line to the last, as the picture lies. */
export type RowGroup = readonly TextRow[];

const mostTurn = 0.09;
// Lines stand 6.35 mm apart and capitals are 2.4 mm high (9303-3 §4.2); older cards set them closer.
const nearest = 1.15;
const farthest = 4;

/** Likeliest first: three lines before the pairs in them, long rows before short ones. */
export function rowGroups(rows: readonly TextRow[]): readonly RowGroup[] {
  const pairs = rows.flatMap((upper) =>
    rows.filter((lower) => isNext(upper, lower)).map((lower) => [upper, lower] as const),
  );
  const triples = pairs.flatMap(([first, second]) =>
    pairs
      .filter(([from, third]) => from === second && evenly(gap(first, second), gap(second, third)))
      .map(([, third]) => [first, second, third] as const),
  );
  return [...triples, ...pairs].toSorted((a, b) => weight(b) - weight(a));
}

const weight = (group: RowGroup): number => group.reduce((sum, { length }) => sum + length, 0);

const evenly = (a: number, b: number): boolean => Math.min(a, b) / Math.max(a, b) > 0.75;

/** How far the second lies below the first, across their direction. */
export function gap(first: TextRow, second: TextRow): number {
  const [c, s] = [Math.cos(first.angle), Math.sin(first.angle)];
  return -(second.middle.x - first.middle.x) * s + (second.middle.y - first.middle.y) * c;
}

function isNext(upper: TextRow, lower: TextRow): boolean {
  if (upper === lower || Math.abs(upper.angle - lower.angle) > mostTurn) return false;
  if (Math.min(upper.length, lower.length) / Math.max(upper.length, lower.length) < 0.72) return false;
  const apart = gap(upper, lower);
  const thick = (upper.thickness + lower.thickness) / 2;
  if (apart < nearest * thick || apart > farthest * thick) return false;
  const [c, s] = [Math.cos(upper.angle), Math.sin(upper.angle)];
  const along = (lower.middle.x - upper.middle.x) * c + (lower.middle.y - upper.middle.y) * s;
  return Math.abs(along) < 0.2 * Math.max(upper.length, lower.length);
}
