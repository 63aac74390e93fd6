// Which way do the bars run? PDF417 is read only within about 3° of level, so the picture's straight parallel edges are
// asked for their angle, and it is turned by that instead of by every angle there is.
import type { Box } from '#core/reading/field.ts';
import type { Grey } from './picture.ts';

export interface BarPatch {
  /** Degrees by which the picture must be turned for the bars to stand upright, −90 to 90. */
  readonly turnDeg: number;
  /** Where they stand, in pixels of the picture asked about. */
  readonly box: Box;
}

/** Wide enough for several bars, narrow enough to lie within the code. */
const cellPx = 24;
/** Of 1: edges of one direction only. Print and pictures lie far below. */
const minCoherence = 0.55;
const binDeg = 2;
const bins = 180 / binDeg;

interface Cell {
  readonly column: number;
  readonly row: number;
  readonly angleDeg: number;
  readonly energy: number;
}

/** The directions with most parallel edges, strongest first, at most `most`. */
export function barDirections(grey: Grey, most: number): readonly BarPatch[] {
  const cells = coherentCells(grey);
  const weight = new Float64Array(bins);
  for (const { angleDeg, energy } of cells) {
    const bin = binOf(angleDeg);
    for (let k = -1; k <= 1; k++) {
      const at = (bin + k + bins) % bins;
      weight[at] = (weight[at] ?? 0) + energy * (k === 0 ? 1 : 0.5);
    }
  }
  const patches: BarPatch[] = [];
  while (patches.length < most) {
    let peak = 0;
    for (let bin = 1; bin < bins; bin++) if ((weight[bin] ?? 0) > (weight[peak] ?? 0)) peak = bin;
    if ((weight[peak] ?? 0) === 0) break;
    const near = cells.filter(({ angleDeg }) => apart(angleDeg, peak * binDeg) <= 3 * binDeg);
    for (let k = -3; k <= 3; k++) weight[(peak + k + bins) % bins] = 0;
    if (near.length < 3) continue;
    patches.push({ turnDeg: meanTurn(near), box: boxOf(near, grey) });
  }
  return patches;
}

function coherentCells({ data, width, height }: Grey): Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; (row + 1) * cellPx < height; row++) {
    for (let column = 0; (column + 1) * cellPx < width; column++) {
      let xx = 0;
      let yy = 0;
      let xy = 0;
      for (let y = Math.max(1, row * cellPx); y < (row + 1) * cellPx; y++) {
        for (let x = Math.max(1, column * cellPx); x < (column + 1) * cellPx; x++) {
          const i = y * width + x;
          const dx = (data[i + 1] ?? 0) - (data[i - 1] ?? 0);
          const dy = (data[i + width] ?? 0) - (data[i - width] ?? 0);
          xx += dx * dx;
          yy += dy * dy;
          xy += dx * dy;
        }
      }
      const energy = xx + yy;
      // A mean difference below four grey levels is paper.
      if (energy < 16 * cellPx * cellPx) continue;
      const coherence = Math.hypot(xx - yy, 2 * xy) / energy;
      if (coherence < minCoherence) continue;
      const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
      cells.push({ column, row, angleDeg: (angle * 180) / Math.PI, energy: Math.sqrt(energy) * coherence });
    }
  }
  return cells;
}

const binOf = (angleDeg: number): number => Math.round(((angleDeg + 360) % 180) / binDeg) % bins;

/** Directions repeat after half a turn. */
function apart(a: number, b: number): number {
  const difference = Math.abs(a - b) % 180;
  return Math.min(difference, 180 - difference);
}

function meanTurn(cells: readonly Cell[]): number {
  let x = 0;
  let y = 0;
  for (const { angleDeg, energy } of cells) {
    x += energy * Math.cos((angleDeg * Math.PI) / 90);
    y += energy * Math.sin((angleDeg * Math.PI) / 90);
  }
  return (-Math.atan2(y, x) * 90) / Math.PI;
}

/** Around the middle nine tenths of the cells, with a cell of quiet zone. */
function boxOf(cells: readonly Cell[], { width, height }: Grey): Box {
  const span = (values: readonly number[]): [number, number] => {
    const sorted = values.toSorted((a, b) => a - b);
    const trim = Math.floor(sorted.length * 0.05);
    return [sorted[trim] ?? 0, sorted[sorted.length - 1 - trim] ?? 0];
  };
  const [left, right] = span(cells.map((cell) => cell.column));
  const [top, bottom] = span(cells.map((cell) => cell.row));
  const x = Math.max(0, (left - 2) * cellPx);
  const y = Math.max(0, (top - 2) * cellPx);
  return {
    x,
    y,
    width: Math.min(width, (right + 3) * cellPx) - x,
    height: Math.min(height, (bottom + 3) * cellPx) - y,
  };
}
