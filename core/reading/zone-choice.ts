// Chooses what a zone says, from the places of its lines: the format, the likeliest sign that may stand at each place, and,
// where check digits disagree, the one other answer that the probabilities and all check digits leave. Refuses to choose
// between two.
import { allowedSigns, coveredBy, layoutOf } from './mrz-layout.ts';
import type { Layout, Span } from './mrz-layout.ts';
import { endedNames, failedChecks, mrzOf } from './mrz.ts';
import type { Mrz } from './mrz.ts';
import { stateCodes } from './mrz-states.ts';
import { zoneAlphabet } from './zone-cells.ts';
import type { Cell } from './zone-cells.ts';

export interface ChosenZone {
  readonly mrz: Mrz;
  /** Of the weakest place that check digits cover, 0 to 1. */
  readonly confidence: number;
  /** Of the weakest place of the names, which nothing covers. */
  readonly nameConfidence: number;
  /** Of the weaker of the two states. */
  readonly stateConfidence: number;
  /** Mean over all places: low where something else than a zone was read. */
  readonly sureness: number;
}

/** As a logarithm of odds: the other sign may be at most a thousand times less likely than the one it replaces. */
const farthest = Math.log(1000);
/** Without a composite digit one answer in ten fits by chance, so only a sign nearly as likely is taken. */
const farthestAlone = Math.log(20);
/** The answer must be so many times likelier than the next that also satisfies the digits. */
const ahead = Math.log(20);
/** Below this mean probability the lines are hardly a zone, and digits would agree by chance. */
const leastSureToCorrect = 0.88;
/** Above it the signs were read plainly, whatever the fields' rules say of them. */
const surelyPrinted = 0.97;
const mostChanges = 2;
const mostAlternatives = 24;
/** How many answers may be expected to satisfy the failing digits by chance, one in ten for each digit. */
const mostByChance = 0.3;

interface Change {
  readonly line: number;
  readonly at: number;
  readonly sign: string;
  /** Logarithm of how many times less likely than the sign it replaces. */
  readonly cost: number;
}

/** `lines` are cut to one width by the caller. Null where no format has so many lines of that width. */
export function chooseZone(lines: readonly (readonly Cell[])[]): ChosenZone | null {
  const width = lines[0]?.length ?? 0;
  if (lines.some((line) => line.length !== width)) return null;
  const begins = (lines[0] ?? [])
    .slice(0, 5)
    .map((cell) => likeliest(cell, zoneAlphabet))
    .join('');
  const layout = layoutOf(lines.length, width, begins);
  if (layout === undefined) return null;
  const allowed = allowedSigns(layout);
  const first = lines.map((line, row) =>
    line.map((cell, at) => likeliest(cell, allowed[row]?.[at] ?? zoneAlphabet)).join(''),
  );
  const plain = withStates(endedNames(first, layout), lines, layout);
  if (!beginsAZone(plain)) return null;
  const settled = asPrinted(settle(plain, lines, layout, allowed), lines, layout);
  const doubts = (spans: readonly Span[]): number => weakestOf(settled.lines, lines, spans, settled.changes);
  return {
    mrz: mrzOf(settled.lines, layout, settled.changes.length),
    confidence: Math.min(settled.certainty, doubts(coveredBy(layout))),
    nameConfidence: doubts([
      namesSpan(settled.lines, layout),
      ...(layout.givenNames === null ? [] : [layout.givenNames]),
    ]),
    stateConfidence: doubts([[0, 2, 5], ...(layout.nationality === null ? [] : [layout.nationality])]),
    sureness: meanOf(settled.lines, lines),
  };
}

/** Every zone begins with a letter, its document's kind (9303-3 §4.1). */
const beginsAZone = (lines: readonly string[]): boolean => /^[A-Z]/.test(lines[0] ?? '');

function likeliest(cell: Cell, signs: string): string {
  let best = signs.charAt(0);
  let value = -1;
  for (const sign of signs.split('')) {
    const here = cell[zoneAlphabet.indexOf(sign)] ?? 0;
    if (here > value) {
      value = here;
      best = sign;
    }
  }
  return best;
}

const chanceOf = (cell: Cell | undefined, sign: string): number =>
  Math.max(1e-6, cell?.[zoneAlphabet.indexOf(sign)] ?? 0);

/** Of the states' codes the likeliest, where one is not far less likely than what was read. */
function withStates(
  plain: readonly string[],
  cells: readonly (readonly Cell[])[],
  layout: Layout,
): readonly string[] {
  const spans: readonly Span[] = [[0, 2, 5], ...(layout.nationality === null ? [] : [layout.nationality])];
  return spans.reduce((lines, [line, start, end]) => {
    const text = (lines[line] ?? '').slice(start, end);
    const chance = (code: string): number =>
      code.split('').reduce((product, sign, i) => product * chanceOf(cells[line]?.[start + i], sign), 1);
    const code = stateCodes.reduce(
      (best, one) => (chance(one) > chance(best) ? one : best),
      stateCodes[0] ?? text,
    );
    if (chance(code) * 1000 < chance(text)) return lines;
    return lines.map((old, row) => (row === line ? old.slice(0, start) + code + old.slice(end) : old));
  }, plain);
}

/** A zone whose digits cannot be reconciled is given as it is printed: its fields' rules may be broken there as well. */
function asPrinted(settled: Settled, cells: readonly (readonly Cell[])[], layout: Layout): Settled {
  if (failedChecks(settled.lines, layout).length === 0) return settled;
  const loud = cells.map((line) => line.map((cell) => likeliest(cell, zoneAlphabet)).join(''));
  const stays =
    beginsAZone(loud) && failedChecks(loud, layout).length > 0 && meanOf(loud, cells) > surelyPrinted;
  return stays ? { lines: loud, changes: [], certainty: 1 } : settled;
}

interface Settled {
  readonly lines: readonly string[];
  readonly changes: readonly Change[];
  /** 1 where nothing had to be changed, else how sure it is that this change is the right one. */
  readonly certainty: number;
}

/** Leaves the lines where the digits agree, and where no single answer stands out. */
function settle(
  plain: readonly string[],
  cells: readonly (readonly Cell[])[],
  layout: Layout,
  allowed: readonly (readonly string[])[],
): Settled {
  const asRead: Settled = { lines: plain, changes: [], certainty: 1 };
  if (failedChecks(plain, layout).length === 0 || meanOf(plain, cells) < leastSureToCorrect) return asRead;
  const limit = layout.composite === null ? farthestAlone : farthest;
  const alternatives = alternativesIn(plain, cells, layout, allowed, limit);
  const failing = failedChecks(plain, layout).length;
  const tried = answersAmong(alternatives, limit);
  const answers = tried
    .filter((changes) => failedChecks(changed(plain, changes), layout).length === 0)
    .toSorted((a, b) => costOf(a) - costOf(b));
  const [best, next] = answers;
  if (best === undefined) return asRead;
  // Where so many answers are as likely as this one, some would fit whatever is printed.
  const rivals = tried.filter((changes) => costOf(changes) <= costOf(best) + 1).length;
  if ((rivals - 1) * 10 ** -failing > mostByChance) return asRead;
  const lead = (next === undefined ? limit : costOf(next)) - costOf(best);
  // Only one answer, or one far likelier than any other that the digits allow.
  if (next !== undefined && lead < ahead) return asRead;
  return { lines: changed(plain, best), changes: best, certainty: 1 - Math.exp(-Math.max(ahead, lead)) };
}

const costOf = (changes: readonly Change[]): number => changes.reduce((sum, { cost }) => sum + cost, 0);

function alternativesIn(
  plain: readonly string[],
  cells: readonly (readonly Cell[])[],
  layout: Layout,
  allowed: readonly (readonly string[])[],
  limit: number,
): readonly Change[] {
  const seen = new Set<string>();
  const found: Change[] = [];
  for (const [line, start, end] of coveredBy(layout)) {
    for (let at = start; at < end; at += 1) {
      if (seen.has(`${line}:${at}`)) continue;
      seen.add(`${line}:${at}`);
      const cell = cells[line]?.[at];
      const now = (plain[line] ?? '').charAt(at);
      for (const sign of (allowed[line]?.[at] ?? '').split('')) {
        const cost = Math.log(chanceOf(cell, now) / chanceOf(cell, sign));
        if (sign !== now && cost <= limit) found.push({ line, at, sign, cost: Math.max(0, cost) });
      }
    }
  }
  return found.toSorted((a, b) => a.cost - b.cost).slice(0, mostAlternatives);
}

/** Every choice of up to three changes at different places that is not too unlikely as a whole. */
function answersAmong(alternatives: readonly Change[], limit: number): readonly (readonly Change[])[] {
  const answers: (readonly Change[])[] = [];
  const extend = (chosen: readonly Change[], from: number, cost: number): void => {
    if (chosen.length > 0) answers.push(chosen);
    if (chosen.length === mostChanges) return;
    for (let i = from; i < alternatives.length; i += 1) {
      const one = alternatives[i];
      if (one === undefined || cost + one.cost > limit) break;
      if (chosen.some(({ line, at }) => line === one.line && at === one.at)) continue;
      extend([...chosen, one], i + 1, cost + one.cost);
    }
  };
  extend([], 0, 0);
  return answers;
}

function changed(lines: readonly string[], changes: readonly Change[]): readonly string[] {
  return lines.map((text, row) =>
    changes
      .filter(({ line }) => line === row)
      .reduce((now, { at, sign }) => now.slice(0, at) + sign + now.slice(at + 1), text),
  );
}

/** The names' part up to the fillers that end them: those that follow say nothing more. */
function namesSpan(lines: readonly string[], layout: Layout): Span {
  const [line, start, end] = layout.names;
  const ends = (lines[line] ?? '').slice(start, end).indexOf('<<<');
  return ends < 0 ? layout.names : [line, start, Math.min(end, start + ends + 3)];
}

function weakestOf(
  lines: readonly string[],
  cells: readonly (readonly Cell[])[],
  spans: readonly Span[],
  changes: readonly Change[],
): number {
  let weakest = 1;
  for (const [line, start, end] of spans) {
    for (let at = start; at < end; at += 1) {
      // What the digits put right is judged by how far ahead its answer was.
      if (changes.some((change) => change.line === line && change.at === at)) continue;
      weakest = Math.min(weakest, chanceOf(cells[line]?.[at], (lines[line] ?? '').charAt(at)));
    }
  }
  return weakest;
}

/** Of the signs as chosen: where the fields' rules forced many, something else than a zone was read. */
function meanOf(lines: readonly string[], cells: readonly (readonly Cell[])[]): number {
  let sum = 0;
  let count = 0;
  for (const [row, line] of cells.entries()) {
    for (const [at, cell] of line.entries()) {
      sum += chanceOf(cell, (lines[row] ?? '').charAt(at));
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}
