// PDFs as customers bring them: a card on a page, two pages, locked, too long, broken, and bombs.
import pdfmake from 'pdfmake';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fontFiles } from '#electron/adapter/receipt/fonts.ts';
import { pdfPage } from './pdf-page.ts';

pdfmake.setFonts({ Latin: fontFiles.Latin });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => true);

const colour = async (hex: string): Promise<string> => {
  const bytes = await sharp({ create: { width: 400, height: 250, channels: 3, background: hex } })
    .jpeg()
    .toBuffer();
  return `data:image/jpeg;base64,${bytes.toString('base64')}`;
};

async function pdf(pages: readonly string[], userPassword?: string): Promise<Uint8Array> {
  const content = await Promise.all(
    pages.map(async (hex, index) => ({
      image: await colour(hex),
      width: 400,
      ...(index > 0 ? { pageBreak: 'before' as const } : {}),
    })),
  );
  const definition = {
    content,
    pageMargins: 0,
    defaultStyle: { font: 'Latin' },
    ...(userPassword === undefined ? {} : { userPassword }),
  };
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer());
}

async function colourOf(bytes: Uint8Array): Promise<readonly number[]> {
  const { data } = await sharp(bytes)
    .extract({ left: 100, top: 100, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

const near = (seen: readonly number[], wanted: readonly number[]): boolean =>
  wanted.every((value, i) => Math.abs((seen[i] ?? 0) - value) < 12);

describe('a page of a PDF', () => {
  it('becomes a picture, in its colours; a page that is not there is the last one', async () => {
    const file = await pdf(['#c02040', '#20a060']);
    const pages = await Promise.all([0, 1, 5].map((index) => pdfPage(file, index)));
    const colours = await Promise.all(pages.map((page) => colourOf(page.ok ? page.value : new Uint8Array())));
    expect(colours.map((seen) => near(seen, [0xc0, 0x20, 0x40]))).toEqual([true, false, false]);
    expect(colours.map((seen) => near(seen, [0x20, 0xa0, 0x60]))).toEqual([false, true, true]);
    const [first] = pages;
    const { width, height } = await sharp(first?.ok ? first.value : new Uint8Array()).metadata();
    expect(Math.max(width, height)).toBeLessThanOrEqual(2601);
    expect(Math.max(width, height)).toBeGreaterThan(2400);
  });

  it('locked with a password is refused as that', async () => {
    expect(await pdfPage(await pdf(['#888888'], 'secret'), 0)).toEqual({
      ok: false,
      error: { kind: 'pdf-locked' },
    });
  });

  it('of five pages is refused as too long', async () => {
    const file = await pdf(Array.from({ length: 5 }, () => '#888888'));
    expect(await pdfPage(file, 0)).toEqual({ ok: false, error: { kind: 'pdf-too-long' } });
  });

  it.each([
    ['no PDF', () => Promise.resolve(Buffer.from('hello'))],
    ['a header and nothing more', () => Promise.resolve(Buffer.from('%PDF-1.7\n'))],
    ['one that was cut short', async () => (await pdf(['#888888'])).subarray(0, 700)],
  ])('%s is no picture', async (_, make) => {
    expect(await pdfPage(new Uint8Array(await make()), 0)).toEqual({
      ok: false,
      error: { kind: 'not-an-image' },
    });
  });

  it('whose picture would fill the memory is refused unopened', async () => {
    const text = Buffer.from(await pdf(['#888888'])).toString('latin1');
    const bomb = text.replace(/\/Width 400/, '/Width 90000').replace(/\/Height 250/, '/Height 90000');
    expect(bomb).not.toBe(text);
    expect(await pdfPage(new Uint8Array(Buffer.from(bomb, 'latin1')), 0)).toEqual({
      ok: false,
      error: { kind: 'too-large' },
    });
  });
});
