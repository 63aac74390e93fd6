// What an OCR engine hands over, engine-free: words with boxes, grouped into the lines the parsers think in.
import type { Box, DocumentSide } from './field.ts';

/** `confidence` runs 0 to 1; `box` in pixels of the picture that was read; words of one printed line share `lineId`. */
export interface OcrWord {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
  readonly lineId: number;
}

export interface OcrLine {
  readonly words: readonly OcrWord[];
  readonly text: string;
  readonly box: Box;
}

/** What was read on one side; several passes over it are several sets of lines. */
export interface SideWords {
  readonly side: DocumentSide;
  readonly words: readonly OcrWord[];
}

/** Lines from top to bottom, their words from left to right. */
export function linesOf(words: readonly OcrWord[]): readonly OcrLine[] {
  const groups = new Map<number, OcrWord[]>();
  for (const word of words) {
    const group = groups.get(word.lineId);
    if (group === undefined) groups.set(word.lineId, [word]);
    else group.push(word);
  }
  return [...groups.values()].map(lineOf).toSorted((a, b) => a.box.y - b.box.y);
}

/** One line of the given words (at least one), put in reading order. */
export function lineOf(words: readonly OcrWord[]): OcrLine {
  const ordered = words.toSorted((a, b) => a.box.x - b.box.x);
  return {
    words: ordered,
    text: ordered.map((word) => word.text).join(' '),
    box: around(ordered.map((word) => word.box)),
  };
}

/** The words of a line whose text lies within [start, end) of the line's text. */
export function wordsBetween(line: OcrLine, start: number, end: number): readonly OcrWord[] {
  let at = 0;
  return line.words.filter((word) => {
    const from = at;
    at += word.text.length + 1;
    return from < end && from + word.text.length > start;
  });
}

/** The smallest box that holds all of them; at least one is needed. */
export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** The middle one of some measures; 0 of none. */
export function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The weakest word speaks for all: one misread word spoils a value however sure the others are. */
export function weakest(words: readonly OcrWord[]): number {
  return words.length === 0 ? 0 : Math.min(...words.map((word) => clamp01(word.confidence)));
}

/** A check digit modulo 10 lets one random error in ten pass, so it divides the doubt by ten. */
export function proved(confidence: number): number {
  return 1 - (1 - clamp01(confidence)) / 10;
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value));
}
