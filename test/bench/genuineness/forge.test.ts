// One drawn card, as it is and forged in each way: the kiosk's own measures and limits tell them apart.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { genuinenessHints } from '#core/reading/genuineness/hints.ts';
import { measureCard } from '#electron/worker/ocr/genuineness/measure-card.ts';
import { seededChance } from '#test/fault/chance.ts';
import { aadhaarFront } from '#test/journey/pictures.ts';
import { forge, forgeries, type Places } from './forge.ts';

/** Twice the card's own pixels, as a near camera gives. */
const scale = 2;
const places: Places = {
  portrait: { x: 50 * scale, y: 160 * scale, width: 220 * scale, height: 270 * scale },
  number: { x: 290 * scale, y: 476 * scale, width: 455 * scale, height: 46 * scale },
};
const today = calendarDateSchema.parse('2026-11-20');

/** A band of colour such as these cards carry, and a sensor's noise. */
async function photographed(): Promise<Uint8Array> {
  const bands = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1011" height="638"><rect x="180" y="100" width="660" height="30" fill="#f9aa5c"/></svg>',
  );
  const card = await sharp(await aadhaarFront('meera'))
    .composite([{ input: bands }])
    .png()
    .toBuffer();
  const { data, info } = await sharp(card)
    .resize({ width: 1011 * scale })
    .removeAlpha()
    .linear(0.86, 0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const chance = seededChance(7);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.max(
      0,
      Math.min(255, (data[i] ?? 0) + Math.round((chance.next() + chance.next() - 1) * 12)),
    );
  const { width, height } = info;
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  return new Uint8Array(jpeg);
}

async function flagsOf(image: Uint8Array) {
  const measured = await measureCard(image, places);
  if (!measured.ok) throw new Error(measured.error.kind);
  const sides = [{ side: 'front' as const, flags: [], measures: measured.value }];
  return genuinenessHints({ sides, fields: [], today, leastAgeYears: 18 }).map(({ flag }) => flag);
}

describe('a card measured', () => {
  it('as it is gives no hint', async () => {
    expect(await flagsOf(await photographed())).toEqual([]);
  });

  it.each(forgeries)('GH2 GH3 GH4 GH5 forged: %s is told', async (forgery) => {
    const forged = await forge(await photographed(), forgery, places, seededChance(11));
    expect(await flagsOf(forged)).toContain(forgery);
  });

  it('what is no picture cannot be measured', async () => {
    expect(await measureCard(Buffer.from('x'), places)).toEqual({
      ok: false,
      error: { kind: 'not-an-image' },
    });
  });
});
