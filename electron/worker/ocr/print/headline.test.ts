// CD11: a line of Devanagari is told by its headline.
import { describe, expect, it } from 'vitest';
import { hasHeadline } from './headline.ts';

const [cols, rows, above] = [200, 64, 12];

/** Strokes like letters' stems, with `level` as a row that runs through. */
function strip(level: number | null): { data: Uint8Array; cols: number; rows: number } {
  const data = new Uint8Array(cols * rows);
  for (let y = above + 6; y < rows - above; y++)
    for (let x = 10; x < 190; x++) if (x % 12 < 4) data[y * cols + x] = 255;
  if (level !== null) data.fill(255, level * cols + 10, level * cols + 186);
  return { data, cols, rows };
}

describe('headline', () => {
  it('CD11 a stroke through the upper part of the line is one', () => {
    expect(hasHeadline(strip(26), above)).toBe(true);
  });

  it('CD11 stems alone, an underline and a rule above are none', () => {
    expect(hasHeadline(strip(null), above)).toBe(false);
    expect(hasHeadline(strip(rows - above - 2), above)).toBe(false);
    expect(hasHeadline(strip(above + 1), above)).toBe(false);
  });
});
