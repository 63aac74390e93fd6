// An Aadhaar card's fields from the words read on its sides. Refuses a number that Verhoeff's digit disproves; what is
// not found is left out, never guessed.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { findAadhaarNumbers } from './aadhaar-number.ts';
import { findPrintedDate } from './date.ts';
import type { Box, DocumentSide, FieldName, FieldReading, Place } from './field.ts';
import { around, lineOf, linesOf, proved, weakest } from './ocr-word.ts';
import type { OcrLine, OcrWord } from './ocr-word.ts';

export interface SideWords {
  readonly side: DocumentSide;
  readonly words: readonly OcrWord[];
}

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
    else fields.push(...readBack(lines));
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

interface NumberFound {
  readonly digits: string;
  readonly reading: FieldReading;
}

function readNumber(sides: readonly SideWords[]): Result<FieldReading, AadhaarRefusal> {
  const good: NumberFound[] = [];
  let disproved = false;
  for (const { side, words } of sides) {
    for (const line of linesOf(words)) {
      if (/\bVID\b/i.test(line.text)) continue;
      for (const found of findAadhaarNumbers(line.text)) {
        if (!found.valid) {
          disproved = true;
          continue;
        }
        const some = wordsBetween(line, found.index, found.index + found.text.length);
        const reading = fieldOf('aadhaarNumber', found.digits, side, some, { proof: 'verhoeff' });
        good.push({ digits: found.digits, reading });
      }
    }
  }
  const first = good[0];
  if (first === undefined) return err({ kind: disproved ? 'aadhaar-check-digit' : 'no-number-found' });
  const best = good
    .filter((one) => one.digits === first.digits)
    .reduce((a, b) => (b.reading.confidence > a.reading.confidence ? b : a)).reading;
  // Two sides with two good numbers: one is another card's. The officer must see it, so it may not look certain.
  const agreed = good.every((one) => one.digits === first.digits);
  return ok(agreed ? best : { ...best, confidence: Math.min(best.confidence, 0.3) });
}

/** The words of a line whose text lies within [start, end) of the line's text. */
function wordsBetween(line: OcrLine, start: number, end: number): readonly OcrWord[] {
  let at = 0;
  return line.words.filter((word) => {
    const from = at;
    at += word.text.length + 1;
    return from < end && from + word.text.length > start;
  });
}

function fieldOf(
  name: FieldName,
  value: string,
  side: DocumentSide,
  words: readonly OcrWord[],
  { proof = null, doubt = 1 }: { proof?: FieldReading['proof']; doubt?: number } = {},
): FieldReading {
  const read = weakest(words) * doubt;
  return {
    name,
    value,
    confidence: proof === null ? read : proved(read),
    source: 'ocr',
    proof,
    where: words.length === 0 ? null : { side, box: around(words.map((word) => word.box)) },
  };
}

const birthLabel = /D[O0]B|Birth|जन्म/i;
// Lines of the card itself, which are nobody's name.
const notAName =
  /GOVERNMENT|INDIA|UNIQUE|IDENTIFICATION|AUTHORITY|AADHAAR|ENROL|VID|ISSUE|DOWNLOAD|SPECIMEN|FATHER|HUSBAND|ADDRESS|MALE|MOBILE/i;

function readFront(lines: readonly OcrLine[]): FieldReading[] {
  const fields: FieldReading[] = [];
  const birthAt = lines.findIndex((line) => birthLabel.test(line.text));
  const birth = readBirth(lines, birthAt);
  const name = readName(lines, birthAt >= 0 ? birthAt : lines.findIndex((line) => line === birth?.line));
  if (name !== null) fields.push(name);
  if (birth !== null) fields.push(birth.field);
  const sex = readSex(lines);
  if (sex !== null) fields.push(sex);
  return fields;
}

function readBirth(
  lines: readonly OcrLine[],
  labelled: number,
): { field: FieldReading; line: OcrLine } | null {
  const label = lines[labelled];
  // Without a label any day on the front may be it, except the day of issue or download.
  const candidates =
    label === undefined
      ? lines.filter((line) => !/ISSUE|DOWNLOAD/i.test(line.text)).map((line) => ({ line, doubt: 0.7 }))
      : [{ line: label, doubt: 1 }];
  for (const { line, doubt } of candidates) {
    const found = findPrintedDate(line.text);
    if (found === null) continue;
    const words = wordsBetween(line, found.index, found.index + found.text.length);
    return { field: fieldOf('dateOfBirth', found.date, 'front', words, { doubt }), line };
  }
  return null;
}

/** D6: after a keyword, on the line after it, on the line above the date of birth, else the first line of letters. */
function readName(lines: readonly OcrLine[], birthAt: number): FieldReading | null {
  const keyword = lines.findIndex((line) => /^(name|नाम)\b\s*[:/]?/i.test(line.text));
  const label = lines[keyword];
  if (label !== undefined) {
    const rest = nameWords(lineOf(label.words), /^(name|नाम)[:/]?$|^[:/]$/i);
    const words = rest.length > 0 ? rest : nameWords(lines[keyword + 1]);
    if (words.length > 0) return named(words, 1);
  }
  const birth = lines[birthAt];
  if (birth !== undefined) {
    // A picture's edge read as a letter may be taller than any line, so heights are those of the middle word.
    const height = middleHeight(birth.words);
    const label = birth.words.find((word) => birthLabel.test(word.text)) ?? birth.words.at(-1);
    const top = label?.box.y ?? birth.box.y;
    const middle = top + height / 2;
    const reach = top - height * 5;
    const above = lines
      .map((line) => nameWords(line))
      .filter((words) => words.length > 0)
      .filter((words) => {
        const box = around(words.map((word) => word.box));
        return box.y + box.height < middle && box.y > reach;
      });
    // The same name in another script stands there too and reads as weak nonsense, often in capitals alone: nearest of the
    // sure ones, else the surest that has small letters, else the surest.
    const sure = above.findLast((words) => weakest(words) >= 0.6);
    const bySureness = above.toSorted((a, b) => weakest(b) - weakest(a));
    const best =
      sure ?? bySureness.find((words) => words.some(({ text }) => /[a-z]{2}/.test(text))) ?? bySureness[0];
    if (best !== undefined) return named(best, 1);
  }
  for (const line of lines) {
    const words = nameWords(line);
    // The first alphabetic line is a guess about the layout: it never looks certain.
    if (words.length >= 2) return named(words, 0.6);
  }
  return null;
}

function named(words: readonly OcrWord[], doubt: number): FieldReading {
  const value = words.map((word) => bare(word.text)).join(' ');
  return fieldOf('name', value, 'front', words, { doubt });
}

const bare = (text: string): string => text.replace(/^[^A-Za-z]+|[^A-Za-z.]+$/g, '');

/** The words of a line that can be parts of a name: Latin, capitalised, standing together. */
function nameWords(line: OcrLine | undefined, label?: RegExp): readonly OcrWord[] {
  if (line === undefined || notAName.test(line.text) || /\d/.test(line.text)) return [];
  const words = line.words.filter((word) => /\p{L}/u.test(word.text) && label?.test(word.text) !== true);
  const parts = words.filter((word) => /^[A-Z](?:[a-z'.’-]*|[A-Z'.’-]*)[A-Za-z.]*$/.test(bare(word.text)));
  // One stray capital is noise of a picture or a pattern, and so is a line that is mostly something else.
  if (parts.length * 2 < words.length) return [];
  const letters = (some: readonly OcrWord[]): number => some.map((word) => bare(word.text)).join('').length;
  // The portrait beside the name yields words of its own: what stands apart is another group, and the longest is the name.
  const height = middleHeight(parts);
  const groups: OcrWord[][] = [];
  for (const word of parts) {
    const last = groups.at(-1)?.at(-1);
    const near = last !== undefined && word.box.x - (last.box.x + last.box.width) < 1.8 * height;
    if (near) groups.at(-1)?.push(word);
    else groups.push([word]);
  }
  const longest = groups.toSorted((a, b) => letters(b) - letters(a))[0] ?? [];
  return letters(longest) >= 3 ? longest : [];
}

function middleHeight(words: readonly OcrWord[]): number {
  const heights = words.map((word) => word.box.height).toSorted((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 0;
}

function readSex(lines: readonly OcrLine[]): FieldReading | null {
  const kinds = [
    ['F', /\bFEMALE\b|महिला/i],
    ['M', /\bMALE\b|पुरुष/i],
    ['T', /\bTRANSGENDER\b/i],
  ] as const;
  for (const line of lines) {
    for (const [value, pattern] of kinds) {
      if (!pattern.test(line.text)) continue;
      return fieldOf(
        'sex',
        value,
        'front',
        line.words.filter((word) => pattern.test(word.text)),
      );
    }
  }
  return null;
}

/** From "Address:" to the line that holds the PIN code (`[1-9]` and five digits), or to the number or the card's foot. */
function readBack(lines: readonly OcrLine[]): FieldReading[] {
  const at = lines.findIndex((line) => /\baddress\b/i.test(line.text));
  const label = lines[at];
  if (label === undefined) return [];
  const labelWord = label.words.findIndex((word) => /address/i.test(word.text));
  const left = label.words[labelWord]?.box.x ?? label.box.x;
  const taken: OcrWord[] = label.words.slice(labelWord + 1);
  const parts = taken.length === 0 ? [] : [lineOf(taken).text];
  let closed = hasPinCode(parts.join(' '));
  for (const line of lines.slice(at + 1, at + 8)) {
    if (closed || findAadhaarNumbers(line.text).length > 0 || /uidai|www\.|@|\bVID\b/i.test(line.text)) break;
    // The same address in another script may stand in a column to the left.
    const words = line.words.filter(
      (word) => word.box.x >= left - label.box.height * 2 && word.confidence >= 0.2,
    );
    if (words.length === 0) continue;
    taken.push(...words);
    parts.push(lineOf(words).text);
    closed = hasPinCode(lineOf(words).text);
  }
  // Son, daughter, wife of, care of: after the stroke stands a letter, whatever it was read as.
  const value = parts
    .join(' ')
    .replace(/\b([SDWC])\/0(?=[\s:,])/gi, '$1/O')
    .replace(/\s+/g, ' ')
    .trim();
  // An address without its PIN code was cut short.
  return value === '' ? [] : [fieldOf('address', value, 'back', taken, { doubt: closed ? 1 : 0.6 })];
}

function hasPinCode(text: string): boolean {
  return /(?<!\d)[1-9]\d{5}(?!\d)/.test(text);
}
