// A file that a person chose, taken as a picture or refused by name. Nothing of it stays in the browser.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { UploadFailure } from './capture-kinds.ts';
import type { CapturedPicture } from './captured-picture.ts';
import { maxPictureBytes } from './captured-picture.ts';
import { fileTypeOf, imageTypeBytes, pdfType } from './image-type.ts';

/** Decodes a picture and tells its size; rejects for what is none. */
export type MeasurePicture = (file: Blob) => Promise<{ widthPx: number; heightPx: number }>;

/** Turns a PDF into the picture of one of its pages; what it refuses, it says to the person itself and answers with null. */
export type OpenPdf = (file: Blob) => Promise<Blob | null>;

export async function readUpload(
  file: Blob,
  measure: MeasurePicture = measureInBrowser,
  openPdf: OpenPdf | null = null,
): Promise<Result<CapturedPicture, { readonly kind: UploadFailure | 'not-opened' }>> {
  if (file.size > maxPictureBytes) return err({ kind: 'too-large' });
  const start = new Uint8Array(await file.slice(0, imageTypeBytes).arrayBuffer());
  const type = fileTypeOf(start);
  if (type === pdfType) {
    const page = openPdf && (await openPdf(file));
    // The page is a picture like any other from here on; a page that calls itself a PDF would go round for ever.
    return page ? readUpload(page, measure) : err({ kind: openPdf ? 'not-opened' : 'wrong-type' });
  }
  if (!type) return err({ kind: 'wrong-type' });
  // The right first bytes and then nothing that decodes: a broken download, or something that only looks like a picture.
  const size = await measure(file).catch(() => null);
  if (!size) return err({ kind: 'not-an-image' });
  return ok({ image: file.slice(0, file.size, type), ...size, taken: 'upload', device: null });
}

async function measureInBrowser(file: Blob): Promise<{ widthPx: number; heightPx: number }> {
  const bitmap = await createImageBitmap(file);
  const size = { widthPx: bitmap.width, heightPx: bitmap.height };
  bitmap.close();
  return size;
}
