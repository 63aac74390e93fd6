// Which way drawn lines of print run: level, leaning and on their side.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededChance } from '#test/fault/chance.ts';
import type { Grey } from '../picture.ts';
import { transposed } from './grey-levels.ts';
import { printLean } from './print-lean.ts';

async function page(degrees: number): Promise<Grey> {
  // Strokes of unequal gaps, in rows: what print is to this part.
  const chance = seededChance(7);
  const rows = Array.from({ length: 9 }, (_, row) =>
    Array.from(
      { length: 32 },
      (__, i) => `<rect x="${60 + i * 7 + chance.below(7)}" y="${40 + row * 16}" width="2" height="7"/>`,
    ).join(''),
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="340" height="240"><rect width="340" height="240" fill="#ddd"/><g transform="rotate(${degrees} 170 120)">${rows}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .greyscale()
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

describe('the lean of print', () => {
  it.each([0, 8, -8, 15, -20])('MZ1 print turned by %i degrees leans so much', async (degrees) => {
    const { lean } = printLean(await page(degrees));
    expect(Math.abs((lean * 180) / Math.PI - degrees)).toBeLessThan(1.5);
  });

  it.each([0, 12])(
    'MZ1 print along the picture (%i degrees) is sharper than on its side',
    async (degrees) => {
      const grey = await page(degrees);
      expect(printLean(grey).sharpness).toBeGreaterThan(2 * printLean(transposed(grey)).sharpness);
    },
  );

  it('is none on plain paper', () => {
    expect(printLean({ data: new Uint8Array(300 * 200).fill(200), width: 300, height: 200 })).toEqual({
      lean: 0,
      sharpness: 0,
    });
  });
});
