// Words as an engine would give them for lines of text, for the parsers' tests: a fixed pitch, a line every 40 pixels.
import type { OcrWord } from './ocr-word.ts';

export function written(lines: readonly string[], confidence = 0.9, left = 100): OcrWord[] {
  return lines.flatMap((text, lineId) => {
    let x = left;
    return text.split(' ').map((word) => {
      const box = { x, y: 40 * lineId, width: 12 * word.length, height: 24 };
      x += 12 * (word.length + 1);
      return { text: word, confidence, lineId, box };
    });
  });
}
