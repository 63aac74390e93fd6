// One page of a PDF as a picture, by PDFium from the installed package's own file. Refuses what is locked, what has more pages
// than a document has sides, pictures inside that would fill the memory, and what is no PDF; runs no script, opens no link.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { PDFiumDocument, PDFiumLibrary, PDFiumPage } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { PdfFailure } from '#electron/port/document-reader.ts';
import { maxPixels } from './picture.ts';

/** Front and back, and a cover or a note with either. */
const mostPages = 4;
/** Points are 1/72 inch; print of a card is read well at 300 dots an inch. */
const dotsPerPoint = 300 / 72;
const longestSidePx = 2600;

/** `index` counts from nought; a page that is not there is the last one: a card's two sides may share one page. */
export async function pdfPage(bytes: Uint8Array, index: number): Promise<Result<Uint8Array, PdfFailure>> {
  if (!isPdf(bytes)) return err({ kind: 'not-an-image' });
  if (picturesTooLarge(bytes)) return err({ kind: 'too-large' });
  const library = await pdfium();
  // PDFium's memory is the customer's document: it goes with the library after every page.
  try {
    return await rendered(library, bytes, index);
  } finally {
    library.destroy();
  }
}

async function rendered(
  library: PDFiumLibrary,
  bytes: Uint8Array,
  index: number,
): Promise<Result<Uint8Array, PdfFailure>> {
  let document: PDFiumDocument | null = null;
  // PDFium throws plain errors for every fault of a file; which one it was is in the text alone.
  try {
    document = await library.loadDocument(bytes);
    const pages = document.getPageCount();
    if (pages < 1) return err({ kind: 'not-an-image' });
    if (pages > mostPages) return err({ kind: 'pdf-too-long' });
    return ok(await picture(document.getPage(Math.min(index, pages - 1))));
  } catch (error) {
    const locked = error instanceof Error && /password|security/i.test(error.message);
    return err({ kind: locked ? 'pdf-locked' : 'not-an-image' });
  } finally {
    document?.destroy();
  }
}

async function picture(page: PDFiumPage): Promise<Uint8Array> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longest = Math.max(originalWidth, originalHeight, 1);
  const scale = Math.min(dotsPerPoint, longestSidePx / longest);
  const { width, height, data } = await page.render({ scale, render: 'bitmap', transparent: false });
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    // Red first: the library has PDFium turn its order round.
    rgb[to] = data[from] ?? 255;
    rgb[to + 1] = data[from + 1] ?? 255;
    rgb[to + 2] = data[from + 2] ?? 255;
  }
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  return new Uint8Array(jpeg);
}

async function pdfium(): Promise<PDFiumLibrary> {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const require = createRequire(import.meta.url);
  const file = await readFile(require.resolve('@hyzyla/pdfium/pdfium.wasm'));
  return PDFiumLibrary.init({ wasmBinary: new Uint8Array(file).buffer });
}

/** The header may stand after some bytes of another program's (ISO 32000-1, annex H, note 13). */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
}

/** Sizes are written in the clear unless the file hides its objects; those the limit of the worker's memory meets. */
function picturesTooLarge(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  const sizes = (key: string): number[] =>
    [...text.matchAll(new RegExp(`/${key} {0,3}(\\d{1,9})\\b`, 'g'))].map((match) => Number(match[1]));
  return (
    Math.max(0, ...sizes('Width').slice(0, 1000)) * Math.max(0, ...sizes('Height').slice(0, 1000)) > maxPixels
  );
}
