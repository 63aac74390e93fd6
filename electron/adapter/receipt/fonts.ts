// The type faces of the receipt: Noto Sans as the kiosk ships it, one file a script.
import { createRequire } from 'node:module';

const resolve = createRequire(import.meta.url).resolve;
const latin = (weight: number) =>
  resolve(`@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff`);
const devanagari = (weight: number) =>
  resolve(`@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-${weight}-normal.woff`);

export const fontFiles = {
  Latin: { normal: latin(400), bold: latin(700) },
  Devanagari: { normal: devanagari(400), bold: devanagari(700) },
} as const;
export type FontName = keyof typeof fontFiles;

export interface Run {
  readonly text: string;
  readonly font: FontName;
}

/** Splits a text where the script changes: pdfmake takes one font a run and has no fallback of its own. */
export function runsOf(text: string): Run[] {
  const runs: { text: string; font: FontName }[] = [];
  for (const char of text) {
    const last = runs.at(-1);
    const isDevanagari = /[\u0900-\u097F\u200C\u200D]/.test(char);
    // Spaces and marks stay with the run they follow, so that words keep their spacing.
    const font: FontName =
      isDevanagari || (last && /[\s]/.test(char))
        ? isDevanagari
          ? 'Devanagari'
          : (last?.font ?? 'Latin')
        : 'Latin';
    if (last?.font === font) last.text += char;
    else runs.push({ text: char, font });
  }
  return runs;
}
