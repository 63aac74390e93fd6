// CD9: lines that can be names, their passes put together word by word.
import { describe, expect, it } from 'vitest';
import { electedName, nameRows, strongRows } from './name-rows.ts';
import { linesOf, type OcrWord } from './ocr-word.ts';

const word = (text: string, x: number, y: number, confidence: number, lineId: number): OcrWord => ({
  text,
  confidence,
  lineId,
  box: { x, y, width: text.length * 12, height: 24 },
});

describe('rows of names', () => {
  it('CD9 passes over one line are one row, and noise beside it is none', () => {
    const rows = nameRows(
      linesOf([
        word('ERY', 900, 100, 0.1, 1),
        word('MEENA', 50, 104, 0.8, 2),
        word('DAS', 130, 104, 0.9, 2),
        word('MEENA', 52, 108, 0.6, 3),
        word('DAS', 131, 107, 0.7, 3),
        word('JAYA', 50, 170, 0.9, 4),
        word('DAS', 120, 170, 0.9, 4),
      ]),
    );
    expect(strongRows(rows).map(({ passes }) => passes.length)).toEqual([2, 1]);
  });

  it('CD9 a pass that lost a word takes nothing from the one that read it', () => {
    const whole = [word('Babita', 0, 0, 0.9, 1), word('Nath', 90, 0, 0.9, 1), word('Tyag:', 150, 0, 0.3, 1)];
    const part = [word('Nath', 90, 0, 0.9, 2), word('Tyagi', 150, 0, 0.9, 2)];
    expect(electedName([whole, part])?.text).toBe('Babita Nath Tyagi');
  });

  it('CD9 words that one pass ran together stay apart where another parts them', () => {
    const together = [word('BINATANDON', 0, 0, 0.9, 1)];
    const apart = [word('BINA', 0, 0, 0.6, 2), word('TANDON', 54, 0, 0.6, 2)];
    expect(electedName([together, apart])?.text).toBe('BINA TANDON');
  });

  it('CD9 a letter that one pass alone saw, unsurely, is no part of a name', () => {
    const noisy = [word('I', 0, 0, 0.4, 1), word('GOVIND', 40, 0, 0.9, 1)];
    expect(electedName([noisy, [word('GOVIND', 40, 0, 0.9, 2)]])?.text).toBe('GOVIND');
    expect(electedName([])).toBeNull();
  });
});
