// A file that a person chose, taken as a picture or refused by name. Nothing of it stays in the browser.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { UploadFailure } from './capture-kinds.ts';
import type { CapturedPicture } from './captured-picture.ts';
import { maxPictureBytes } from './captured-picture.ts';
import { imageTypeBytes, imageTypeOf } from './image-type.ts';

/** Decodes a picture and tells its size; rejects for what is none. */
export type MeasurePicture = (file: Blob) => Promise<{ widthPx: number; heightPx: number }>;

export async function readUpload(
  file: Blob,
  measure: MeasurePicture = measureInBrowser,
): Promise<Result<CapturedPicture, { readonly kind: UploadFailure }>> {
  if (file.size > maxPictureBytes) return err({ kind: 'too-large' });
  const start = new Uint8Array(await file.slice(0, imageTypeBytes).arrayBuffer());
  const type = imageTypeOf(start);
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
