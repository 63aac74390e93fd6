// Turns what the line network said into places: exactly so many signs, each with the probability of every sign there.
// Refuses a line whose signs are too few or too many for the width that is asked for.

/** Order of the network's classes after the blank, which is its first. */
export const zoneAlphabet = '<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const signs = zoneAlphabet.length;
/** Classes of one step: the blank, then the signs. */
export const classesPerStep = signs + 1;

/** Columns of the strip that one step stands for. */
export const columnsPerStep = 4;

/** One place of a line: the probability of each sign of `zoneAlphabet`, together 1. */
export type Cell = Float32Array;

export interface SpokenLine {
  /** Natural logarithms, `classesPerStep` for each step from left to right. */
  readonly logProbabilities: Float32Array;
  readonly steps: number;
}

export interface PlacedCells {
  readonly cells: readonly Cell[];
  /** The step at which each sign was spoken. */
  readonly middles: readonly number[];
}

export interface LoudLine {
  /** How many signs the most likely reading has, whatever the width asked for. */
  readonly count: number;
  /** Mean probability of those signs, 0 to 1: a line of other print stays low. */
  readonly sureness: number;
}

/** The plain reading: which class is likeliest at each step. */
export function loudest({ logProbabilities, steps }: SpokenLine): LoudLine {
  let count = 0;
  let sum = 0;
  let before = 0;
  let peak = 0;
  const close = (): void => {
    if (before === 0) return;
    count += 1;
    sum += Math.exp(peak);
  };
  for (let step = 0; step < steps; step += 1) {
    const at = step * classesPerStep;
    let best = 0;
    for (let k = 1; k < classesPerStep; k += 1) {
      if ((logProbabilities[at + k] ?? -99) > (logProbabilities[at + best] ?? -99)) best = k;
    }
    const value = logProbabilities[at + best] ?? -99;
    if (best !== before) {
      close();
      before = best;
      peak = value;
    } else peak = Math.max(peak, value);
  }
  close();
  return { count, sureness: count === 0 ? 0 : sum / count };
}

const never = -1e9;
/** How far, as a share of the line, signs may stand from an even spread: margins take part of the strip. */
const wander = 0.3;

/**
 * The likeliest reading with exactly `length` signs (Viterbi over sign and blank), and at each of its places how likely every
 * other sign is. Null where the line is too short to hold them.
 */
export function cellsOf(line: SpokenLine, length: number): PlacedCells | null {
  const from = firstSpoken(line);
  const to = lastSpoken(line);
  const steps = to - from;
  if (steps < length) return null;
  const logProbabilities = line.logProbabilities.subarray(from * classesPerStep, to * classesPerStep);
  const rows = length + 1;
  // Best score of having spoken n signs by now, ending in a blank, or in the sign k as the n-th.
  let blank = new Float32Array(rows).fill(never);
  let sign = new Float32Array(rows * signs).fill(never);
  blank[0] = 0;
  const blankFrom = new Uint8Array(steps * rows);
  const signFrom = new Uint8Array(steps * rows * signs);
  for (let step = 0; step < steps; step += 1) {
    const at = step * classesPerStep;
    const nextBlank = new Float32Array(rows).fill(never);
    const nextSign = new Float32Array(rows * signs).fill(never);
    const even = (step / steps) * length;
    const low = Math.max(0, Math.floor(even - wander * length));
    const high = Math.min(length, Math.ceil(even + wander * length));
    for (let n = low; n <= high; n += 1) {
      const row = n * signs;
      const [first, , firstSign] = bestTwo(sign, row);
      const stay = blank[n] ?? never;
      nextBlank[n] = Math.max(stay, first) + (logProbabilities[at] ?? never);
      blankFrom[step * rows + n] = stay >= first ? 0 : firstSign + 1;
      if (n === 0) continue;
      const [first1, second1, firstSign1, secondSign1] = bestTwo(sign, row - signs);
      const fromBlank = blank[n - 1] ?? never;
      for (let k = 0; k < signs; k += 1) {
        const keep = sign[row + k] ?? never;
        // The same sign twice needs a blank between, else it is one.
        const [other, otherSign] = k === firstSign1 ? [second1, secondSign1] : [first1, firstSign1];
        const best = Math.max(keep, fromBlank, other);
        nextSign[row + k] = best + (logProbabilities[at + k + 1] ?? never);
        signFrom[(step * rows + n) * signs + k] = best === keep ? 0 : best === fromBlank ? 1 : 2 + otherSign;
      }
    }
    blank = nextBlank;
    sign = nextSign;
  }
  const [inSign, , lastSign] = bestTwo(sign, length * signs);
  const inBlank = blank[length] ?? never;
  if (Math.max(inSign, inBlank) <= never / 2) return null;
  const walked = walkBack(
    logProbabilities,
    steps,
    length,
    inBlank >= inSign ? -1 : lastSign,
    blankFrom,
    signFrom,
  );
  return walked === null ? null : { cells: walked.cells, middles: walked.middles.map((step) => step + from) };
}

/** Margins beside the line may be wide, and are no part of its even spread. */
const runOfSigns = 3;
const withinSteps = 18;
const keptBeside = 5;
const spokenFrom = 0.5;

function isSpoken({ logProbabilities }: SpokenLine, step: number): boolean {
  return Math.exp(logProbabilities[step * classesPerStep] ?? 0) < 1 - spokenFrom;
}

/** Where several signs begin to follow each other closely: a speck on the desk is no sign. */
function firstSpoken(line: SpokenLine): number {
  for (let step = 0; step < line.steps; step += 1) {
    if (!isSpoken(line, step)) continue;
    let begins = 0;
    for (let k = step; k < Math.min(line.steps, step + withinSteps); k += 1) {
      if (isSpoken(line, k) && (k === step || !isSpoken(line, k - 1))) begins += 1;
    }
    if (begins >= runOfSigns) return Math.max(0, step - keptBeside);
  }
  return 0;
}

function lastSpoken(line: SpokenLine): number {
  for (let step = line.steps - 1; step >= 0; step -= 1) {
    if (!isSpoken(line, step)) continue;
    let ends = 0;
    for (let k = step; k > Math.max(-1, step - withinSteps); k -= 1) {
      if (isSpoken(line, k) && (k === step || !isSpoken(line, k + 1))) ends += 1;
    }
    if (ends >= runOfSigns) return Math.min(line.steps, step + keptBeside + 1);
  }
  return line.steps;
}

/** Highest and second highest of a row, and where they are. */
function bestTwo(values: Float32Array, row: number): readonly [number, number, number, number] {
  let first = never;
  let second = never;
  let where = 0;
  let secondWhere = 0;
  for (let k = 0; k < signs; k += 1) {
    const value = values[row + k] ?? never;
    if (value > first) {
      second = first;
      secondWhere = where;
      first = value;
      where = k;
    } else if (value > second) {
      second = value;
      secondWhere = k;
    }
  }
  return [first, second, where, secondWhere];
}

function walkBack(
  logProbabilities: Float32Array,
  steps: number,
  length: number,
  last: number,
  blankFrom: Uint8Array,
  signFrom: Uint8Array,
): PlacedCells | null {
  const rows = length + 1;
  const sums = Array.from({ length }, () => new Float32Array(signs));
  const weights = new Float64Array(length);
  const moments = new Float64Array(length);
  let n = length;
  let current = last;
  for (let step = steps - 1; step >= 0; step -= 1) {
    if (current < 0) {
      const from = blankFrom[step * rows + n] ?? 0;
      if (from > 0) current = from - 1;
      continue;
    }
    const sum = sums[n - 1];
    if (sum === undefined) return null;
    weights[n - 1] = (weights[n - 1] ?? 0) + 1;
    moments[n - 1] = (moments[n - 1] ?? 0) + step;
    for (let k = 0; k < signs; k += 1) {
      sum[k] = (sum[k] ?? 0) + Math.exp(logProbabilities[step * classesPerStep + k + 1] ?? never);
    }
    const from = signFrom[(step * rows + n) * signs + current] ?? 0;
    if (from === 0) continue;
    n -= 1;
    current = from === 1 ? -1 : from - 2;
  }
  const middles = Array.from(moments, (moment, i) => moment / Math.max(1, weights[i] ?? 1));
  return { cells: sums.map(shared), middles };
}

function shared(sum: Float32Array): Cell {
  let total = 0;
  for (const value of sum) total += value;
  return sum.map((value) => (total > 0 ? value / total : 1 / signs));
}
