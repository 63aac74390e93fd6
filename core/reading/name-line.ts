// Which words of a line can be a name: Latin, capitalised, standing together. Lines of the card itself are nobody's name.
import { middleOf, type OcrLine, type OcrWord } from './ocr-word.ts';
import { saidBy, type Said } from './several-passes.ts';

const notAName =
  /GOVERNMENT|GOVT|INDIA|UNIQUE|IDENTIFICATION|AUTHORITY|AADHAAR|ENROL|VID|ISSUE|DOWNLOAD|SPECIMEN|FATHER|HUSBAND|ADDRESS|MALE|MOBILE|INCOME|DEPARTMENT|PERMANENT|ACCOUNT|SIGNATURE|ELECTION|COMMISSION|IDENTITY|LICEN[CS]E|UNION|BIRTH/i;

/** A word's letters; a bracket after capitals is a J whose foot was lost, a bar that or an I: after a vowel names end in J. */
export const bareName = (text: string): string =>
  text
    .replace(/(?<=[A-Z]{3})[\])]$|(?<=[A-Z]{2}[AOU])\|$/, 'J')
    .replace(/(?<=[A-Z]{3})[|!]$/, 'I')
    .replace(/^[^A-Za-z]+|[^A-Za-z.]+$/g, '');

/** Signs of a word that says nothing. */
const strayLength = 2;

/** The longest group of a line's words that could be one name; none where the line is something else. `label`: not counted. */
export function nameWords(line: OcrLine | undefined, label?: RegExp): readonly OcrWord[] {
  if (line === undefined || notAName.test(line.text)) return [];
  // A short sign beside the name is a pattern's or a portrait's edge; what holds more digits is something else.
  if (line.words.some(({ text }) => /\d/.test(text) && text.length > strayLength)) return [];
  const words = line.words.filter((word) => /\p{L}/u.test(word.text) && label?.test(word.text) !== true);
  const parts = words.filter((word) =>
    /^[A-Z](?:[a-z'.’-]*|[A-Z'.’-]*)[A-Za-z.]*$/.test(bareName(word.text)),
  );
  // One stray capital is noise of a picture or a pattern, and so is a line that is mostly something else.
  if (parts.length * 2 < words.length) return [];
  const letters = (some: readonly OcrWord[]): number =>
    some.map((word) => bareName(word.text)).join('').length;
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

/** What a line that holds nothing but a name is made of, and what its last letter is taken for. */
export const nameSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.'|]";

/** A sign that is no letter, and stands so close to one that it may be a misread one. */
const mutilated = 0.6;

/** A name as one pass read it. */
export function nameSaidBy(words: readonly OcrWord[]): Said {
  const said = saidBy(words.map(({ text }) => bareName(text)).join(' '), words);
  const cut = words.some(({ text }) => /^[\]|[(){}!\d$]|[\]|[(){}!\d$]$/.test(text));
  return cut ? { ...said, confidence: said.confidence * mutilated } : said;
}

export const middleHeight = (words: readonly OcrWord[]): number =>
  middleOf(words.map((word) => word.box.height));
