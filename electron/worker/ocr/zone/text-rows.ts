// Finds long even rows of print in a small grey picture: what a zone's lines look like before anything is read. Knows no
// letters; a row of other print, or of bricks, is found as well and refused later by the reading.
import type { Grey } from '../picture.ts';
import type { Point } from '../rectify.ts';

/** A row of print, in pixels of the picture it was found in. */
export interface TextRow {
  readonly middle: Point;
  /** Radians from the picture's level, within ±`mostTilt`. */
  readonly angle: number;
  readonly length: number;
  /** Of the smeared print, a little more than its capitals are high. */
  readonly thickness: number;
}

// The picture is scaled so that signs stand 4 to 10 pixels apart: the windows are made for that.
const alongPx = 5;
const acrossPx = 1;
const aroundAlongPx = 40;
const aroundAcrossPx = 22;
/** Print is so many times denser than what lies around it, two more lines of the zone included. */
const denser = 1.45;
const leastContrast = 2.5;
const shortestPx = 110;
const pieceMinPx = 16;
const mostTilt = 0.45;

interface Piece {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly from: number;
  readonly to: number;
  readonly thickness: number;
}

export function textRows(grey: Grey): readonly TextRow[] {
  const pieces = piecesOf(printed(grey), grey.width, grey.height);
  return joined(pieces)
    .filter((row) => row.length >= shortestPx && row.length > 9 * row.thickness)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 40);
}

/** 1 where strokes that cross the row stand denser than in the surroundings. */
function printed({ data, width, height }: Grey): Uint8Array {
  const strokes = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 1; x < width - 1; x += 1) {
      strokes[row + x] = Math.abs((data[row + x + 1] ?? 0) - (data[row + x - 1] ?? 0));
    }
  }
  const near = windowSums(strokes, width, height, alongPx, acrossPx);
  const around = windowSums(strokes, width, height, aroundAlongPx, aroundAcrossPx);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const nearTall = reached(y, acrossPx, height);
    const aroundTall = reached(y, aroundAcrossPx, height);
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const mean = (near[at] ?? 0) / (nearTall * reached(x, alongPx, width));
      if (mean < leastContrast) continue;
      const wide = (around[at] ?? 0) / (aroundTall * reached(x, aroundAlongPx, width));
      if (mean > denser * wide) out[at] = 1;
    }
  }
  return out;
}

/** How many of a window's places lie inside the picture. */
const reached = (at: number, reach: number, size: number): number =>
  Math.min(size, at + reach + 1) - Math.max(0, at - reach);

/** The sum of the window around each pixel, cut at the picture's edge: running sums down the columns, then along the row. */
function windowSums(
  values: Uint8Array,
  width: number,
  height: number,
  along: number,
  across: number,
): Int32Array {
  const columns = new Int32Array(width);
  const sums = new Int32Array(width * height);
  const addRow = (y: number, sign: 1 | -1): void => {
    if (y < 0 || y >= height) return;
    for (let x = 0; x < width; x += 1) columns[x] = (columns[x] ?? 0) + sign * (values[y * width + x] ?? 0);
  };
  for (let y = 0; y < across; y += 1) addRow(y, 1);
  for (let y = 0; y < height; y += 1) {
    addRow(y + across, 1);
    addRow(y - across - 1, -1);
    let sum = 0;
    for (let x = 0; x < Math.min(along, width); x += 1) sum += columns[x] ?? 0;
    for (let x = 0; x < width; x += 1) {
      if (x + along < width) sum += columns[x + along] ?? 0;
      if (x > along) sum -= columns[x - along - 1] ?? 0;
      sums[y * width + x] = sum;
    }
  }
  return sums;
}

/** Connected areas, by runs of each row; small and steep ones are left out. */
function piecesOf(marks: Uint8Array, width: number, height: number): readonly Piece[] {
  const runs: { y: number; from: number; to: number; root: number }[] = [];
  const rootOf = (at: number): number => {
    let root = at;
    for (let run = runs[root]; run !== undefined && run.root !== root; run = runs[root]) {
      // Half of the way is cut off for whoever comes next: else chains grow as long as the picture is high.
      run.root = runs[run.root]?.root ?? run.root;
      root = run.root;
    }
    return root;
  };
  let above = 0;
  let aboveEnd = 0;
  for (let y = 0; y < height; y += 1) {
    const first = runs.length;
    let from = -1;
    for (let x = 0; x <= width; x += 1) {
      const on = x < width && marks[y * width + x] === 1;
      if (on && from < 0) from = x;
      if (on || from < 0) continue;
      const at = runs.length;
      const run = { y, from, to: x, root: at };
      runs.push(run);
      from = -1;
      while (above < aboveEnd && (runs[above]?.to ?? 0) < run.from) above += 1;
      for (let i = above; i < aboveEnd && (runs[i]?.from ?? 0) <= run.to; i += 1) {
        const other = runs[rootOf(i)];
        const own = rootOf(at);
        if (other !== undefined) other.root = own;
      }
    }
    above = first;
    aboveEnd = runs.length;
  }
  const groups = new Map<number, { y: number; from: number; to: number }[]>();
  for (const [i, run] of runs.entries()) {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [run]);
    else group.push(run);
  }
  return [...groups.values()].flatMap((group) => {
    const piece = pieceOf(group);
    return piece === null ? [] : [piece];
  });
}

function pieceOf(runs: readonly { y: number; from: number; to: number }[]): Piece | null {
  let count = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const { y, from, to } of runs) {
    const n = to - from;
    const mid = (from + to - 1) / 2;
    count += n;
    sx += n * mid;
    sy += n * y;
    sxx += n * (mid * mid + (n * n - 1) / 12);
    sxy += n * mid * y;
    syy += n * y * y;
  }
  if (count < 4 * pieceMinPx) return null;
  const [x, y] = [sx / count, sy / count];
  const [vxx, vxy, vyy] = [sxx / count - x * x, sxy / count - x * y, syy / count - y * y];
  const angle = 0.5 * Math.atan2(2 * vxy, vxx - vyy);
  if (Math.abs(angle) > mostTilt) return null;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  let from = Infinity;
  let to = -Infinity;
  for (const run of runs) {
    from = Math.min(from, (run.from - x) * c + (run.y - y) * s);
    to = Math.max(to, (run.to - x) * c + (run.y - y) * s);
  }
  if (to - from < pieceMinPx) return null;
  return { count, x, y, angle, from, to, thickness: count / (to - from) };
}

/** Pieces that carry on each other's line, over gaps where light or a stamp hides the print. */
function joined(pieces: readonly Piece[]): readonly TextRow[] {
  const left = pieces
    .filter((piece) => piece.to - piece.from > 2 * piece.thickness)
    .toSorted((a, b) => b.count - a.count);
  const used = new Set<Piece>();
  const rows: TextRow[] = [];
  for (const seed of left) {
    if (used.has(seed) || seed.to - seed.from < 40) continue;
    used.add(seed);
    let row = seed;
    for (let grown = true; grown;) {
      grown = false;
      const next = left.find((piece) => !used.has(piece) && carriesOn(row, piece));
      if (next === undefined) continue;
      used.add(next);
      row = together(row, next);
      grown = true;
    }
    const half = (row.from + row.to) / 2;
    rows.push({
      middle: { x: row.x + half * Math.cos(row.angle), y: row.y + half * Math.sin(row.angle) },
      angle: row.angle,
      length: row.to - row.from,
      thickness: row.thickness,
    });
  }
  return rows;
}

function carriesOn(row: Piece, piece: Piece): boolean {
  const [c, s] = [Math.cos(row.angle), Math.sin(row.angle)];
  const off = Math.abs(-(piece.x - row.x) * s + (piece.y - row.y) * c);
  const at = (piece.x - row.x) * c + (piece.y - row.y) * s;
  const half = (piece.to - piece.from) / 2;
  const gap = at > row.to ? at - half - row.to : row.from - at - half;
  const straight = Math.abs(piece.angle - row.angle) < 0.12 || piece.to - piece.from < 40;
  return straight && off < 0.5 * row.thickness + 0.02 * Math.abs(at) && gap < 45 && gap > -12;
}

function together(a: Piece, b: Piece): Piece {
  const count = a.count + b.count;
  const ends = [a, b].flatMap(({ x, y, angle, from, to }) =>
    [from, to].map((t) => ({ x: x + t * Math.cos(angle), y: y + t * Math.sin(angle) })),
  );
  const [first, last] = [
    ends.reduce((one, other) => (other.x < one.x ? other : one)),
    ends.reduce((one, other) => (other.x > one.x ? other : one)),
  ];
  const angle = Math.atan2(last.y - first.y, last.x - first.x);
  const [x, y] = [(a.x * a.count + b.x * b.count) / count, (a.y * a.count + b.y * b.count) / count];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const along = ends.map((end) => (end.x - x) * c + (end.y - y) * s);
  return {
    count,
    x,
    y,
    angle,
    from: Math.min(...along),
    to: Math.max(...along),
    thickness: Math.max(a.thickness, b.thickness),
  };
}
