// Codes as cameras see them: small, soft, at any angle; and pictures without any.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pdf417, photographed, qrModules } from './codes.fixture.ts';
import { readBarcodes } from './read-barcodes.ts';

const unhurried = 60_000;
/** As many digits as a Secure QR: a code of 121 modules. */
const dense = BigInt(`0x7${randomBytes(1300).toString('hex')}`).toString();

async function texts(image: Uint8Array, formats: readonly ('qr' | 'pdf417')[]): Promise<readonly string[]> {
  const read = await readBarcodes(image, { formats, budgetMs: unhurried });
  if (!read.ok) throw new Error(read.error.kind);
  return read.value.map((code) => code.text);
}

describe('barcodes', () => {
  it.each([
    ['large and level', 4, 0, 0],
    ['three pixels a module, turned', 3, 17, 0.7],
    ['2.4 pixels a module, turned and soft', 2.4, -9, 1.1],
  ])('QR: a dense code is read, %s', async (_, scale, turnDeg, blurPx) => {
    const photo = await photographed(await qrModules(dense), { scale, turnDeg, blurPx });
    expect(await texts(photo, ['qr'])).toEqual([dense]);
  });

  it('QR: its place is told in pixels of the captured picture', async () => {
    const photo = await photographed(await qrModules('PLACE'), { scale: 6, turnDeg: 0 });
    const read = await readBarcodes(photo, { formats: ['qr'], budgetMs: unhurried });
    const { width, height } = await sharp(photo).metadata();
    // Paper of 90 and 60 pixels, then a quiet zone of four modules of six pixels.
    const box = read.ok ? read.value[0]?.box : undefined;
    expect(box?.x).toBeCloseTo(90 + 24, -1);
    expect(box?.y).toBeCloseTo(60 + 24, -1);
    expect(box?.width).toBeCloseTo(width - 140 - 48, -1);
    expect(box?.height).toBeCloseTo(height - 140 - 48, -1);
  });

  it('PDF417: read at every angle', async () => {
    const text = 'ANSI 636000 a licence of nobody, in two lines of capitals and 0123456789';
    const code = await pdf417(text);
    for (const turnDeg of [0, 6, 23, 45, 71, 90, -38, 180]) {
      const photo = await photographed(code, { scale: 1, turnDeg });
      expect([turnDeg, await texts(photo, ['pdf417'])]).toEqual([turnDeg, [text]]);
    }
  });

  it('a picture without a code yields none', async () => {
    const plain = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#cab' } })
      .jpeg()
      .toBuffer();
    expect(await texts(plain, ['qr', 'pdf417'])).toEqual([]);
  });

  it('bytes that are no picture are refused', async () => {
    const read = await readBarcodes(Buffer.from('QR'), { formats: ['qr'], budgetMs: unhurried });
    expect(read).toEqual({ ok: false, error: { kind: 'not-an-image' } });
  });

  it('no attempt is begun once the time is spent', async () => {
    const noise = randomBytes(900 * 600);
    const picture = await sharp(noise, { raw: { width: 900, height: 600, channels: 1 } })
      .png()
      .toBuffer();
    expect(await readBarcodes(picture, { formats: ['qr', 'pdf417'], budgetMs: 1 })).toEqual({
      ok: true,
      value: [],
    });
  });

  const folder = fileURLToPath(new URL('../../../../shared/data/cards/qr/', import.meta.url));
  it.skipIf(!existsSync(folder))('QR: photographed cards (needs ../shared/data/cards/qr)', async () => {
    const wanted = readFileSync(`${folder}../../aadhaar-qr/v2_test.txt`, 'utf8').trim();
    for (const file of readdirSync(folder)) {
      expect([file, await texts(readFileSync(folder + file), ['qr'])]).toEqual([file, [wanted]]);
    }
  });
});
