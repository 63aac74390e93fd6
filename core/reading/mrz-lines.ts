// Finds the machine readable zone among lines that an engine read, and brings them to their exact width. Invents no data.
import type { OcrWord } from './ocr-word.ts';
import { around, linesOf, weakest } from './ocr-word.ts';
import type { Box } from './field.ts';
import { parseMrz } from './mrz.ts';
import type { Mrz } from './mrz.ts';

export interface FoundMrz {
  readonly mrz: Mrz;
  readonly box: Box;
  /** Of what check digits cover, by its weakest part, 0 to 1. */
  readonly confidence: number;
  /** Of the names and of the two states, which nothing covers. */
  readonly nameConfidence: number;
  readonly stateConfidence: number;
}

const shapes = [
  { lines: 2, width: 44 },
  { lines: 2, width: 36 },
  { lines: 3, width: 30 },
] as const;

/** The zone whose check digits agree best among neighbouring lines that could be one; null where none could. */
export function findMrz(words: readonly OcrWord[]): FoundMrz | null {
  const candidates = linesOf(words)
    .map((line) => ({ text: zoneText(line.text), line }))
    .filter(({ text }) => text.length >= 26);
  let best: FoundMrz | null = null;
  for (const { lines, width } of shapes) {
    for (let i = 0; i + lines <= candidates.length; i++) {
      const some = candidates.slice(i, i + lines);
      const mrz = bestFit(
        some.map(({ text }) => text),
        width,
      );
      if (mrz === null || (best !== null && mrz.failed.length >= best.mrz.failed.length)) continue;
      const confidence = weakest(some.flatMap(({ line }) => line.words));
      best = {
        mrz,
        box: around(some.map(({ line }) => line.box)),
        confidence,
        nameConfidence: confidence,
        stateConfidence: confidence,
      };
    }
  }
  return best;
}

/** Of the ways to bring the lines to their width, the first that fails fewest check digits. */
function bestFit(texts: readonly string[], width: number): Mrz | null {
  const [first = '', second = ''] = texts;
  const ways =
    texts.length === 2
      ? namesLine(first, width).flatMap((names) => dataLine(second, width).map((data) => [names, data]))
      : texts.every((text) => text.length === width)
        ? [texts]
        : [];
  let best: Mrz | null = null;
  for (const way of ways) {
    const parsed = parseMrz(way);
    if (parsed.ok && (best === null || parsed.value.failed.length < best.failed.length)) best = parsed.value;
    if (best?.failed.length === 0) break;
  }
  return best;
}

/** Engines put spaces into runs of fillers, and read « or » or ‹ for one or two of them. */
function zoneText(text: string): string {
  return text
    .toUpperCase()
    .replace(/[«»]/g, '<<')
    .replace(/[‹›({[]/g, '<')
    .replace(/[^A-Z0-9<]/g, '');
}

/** The line of names: what follows three fillers is fillers, however read (9303-3 §4.6), so it is cut or padded there. */
function namesLine(text: string, width: number): readonly string[] {
  // A general model doubles each filler with a K. A line without any `<<` between its names was surely read so.
  const plain = /[A-Z]<<[A-Z]/.test(text.slice(5)) || !text.includes('<K') ? text : text.replace(/<K/g, '<');
  const end = /<<<|<[<KLC]{4,}/.exec(plain.slice(5))?.index;
  if (end === undefined) return plain.length === width ? [plain] : [];
  const names = plain.slice(0, end + 5);
  return names.length > width ? [] : [names.padEnd(width, '<')];
}

/**
 * The line of data. Its empty part may have lost or gained fillers, or hold letters that look like them; one character
 * before the line, after it or within its first 28 may be too many. The check digits choose among these ways.
 */
function dataLine(text: string, width: number): readonly string[] {
  const ways: string[] = text.length === width ? [text] : [];
  const empty = /[<KLC]*<[<KLC]{3,}/.exec(text.slice(20));
  if (empty === null) return text.length === width + 1 ? [...ways, text.slice(1), text.slice(0, -1)] : ways;
  const at = empty.index + 20;
  const head = text.slice(0, at);
  const tail = text.slice(at + empty[0].length);
  const spread = (start: string, end: string): void => {
    const fillers = width - start.length - end.length;
    if (fillers >= 0 && fillers - empty[0].length <= 6) ways.push(start + '<'.repeat(fillers) + end);
  };
  for (const end of new Set([tail, tail.slice(-2), tail.slice(-1)])) {
    spread(head, end);
    for (let i = 0; i < head.length; i++) spread(head.slice(0, i) + head.slice(i + 1), end);
  }
  return ways;
}
