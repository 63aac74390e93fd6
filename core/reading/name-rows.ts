// A card's lines that can be names, every pass over one printed line put together, and the spelling those passes elect. Which of
// the rows is whose name is the kinds' own business.
import { bareName, middleHeight, nameSaidBy, nameWords } from './name-line.ts';
import { around, type OcrLine, type OcrWord } from './ocr-word.ts';
import { electedSpelling, type Elected } from './several-passes.ts';
import type { Box } from './field.ts';

export interface NameRow {
  /** One for each pass that read something there. */
  readonly passes: readonly (readonly OcrWord[])[];
  readonly box: Box;
  readonly centre: number;
  /** Letters by how surely they were read, in the best pass: noise of a picture or another script has little of it. */
  readonly strength: number;
}

/** Boxes of a line lie so near each other, in heights. */
const sameRow = 0.6;
/** A row with less than this share of the strongest one's strength is noise beside it. */
const noiseBelow = 0.35;

/** From the top down. */
export function nameRows(lines: readonly OcrLine[]): readonly NameRow[] {
  const rows: (readonly OcrWord[])[][] = [];
  const named = lines.map((line) => nameWords(line)).filter((words) => words.length > 0);
  for (const words of named.toSorted((a, b) => centreOf(a) - centreOf(b))) {
    const row = rows.find((passes) => passes.some((other) => isSameRow(other, words)));
    if (row === undefined) rows.push([words]);
    else row.push(words);
  }
  return rows
    .map((passes) => {
      const best = passes.reduce((a, b) => (strengthOf(b) > strengthOf(a) ? b : a));
      return {
        passes,
        box: around(best.map(({ box }) => box)),
        centre: centreOf(best),
        strength: strengthOf(best),
      };
    })
    .toSorted((a, b) => a.centre - b.centre);
}

/** Those that are no noise beside the strongest. */
export function strongRows(rows: readonly NameRow[]): readonly NameRow[] {
  const strongest = Math.max(...rows.map(({ strength }) => strength));
  return rows.filter(({ strength }) => strength >= strongest * noiseBelow);
}

function isSameRow(a: readonly OcrWord[], b: readonly OcrWord[]): boolean {
  const [one, other] = [around(a.map(({ box }) => box)), around(b.map(({ box }) => box))];
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  return (
    across > 0 && Math.abs(centreOf(a) - centreOf(b)) < sameRow * Math.min(middleHeight(a), middleHeight(b))
  );
}

function centreOf(words: readonly OcrWord[]): number {
  const { y, height } = around(words.map(({ box }) => box));
  return y + height / 2;
}

const strengthOf = (words: readonly OcrWord[]): number =>
  words.reduce((sum, { text, confidence }) => sum + bareName(text).length * confidence, 0);

/** A word that one pass alone saw was read at least so surely; a single letter is more often noise. */
const aloneFrom = { word: 0.5, letter: 0.8 };

/**
 * What the passes over one line make of it, word by word as they stand beside each other: a pass that lost a word has no say
 * in it, and takes nothing from the others.
 */
export function electedName(passes: readonly (readonly OcrWord[])[]): Elected | null {
  const elected = wordPlaces(passes).flatMap((place) => {
    const one = electedSpelling(place.map((words) => nameSaidBy(words)));
    if (one === null || one.text === '') return [];
    const least = one.text.length === 1 ? aloneFrom.letter : aloneFrom.word;
    const surest = Math.max(...place.map((words) => nameSaidBy(words).confidence));
    return passes.length === 1 || place.length > 1 || surest >= least ? [one] : [];
  });
  if (elected.length === 0) return null;
  return {
    text: elected.map(({ text }) => text).join(' '),
    words: elected.flatMap(({ words }) => words),
    agreeing: Math.min(...elected.map(({ agreeing }) => agreeing)),
    confidence: Math.min(...elected.map(({ confidence }) => confidence)),
  };
}

/** Words of all passes that stand over each other, from left to right; of each place, what every pass read there. */
function wordPlaces(passes: readonly (readonly OcrWord[])[]): readonly (readonly (readonly OcrWord[])[])[] {
  const all = passes
    .flatMap((words, pass) => words.map((word) => ({ word, pass })))
    .toSorted((a, b) => a.word.box.x - b.word.box.x);
  const places: { end: number; readonly words: { word: OcrWord; pass: number }[] }[] = [];
  for (const one of all) {
    const { x, width, height } = one.word.box;
    const place = places.at(-1);
    // Boxes of neighbours may touch; a third of a letter's height in common is the same ink.
    if (place !== undefined && x < place.end - Math.min(height, width) / 3) {
      place.end = Math.max(place.end, x + width);
      place.words.push(one);
    } else places.push({ end: x + width, words: [one] });
  }
  return places.map(({ words }) => {
    const byPass = Map.groupBy(words, ({ pass }) => pass);
    return [...byPass.values()].map((some) => some.map(({ word }) => word));
  });
}
