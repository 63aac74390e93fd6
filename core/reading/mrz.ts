// The machine readable zone (ICAO 9303-3 to -7): layouts, check digits, fields. Refuses lines of any other shape.
// Check digits do not cover the names or the countries: a misread name passes, so compare it with the printed one.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { after, layoutOf } from './mrz-layout.ts';
import type { Layout, MrzFormat, Span } from './mrz-layout.ts';

export type { MrzFormat } from './mrz-layout.ts';

export const mrzCheckNames = ['number', 'birth', 'expiry', 'optional', 'composite'] as const;
export type MrzCheckName = (typeof mrzCheckNames)[number];

export interface Mrz {
  readonly format: MrzFormat;
  /** As used, after correction. */
  readonly lines: readonly string[];
  /** First two characters, fillers dropped: P, PD, V, I, … */
  readonly documentCode: string;
  readonly issuingState: string;
  readonly nationality: string;
  readonly number: string;
  /** yymmdd as printed: see `parseMrzDate`. An expiry that the format does not carry is empty. */
  readonly birth: string;
  readonly expiry: string;
  /** X stands for unspecified (`<` in the zone). */
  readonly sex: 'M' | 'F' | 'X';
  readonly surname: string;
  readonly givenNames: string;
  readonly optional: string;
  /** Which check digits disagree; empty: all agree. */
  readonly failed: readonly MrzCheckName[];
  /** How many characters were changed because only one reading satisfies the check digits. */
  readonly corrected: number;
}

/** Weights 7, 3, 1 repeating; digits count as themselves, A-Z as 10-35, fillers as 0; modulo 10 (9303-3 §4.9). */
export function mrzCheckDigit(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code >= 65 ? code - 55 : code >= 48 && code <= 57 ? code - 48 : 0;
    sum += value * ([7, 3, 1][i % 3] ?? 0);
  }
  return String(sum % 10);
}

/**
 * Reads two lines of 44 or 36 characters, or three of 30. Letters and digits are first put where the layout allows only
 * one of them (O in a date is 0); then a failing check digit may correct one look-alike character, and only where exactly
 * one reading satisfies it and the composite.
 */
export function parseMrz(raw: readonly string[]): Result<Mrz, { kind: 'not-an-mrz' }> {
  const [first = ''] = raw;
  const layout = layoutOf(raw.length, first.length, first);
  const fits = raw.every((line) => line.length === first.length && /^[A-Z0-9<]+$/.test(line));
  if (layout === undefined || !fits || !/^[A-Z]/.test(first)) return err({ kind: 'not-an-mrz' });
  const typed = byType(raw, layout);
  const best = correct(typed, layout);
  return ok(mrzOf(best, layout, differences(typed, best)));
}

export const textAt = (lines: readonly string[], [line, start, end]: Span): string =>
  (lines[line] ?? '').slice(start, end);

const read = textAt;

function replaced(lines: readonly string[], [line, start, end]: Span, text: string): readonly string[] {
  return lines.map((old, i) => (i === line ? old.slice(0, start) + text + old.slice(end) : old));
}

const toDigit: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  B: '8',
};
const toLetter: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 2: 'Z', 4: 'A', 5: 'S', 6: 'G', 8: 'B' };

const mapped = (text: string, table: Readonly<Record<string, string>>): string =>
  text.replace(/./g, (char) => table[char] ?? char);

/** Puts digits where only digits may stand and letters where only letters may: no guess is involved. */
function byType(raw: readonly string[], layout: Layout): readonly string[] {
  let lines = raw;
  const digits: Span[] = [layout.birth, after(layout.birth), after(layout.number)];
  if (layout.expiry !== null) digits.push(layout.expiry, after(layout.expiry));
  if (layout.optionalCheck !== null) digits.push(layout.optionalCheck);
  if (layout.composite !== null) digits.push(layout.composite.at);
  for (const span of digits) lines = replaced(lines, span, mapped(read(lines, span), toDigit));
  for (const span of [[0, 2, 5] as const, layout.nationality, layout.names, layout.givenNames]) {
    if (span !== null) lines = replaced(lines, span, mapped(read(lines, span), toLetter));
  }
  return endedNames(lines, layout);
}

/** Three fillers end the names: what an engine sees after them is never a letter (9303-3 §4.6). */
export function endedNames(lines: readonly string[], layout: Layout): readonly string[] {
  const names = read(lines, layout.names);
  const end = names.indexOf('<<<');
  return end < 0 ? lines : replaced(lines, layout.names, names.slice(0, end).padEnd(names.length, '<'));
}

/** Text of the document number and its check digit; a long one (TD1, TD2) goes on in the optional data (9303-5 §4.2.2). */
function numberOf(lines: readonly string[], layout: Layout): { number: string; check: string } {
  const number = read(lines, layout.number);
  const check = read(lines, after(layout.number));
  const first = layout.optional[0];
  if (check !== '<' || first === undefined || layout.width === 44 || layout.format === 'FRA-ID')
    return { number, check };
  const rest = read(lines, first).split('<')[0] ?? '';
  return rest.length < 2 ? { number, check } : { number: number + rest.slice(0, -1), check: rest.slice(-1) };
}

export function failedChecks(lines: readonly string[], layout: Layout): readonly MrzCheckName[] {
  const failed: MrzCheckName[] = [];
  const { number, check } = numberOf(lines, layout);
  if (mrzCheckDigit(number) !== check) failed.push('number');
  for (const name of ['birth', 'expiry'] as const) {
    const span = layout[name];
    if (span !== null && mrzCheckDigit(read(lines, span)) !== read(lines, after(span))) failed.push(name);
  }
  if (layout.optionalCheck !== null) {
    const text = layout.optional.map((span) => read(lines, span)).join('');
    const printed = read(lines, layout.optionalCheck);
    // An empty field may carry a filler instead of 0 (9303-4 §4.2.2).
    const empty = /^<*$/.test(text) && printed === '<';
    if (!empty && mrzCheckDigit(text) !== printed) failed.push('optional');
  }
  if (layout.composite !== null) {
    const text = layout.composite.over.map((span) => read(lines, span)).join('');
    if (mrzCheckDigit(text) !== read(lines, layout.composite.at)) failed.push('composite');
  }
  return failed;
}

// Pairs that OCR-B engines confuse; used only under a check digit that tells which is meant.
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  '0ODQ O0 D0 Q0 1IL7 I1 L1 71T T17 2Z Z2 5S6 S5 6G58 G6 8B63 B8 38 4A A4 9G K< <KC C<'
    .split(' ')
    .map((entry) => [entry.slice(0, 1), entry.slice(1)]),
);

// Where a state's numbers have one known form, a reading of another form is not a candidate.
const numberShapes: Readonly<Record<string, RegExp>> = { IND: /^[A-Z]\d{7}<$/ };

/** One changed character in each failing field, accepted only if a single reading makes all check digits agree. */
function correct(lines: readonly string[], layout: Layout): readonly string[] {
  const failed = failedChecks(lines, layout);
  const fields: Span[] = [];
  if (failed.includes('number')) fields.push([layout.number[0], layout.number[1], layout.number[2] + 1]);
  for (const name of ['birth', 'expiry'] as const) {
    const span = layout[name];
    if (span !== null && failed.includes(name)) fields.push([span[0], span[1], span[2] + 1]);
  }
  // Two fields wrong at once, or only the composite: too many readings would satisfy the digits.
  if (fields.length !== 1 || layout.composite === null) return lines;
  const field = fields[0];
  if (field === undefined) return lines;
  const numeric = !failed.includes('number');
  const text = read(lines, field);
  const shape = numberShapes[read(lines, [0, 2, 5])];
  const good: (readonly string[])[] = [];
  for (let i = 0; i < text.length; i++) {
    for (const other of lookAlikes[text[i] ?? ''] ?? '') {
      const isCheckDigit = i === text.length - 1;
      if ((numeric || isCheckDigit) && !/\d/.test(other)) continue;
      const tried = replaced(lines, field, text.slice(0, i) + other + text.slice(i + 1));
      const fits = shape === undefined || shape.test(read(tried, layout.number));
      if (fits && failedChecks(tried, layout).length === 0) good.push(tried);
    }
  }
  return good.length === 1 && good[0] !== undefined ? good[0] : lines;
}

function differences(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join(''), b.join('')];
  return left.split('').filter((char, i) => char !== right[i]).length;
}

/** The fields of lines that have the layout's shape, as they stand: nothing is corrected here. */
export function mrzOf(lines: readonly string[], layout: Layout, corrected: number): Mrz {
  const plain = (text: string): string => text.replace(/<+/g, ' ').trim();
  const [surname = '', ...given] =
    layout.givenNames === null
      ? read(lines, layout.names).split('<<')
      : [read(lines, layout.names), read(lines, layout.givenNames)];
  const sex = read(lines, layout.sex);
  const issuingState = plain(read(lines, [0, 2, 5]));
  return {
    format: layout.format,
    lines,
    documentCode: plain(read(lines, [0, 0, 2])),
    issuingState,
    nationality: layout.nationality === null ? issuingState : plain(read(lines, layout.nationality)),
    number: numberOf(lines, layout).number.replace(/<+$/, ''),
    birth: read(lines, layout.birth),
    expiry: layout.expiry === null ? '' : read(lines, layout.expiry),
    sex: sex === 'M' || sex === 'F' ? sex : 'X',
    surname: plain(surname),
    givenNames: plain(given.join('<')),
    optional: plain(layout.optional.map((span) => read(lines, span)).join('')),
    failed: failedChecks(lines, layout),
    corrected,
  };
}
