// An Aadhaar card's fields from the words read on its sides. Refuses a number that Verhoeff's digit disproves; what is
// not found is left out, never guessed.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { findAadhaarNumbers, isAadhaarNumber } from './aadhaar-number.ts';
import type { Box, FieldReading, Place } from './field.ts';
import { readAddress, readSex } from './kinds/labelled-fields.ts';
import { middleHeight, nameWords } from './name-line.ts';
import { electedName, nameRows, strongRows } from './name-rows.ts';
import { around, lineOf, linesOf, wordsBetween } from './ocr-word.ts';
import type { OcrLine, OcrWord, SideWords } from './ocr-word.ts';
import { printedField } from './printed-field.ts';
import { electedText, saidBy } from './several-passes.ts';
import { daysInLine, electedDay, type DayInLine } from './worn-date.ts';

export type AadhaarRefusal =
  | { readonly kind: 'no-number-found' }
  /** Twelve digits were read, and their check digit disagrees: misread, or not an Aadhaar number. */
  | { readonly kind: 'aadhaar-check-digit' };

/** Name, date of birth and sex from the front, address from the back, the number from either. Values as in `FieldReading`. */
export function readAadhaarCard(sides: readonly SideWords[]): Result<FieldReading[], AadhaarRefusal> {
  const number = readNumber(sides);
  if (!number.ok) return number;
  const fields: FieldReading[] = [number.value];
  for (const { side, words } of sides) {
    const lines = linesOf(words);
    if (side === 'front') fields.push(...readFront(lines));
    else fields.push(...readAddress(lines, 'back'));
  }
  return ok(fields);
}

/** Every place on any side where twelve digits stand, valid or misread: their first eight are shown to nobody. */
export function aadhaarNumberPlaces(sides: readonly SideWords[]): Place[] {
  return sides.flatMap(({ side, words }) =>
    linesOf(words).flatMap((line) =>
      findAadhaarNumbers(line.text).flatMap((found) => {
        const some = wordsBetween(line, found.index, found.index + found.text.length);
        return some.length === 0 ? [] : [{ side, box: around(some.map((word) => word.box)) }];
      }),
    ),
  );
}

/**
 * Every place where the first eight digits of a number stand, and no more of the line: what the kept picture may not show.
 * `number` is the one accepted: a line that holds two of its groups shows it too, however the rest was misread.
 */
export function firstEightPlaces(sides: readonly SideWords[], number: string | null): Place[] {
  return sides.flatMap(({ side, words }) =>
    linesOf(words).flatMap((line) => {
      const found = findAadhaarNumbers(line.text).flatMap(({ index, text }) =>
        partsWithin(line, index, index + lengthOfDigits(text, 8)),
      );
      const boxes = found.length > 0 ? found : groupsOf(line, number);
      return boxes.length === 0 ? [] : [{ side, box: withRoom(around(boxes)) }];
    }),
  );
}

/** How many characters hold so many digits. */
function lengthOfDigits(text: string, digits: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (/\d/.test(text[at] ?? '')) seen += 1;
    if (seen === digits) return at + 1;
  }
  return text.length;
}

/** The boxes of a line's words within [start, end) of its text; of a word cut by the end, its share. */
function partsWithin(line: OcrLine, start: number, end: number): Box[] {
  let at = 0;
  return line.words.flatMap((word) => {
    const from = Math.max(start, at) - at;
    const to = Math.min(end, at + word.text.length) - at;
    at += word.text.length + 1;
    if (to <= from) return [];
    const { x, y, width, height } = word.box;
    const digit = width / word.text.length;
    return [{ x: x + from * digit, y, width: (to - from) * digit, height }];
  });
}

function groupsOf(line: OcrLine, number: string | null): Box[] {
  if (number === null) return [];
  const [first, second, third] = [number.slice(0, 4), number.slice(4, 8), number.slice(8)];
  const holds = (group: string): boolean => line.words.some((word) => word.text.includes(group));
  if ([first, second, third].filter(holds).length < 2) return [];
  return line.words.filter(({ text }) => /\d{3}/.test(text) && !text.includes(third)).map((word) => word.box);
}

/** A little above and below: a box may sit tight on its digits, or a digit stand taller. */
function withRoom({ x, y, width, height }: Box): Box {
  return { x: x - height * 0.15, y: y - height * 0.15, width: width + height * 0.25, height: height * 1.3 };
}

/** A number is taken from one pass alone only where its digits were read so surely: a misreading passes Verhoeff one time in ten. */
const sureAlone = 0.6;

/**
 * Every pass over every side has its say. Numbers that fail Verhoeff still say which digits they saw; two good numbers that
 * differ are one card's and another's, so the officer must look.
 */
function readNumber(sides: readonly SideWords[]): Result<FieldReading, AadhaarRefusal> {
  const bySide = sides.map(({ side, words }) => ({
    side,
    said: linesOf(words)
      .filter((line) => !/\bVID\b/i.test(line.text))
      .flatMap((line) =>
        findAadhaarNumbers(line.text).map(({ digits, index, text }) =>
          saidBy(digits, wordsBetween(line, index, index + text.length)),
        ),
      ),
  }));
  const elected = bySide.flatMap(({ side, said }) => {
    const number = electedText(said, isAadhaarNumber);
    const sure =
      number !== null && (number.agreeing >= 2 || (number.agreeing === 1 && number.confidence >= sureAlone));
    return sure ? [{ side, number }] : [];
  });
  const [first] = elected;
  if (first === undefined) {
    const some = bySide.some(({ said }) => said.length > 0);
    return err({ kind: some ? 'aadhaar-check-digit' : 'no-number-found' });
  }
  const agreed = elected.every(({ number }) => number.text === first.number.text);
  const best = elected.reduce((a, b) => (b.number.confidence > a.number.confidence ? b : a));
  const { side, number } = agreed ? best : first;
  const reading = printedField('aadhaarNumber', number.text, side, number.words, {
    proof: 'verhoeff',
    confidence: number.confidence,
  });
  return ok(agreed ? reading : { ...reading, confidence: Math.min(reading.confidence, 0.3) });
}

/** One letter of the label may be misread. */
const birthLabel = /D[O0Q][BR8]\b|[D0O][O0Q]B\b|Birth|जन्म/i;
function readFront(lines: readonly OcrLine[]): FieldReading[] {
  const fields: FieldReading[] = [];
  const name = readName(lines, birthAnchor(lines));
  if (name !== null) fields.push(name);
  const birth = readBirth(lines);
  if (birth !== null) fields.push(birth);
  const sex = readSex(lines);
  if (sex !== null) fields.push(sex);
  return fields;
}

const isOtherDay = (line: OcrLine): boolean => /ISSUE|DOWNLOAD/i.test(line.text);

/** The days beside the label; without one there any day on the front may be it, except that of issue or download. */
function birthDays(lines: readonly OcrLine[]): {
  readonly days: readonly DayInLine[];
  readonly doubt: number;
} {
  const label = labelOfBirth(lines);
  const days = lines.filter((line) => !isOtherDay(line)).flatMap((line) => daysInLine(line));
  const beside =
    label === null
      ? []
      : days.filter(({ said }) => isBeside(around(said.words.map(({ box }) => box)), label));
  return beside.length > 0 ? { days: beside, doubt: 1 } : { days, doubt: 0.7 };
}

const labelOfBirth = (lines: readonly OcrLine[]): Box | null =>
  lines.flatMap(({ words }) => words).find(({ text }) => birthLabel.test(text))?.box ?? null;

const isBeside = (box: Box, label: Box): boolean =>
  Math.abs(box.y + box.height / 2 - label.y - label.height / 2) < 0.6 * Math.max(box.height, label.height);

function readBirth(lines: readonly OcrLine[]): FieldReading | null {
  const { days, doubt } = birthDays(lines);
  const day = electedDay(days);
  return day && { ...day, confidence: day.confidence * doubt };
}

/** Where the day of birth stands: where one was read, else right of its label. */
export function birthPlace(lines: readonly OcrLine[]): Box | null {
  const [first] = birthDays(lines).days;
  if (first !== undefined) return around(first.said.words.map(({ box }) => box));
  const label = labelOfBirth(lines);
  if (label === null) return null;
  const { x, y, width, height } = label;
  return { x: x + width, y, width: height * 8, height };
}

/** D6: after a keyword, on the line after it, on the line above the date of birth, else the first line of letters. */
function readName(lines: readonly OcrLine[], birth: Anchor | null): FieldReading | null {
  const keyword = lines.findIndex((line) => /^(name|नाम)\b\s*[:/]?/i.test(line.text));
  const label = lines[keyword];
  if (label !== undefined) {
    const rest = nameWords(lineOf(label.words), /^(name|नाम)[:/]?$|^[:/]$/i);
    const words = rest.length > 0 ? rest : nameWords(lines[keyword + 1]);
    if (words.length > 0) return named([words], 1);
  }
  const rows = strongRows(nameRows(belowHead(lines)));
  if (birth !== null) {
    // The same name in another script stands above it, and reads as weak nonsense; what names the sex stands below.
    const above = rows.filter(
      ({ centre }) =>
        centre < birth.centre - birth.height * 0.5 && centre > birth.centre - birth.height * reachAbove,
    );
    const nearest = above.at(-1);
    if (nearest !== undefined) return named(nearest.passes, 1);
  }
  // The first line of a name's length is a guess about the layout: it never looks certain.
  const first = rows.find(({ passes }) => passes.some((words) => words.length >= 2));
  return first === undefined ? null : named(first.passes, 0.6);
}

/** How far above the day of birth the name stands at most, in heights of that line. */
const reachAbove = 5;

interface Anchor {
  readonly centre: number;
  readonly height: number;
}

/** The line under the name: of the day of birth by its label or its day; without one, that of the sex is two lines under it. */
function birthAnchor(lines: readonly OcrLine[]): Anchor | null {
  const line =
    lines.find(({ text }) => birthLabel.test(text)) ??
    lines.find((one) => !isOtherDay(one) && daysInLine(one).length > 0) ??
    lines.find(({ text }) => /\b(FE)?MALE\b/i.test(text));
  if (line === undefined) return null;
  // A picture's edge read as a letter may be taller than any line, so the label's word tells where it stands.
  const word =
    line.words.find(({ text }) => birthLabel.test(text)) ??
    line.words.find(({ text }) => /\d{2}|MALE/i.test(text)) ??
    line.words[0];
  if (word === undefined) return null;
  return { centre: word.box.y + word.box.height / 2, height: middleHeight(line.words) };
}

/** Without the card's own head: no name stands beside it or above it. */
function belowHead(lines: readonly OcrLine[]): readonly OcrLine[] {
  const head = lines.find(({ text }) => /GOVERN|MENT\s*OF\s*IN|OF\s*INDIA/i.test(text));
  if (head === undefined) return lines;
  const end = head.box.y + head.box.height / 2;
  return lines.filter(({ box }) => box.y + box.height / 2 > end);
}

function named(passes: readonly (readonly OcrWord[])[], doubt: number): FieldReading | null {
  const elected = electedName(passes);
  if (elected === null) return null;
  return printedField('name', elected.text, 'front', elected.words, {
    doubt,
    confidence: elected.confidence,
  });
}

/** Where the number stands on the front, from the digits that were read of it. */
export function numberLine(lines: readonly OcrLine[]): Box | null {
  const digitsIn = (line: OcrLine): readonly OcrWord[] =>
    line.words.filter((word) => (word.text.match(/\d/g)?.length ?? 0) >= Math.max(2, word.text.length / 2));
  const count = (words: readonly OcrWord[]): number =>
    words.map((word) => word.text.replaceAll(/\D/g, '')).join('').length;
  const likely = lines
    .filter((line) => !/\bV[I1]D\b|issue|download/i.test(line.text) && daysInLine(line).length === 0)
    .map((line) => digitsIn(line))
    .filter((words) => count(words) >= 6 && count(words) <= 14)
    .toSorted((a, b) => middleHeight(b) - middleHeight(a));
  const [best] = likely;
  if (best === undefined) return null;
  // Groups may be missing on either side: a number is twelve digits wide, with gaps, about nine times as wide as high.
  const { x, y, width, height } = around(best.map((word) => word.box));
  const missing = Math.max(0, 12 - count(best)) * height * 0.75;
  return { x: x - missing, y, width: width + 2 * missing, height };
}

/** Where the name stands, as far as it was found. */
export function nameLine(lines: readonly OcrLine[]): Box | null {
  return readName(lines, birthAnchor(lines))?.where?.box ?? null;
}
