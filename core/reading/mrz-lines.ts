// Finds the machine readable zone among lines that an engine read, and brings them to their exact width. Invents no data.
import type { OcrWord } from './ocr-word.ts';
import { around, linesOf, weakest } from './ocr-word.ts';
import type { Box } from './field.ts';
import { parseMrz } from './mrz.ts';
import type { Mrz } from './mrz.ts';

export interface FoundMrz {
  readonly mrz: Mrz;
  readonly box: Box;
  /** Of the weakest word in the zone, 0 to 1. */
  readonly confidence: number;
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
      const texts = some.map(({ text }, at) => fitted(text, width, lines === 2 && at === 1));
      if (texts.some((text) => text === null)) continue;
      const parsed = parseMrz(texts.filter((text) => text !== null));
      if (!parsed.ok) continue;
      const found: FoundMrz = {
        mrz: parsed.value,
        box: around(some.map(({ line }) => line.box)),
        confidence: weakest(some.flatMap(({ line }) => line.words)),
      };
      if (best === null || found.mrz.failed.length < best.mrz.failed.length) best = found;
    }
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

/**
 * Makes up for fillers dropped or doubled: at the end of a line of names, or inside the longest run of a data line.
 * Only fillers are added or taken away, at most four; a line without such a run stays wrong, and null is returned.
 */
function fitted(text: string, width: number, data: boolean): string | null {
  const missing = width - text.length;
  if (missing === 0) return text;
  if (Math.abs(missing) > 4) return null;
  const runs = [...text.matchAll(/<{3,}/g)].toSorted((a, b) => b[0].length - a[0].length);
  const run = runs[0];
  if (run === undefined) return null;
  if (!data) {
    // What follows three fillers is fillers, however read: cut or pad at the end.
    const names = text.slice(0, run.index + 3);
    return names.length > width ? null : names.padEnd(width, '<');
  }
  if (run[0].length + missing < 0) return null;
  return (
    text.slice(0, run.index) + '<'.repeat(run[0].length + missing) + text.slice(run.index + run[0].length)
  );
}
