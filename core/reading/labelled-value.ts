// Values that stand behind a printed label, on its line or on the next. Finds nothing where the label was not read.
import { around, middleOf, type OcrLine, type OcrWord } from './ocr-word.ts';

export interface Labelled {
  readonly words: readonly OcrWord[];
  readonly label: OcrLine;
}

/** The words behind the label on its line; where it ends the line, those of the next line below it. */
export function labelled(lines: readonly OcrLine[], label: RegExp): Labelled | null {
  for (const line of lines) {
    const found = label.exec(line.text);
    if (found === null) continue;
    const behind = wordsFrom(line, found.index + found[0].length).filter(({ text }) =>
      /[\p{L}\d]/u.test(text),
    );
    if (behind.length > 0) return { words: behind, label: line };
    const below = lineBelow(lines, line);
    if (below !== null) return { words: below.words, label: line };
  }
  return null;
}

/** The words that begin at or after a place in the line's text. */
export function wordsFrom(line: OcrLine, start: number): readonly OcrWord[] {
  let at = 0;
  return line.words.filter((word) => {
    const from = at;
    at += word.text.length + 1;
    return from >= start;
  });
}

/** The next line that begins under this one, no further away than three of its heights. */
export function lineBelow(lines: readonly OcrLine[], line: OcrLine): OcrLine | null {
  const { x, width } = line.box;
  const height = middleOf(line.words.map((word) => word.box.height));
  const middle = line.box.y + line.box.height / 2;
  return (
    lines.find((other) => {
      const box = around(other.words.map((word) => word.box));
      const centre = box.y + box.height / 2;
      return (
        other !== line &&
        centre > middle + height * 0.6 &&
        centre < middle + height * 4 &&
        box.x < x + width &&
        box.x + box.width > x
      );
    }) ?? null
  );
}
