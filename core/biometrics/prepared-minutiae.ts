// A template made ready for comparison: its minutiae at 500 dpi about their own middle, and the edges from each to its
// nearest neighbours, described by what neither turning nor shifting changes (a length and two angles). Edges between
// neighbours are SourceAFIS's idea (R. Važan, "SourceAFIS algorithm"); code and numbers are ours.
import type { MinutiaeTemplate } from './minutiae-template.ts';

/** Enough that, with a third of the minutiae missed on both sides, some edges are common to both. */
const neighbours = 8;
/** Beyond this many the least central are left out: they cost time, and those at the rim are mostly noise. */
const maxMinutiae = 90;
const maxEdgePx = 160;
/** Minutiae lie within so many pixels of their middle; beyond, they share the last column. */
export const columnPx = 16;
export const columnHalf = 40;
/**
 * Steps of the table of edges. Two impressions of one edge differ by about 6 px and 11° (one standard deviation), and
 * the cells beside its own are searched too: wider cells fill the vote with chance, narrower ones lose edges.
 */
const lengthStepPx = 8;
const angleSteps = 28;

const referencePxPerCm = 197;
const fullTurn = 2 * Math.PI;
const lengthCells = Math.ceil(maxEdgePx / lengthStepPx);
const cellCount = lengthCells * angleSteps * angleSteps;

export interface PreparedMinutiae {
  readonly count: number;
  /** Pixels at 500 dpi from the middle of all minutiae; y grows upwards here, as angles do. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly angle: Float32Array;
  /** Minutiae stand in order of x; `column[k]` is the first at or beyond `k` columns from the left end. */
  readonly column: Int16Array;
  readonly edges: Edges;
}

/** One entry an edge; an edge between two minutiae is here once, whichever found the other. */
export interface Edges {
  readonly count: number;
  readonly length: Float32Array;
  /** Angle of the edge against the direction of the minutia it starts from, and of the one it ends at: 0 up to 2π. */
  readonly near: Float32Array;
  readonly far: Float32Array;
  /** -π to π, with its cosine and sine. */
  readonly direction: Float32Array;
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly middleX: Float32Array;
  readonly middleY: Float32Array;
  readonly cell: Int32Array;
}

/** A probe's edges, found by the cell of an edge that may be the same one: `start[cell]` up to `start[cell + 1]`. */
export interface ProbeIndex {
  readonly minutiae: PreparedMinutiae;
  readonly start: Int32Array;
  /** Number of the edge; those of the other direction are counted on from `edges.count`. */
  readonly entries: Int32Array;
}

export function prepareMinutiae(template: MinutiaeTemplate): PreparedMinutiae {
  const scale = template.pxPerCm > 0 ? referencePxPerCm / template.pxPerCm : 1;
  const all = template.minutiae.map(({ xPx, yPx, angle }) => ({ x: xPx * scale, y: -yPx * scale, angle }));
  const middleX = all.reduce((sum, { x }) => sum + x, 0) / Math.max(1, all.length);
  const middleY = all.reduce((sum, { y }) => sum + y, 0) / Math.max(1, all.length);
  const placed = all.map(({ x, y, angle }) => ({ x: x - middleX, y: y - middleY, angle }));
  const kept =
    placed.length <= maxMinutiae
      ? placed
      : placed.sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y)).slice(0, maxMinutiae);
  kept.sort((a, b) => a.x - b.x);
  const x = Float32Array.from(kept, (minutia) => minutia.x);
  const y = Float32Array.from(kept, (minutia) => minutia.y);
  const angle = Float32Array.from(kept, (minutia) => minutia.angle);
  return { count: kept.length, x, y, angle, column: columnsOf(x), edges: edgesOf(x, y, angle) };
}

function columnsOf(x: Float32Array): Int16Array {
  const column = new Int16Array(columnHalf * 2 + 1).fill(x.length);
  for (let at = x.length - 1; at >= 0; at -= 1) {
    const last = Math.floor((x[at] ?? 0) / columnPx) + columnHalf;
    for (let k = Math.min(columnHalf * 2, last); k >= 0; k -= 1) column[k] = at;
  }
  return column;
}

function edgesOf(x: Float32Array, y: Float32Array, angle: Float32Array): Edges {
  const pairs = nearestPairs(x, y);
  const column = (of: (from: number, to: number) => number) => Float32Array.from(pairs, ([a, b]) => of(a, b));
  const at = (values: Float32Array, index: number) => values[index] ?? 0;
  const directionOf = (a: number, b: number) => Math.atan2(at(y, b) - at(y, a), at(x, b) - at(x, a));
  const length = column((a, b) => Math.hypot(at(x, b) - at(x, a), at(y, b) - at(y, a)));
  const near = column((a, b) => positive(directionOf(a, b) - at(angle, a)));
  const far = column((a, b) => positive(directionOf(a, b) + Math.PI - at(angle, b)));
  return {
    count: pairs.length,
    length,
    near,
    far,
    direction: column(directionOf),
    cos: column((a, b) => Math.cos(directionOf(a, b))),
    sin: column((a, b) => Math.sin(directionOf(a, b))),
    middleX: column((a, b) => (at(x, a) + at(x, b)) / 2),
    middleY: column((a, b) => (at(y, a) + at(y, b)) / 2),
    cell: Int32Array.from(length, (px, edge) => cellOf(px, at(near, edge), at(far, edge))),
  };
}

function nearestPairs(x: Float32Array, y: Float32Array): [number, number][] {
  const pairs = new Map<number, [number, number]>();
  for (let from = 0; from < x.length; from += 1) {
    const others: { to: number; px: number }[] = [];
    for (let to = 0; to < x.length; to += 1) {
      const px = Math.hypot((x[to] ?? 0) - (x[from] ?? 0), (y[to] ?? 0) - (y[from] ?? 0));
      if (to !== from && px > 0 && px < maxEdgePx) others.push({ to, px });
    }
    others.sort((a, b) => a.px - b.px);
    for (const { to } of others.slice(0, neighbours)) {
      const low = Math.min(from, to);
      const high = Math.max(from, to);
      pairs.set(low * x.length + high, [low, high]);
    }
  }
  return [...pairs.values()];
}

function cellOf(length: number, near: number, far: number): number {
  const step = (angle: number) => Math.floor((angle / fullTurn) * angleSteps) % angleSteps;
  const lengthCell = Math.min(lengthCells - 1, Math.floor(length / lengthStepPx));
  return (lengthCell * angleSteps + step(near)) * angleSteps + step(far);
}

/** Each edge in both directions, under its own cell and all beside it: then a candidate's edge asks one cell only. */
export function indexProbe(minutiae: PreparedMinutiae): ProbeIndex {
  const { edges } = minutiae;
  const places = new Int32Array(edges.count * 2 * 27);
  const start = new Int32Array(cellCount + 1);
  for (let entry = 0; entry < edges.count * 2; entry += 1) {
    const edge = entry % edges.count;
    const turned = entry >= edges.count;
    const cell = edges.cell[edge] ?? 0;
    const lengthCell = Math.floor(cell / (angleSteps * angleSteps));
    const nearStep = Math.floor(cell / angleSteps) % angleSteps;
    const farStep = cell % angleSteps;
    for (let side = 0; side < 27; side += 1) {
      const length = lengthCell + (side % 3) - 1;
      const near = (turned ? farStep : nearStep) + (Math.floor(side / 3) % 3) - 1 + angleSteps;
      const far = (turned ? nearStep : farStep) + Math.floor(side / 9) - 1 + angleSteps;
      const inside = length >= 0 && length < lengthCells;
      const place = (length * angleSteps + (near % angleSteps)) * angleSteps + (far % angleSteps);
      places[entry * 27 + side] = inside ? place : -1;
      if (inside) start[place + 1] = (start[place + 1] ?? 0) + 1;
    }
  }
  for (let cell = 0; cell < cellCount; cell += 1)
    start[cell + 1] = (start[cell + 1] ?? 0) + (start[cell] ?? 0);
  const next = start.slice();
  const entries = new Int32Array(start[cellCount] ?? 0);
  for (const [at, place] of places.entries()) {
    if (place < 0) continue;
    const free = next[place] ?? 0;
    entries[free] = Math.floor(at / 27);
    next[place] = free + 1;
  }
  return { minutiae, start, entries };
}

function positive(angle: number): number {
  const rest = angle % fullTurn;
  // -1e-17 + 2π rounds to 2π itself, which is outside.
  return rest < 0 ? Math.min(rest + fullTurn, fullTurn - 1e-6) : rest;
}
