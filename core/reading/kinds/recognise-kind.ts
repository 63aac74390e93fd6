// Which document is this? Judged from its words, or from its zone; refuses to guess when nothing typical was read, or as much of
// two kinds.
import { documentKinds, type DocumentKind } from '../document-kinds.ts';
import type { Mrz } from '../mrz.ts';
import { linesOf, type OcrWord } from '../ocr-word.ts';
import { documentModules } from './modules.ts';

/** One misread letter in so many is still the same line of print. */
const lettersPerSlip = 7;

export function recogniseKind(words: readonly OcrWord[]): DocumentKind | null {
  const lines = linesOf(words);
  // Letters only, so that "Govern ment 0f India" and "GOVERNMENT OF INDIA" are near each other.
  const letters = lines.map((line) =>
    line.text.toLowerCase().replaceAll(/[^a-z\p{Script=Devanagari}]/gu, ''),
  );
  const scores = documentKinds
    .map((kind) => {
      const { layout, speaks } = documentModules[kind];
      const marks = layout.marks.filter((mark) => letters.some((line) => holds(line, mark))).length;
      return { kind, score: marks + speaks(lines) };
    })
    .toSorted((a, b) => b.score - a.score);
  const [first, second] = scores;
  if (first === undefined || first.score === 0 || first.score === second?.score) return null;
  return first.kind;
}

/** The kind that carries such a zone; null for visas and whatever else does. */
export function kindOfZone(zone: Mrz): DocumentKind | null {
  return documentKinds.find((kind) => documentModules[kind].ownsZone?.(zone) === true) ?? null;
}

/** Whether the line holds the mark somewhere, with as few slips as its length allows (Sellers' distance). */
function holds(line: string, mark: string): boolean {
  if (line.includes(mark)) return true;
  const slips = Math.floor(mark.length / lettersPerSlip);
  if (slips === 0 || line.length < mark.length - slips) return false;
  let row = Array.from({ length: mark.length + 1 }, (_, i) => i);
  for (const sign of line) {
    const next = [0];
    for (let i = 1; i <= mark.length; i++) {
      const change = (row[i - 1] ?? 0) + (mark.charAt(i - 1) === sign ? 0 : 1);
      next.push(Math.min(change, (row[i] ?? 0) + 1, (next[i - 1] ?? 0) + 1));
    }
    if ((next[mark.length] ?? mark.length) <= slips) return true;
    row = next;
  }
  return false;
}
