// Document numbers in a line: runs of neighbouring words that, put together, have the length and shape of one.
import type { OcrLine } from '../ocr-word.ts';
import { saidBy, type Said } from '../several-passes.ts';

export interface ShapeRead {
  readonly number: string;
  readonly changed: number;
}

/** Doubt that every sign brings which the shape's rule had to change. */
const doubtOfChange = 0.93;
const mostChanged = 3;

/** `read` judges the signs of up to `most` neighbours put together. */
export function numbersInLine(
  line: OcrLine,
  most: number,
  read: (signs: string) => ShapeRead | null,
): readonly Said[] {
  const found: Said[] = [];
  for (let from = 0; from < line.words.length; from++) {
    for (let to = from + 1; to <= Math.min(line.words.length, from + most); to++) {
      const words = line.words.slice(from, to);
      const signs = words.map((word) => word.text.toUpperCase().replaceAll(/[^A-Z0-9|!\]$]/g, '')).join('');
      const number = read(signs);
      // Letters that only guesses turn into a number are a word.
      if (number === null || number.changed > mostChanged || !/\d/.test(signs)) continue;
      const said = saidBy(number.number, words);
      found.push({ ...said, confidence: said.confidence * doubtOfChange ** number.changed });
    }
  }
  return found;
}
