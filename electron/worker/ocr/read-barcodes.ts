// From a picture's bytes to the barcodes in it, in pixels of the picture as captured. Refuses what is no picture.
import { ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { Barcode } from '#core/reading/barcode.ts';
import { barcodeEngine } from './barcode-engine.ts';
import { findBarcodes } from './find-barcodes.ts';
import type { FindOptions } from './find-barcodes.ts';
import { decodeGrey } from './picture.ts';
import type { NotAnImage } from './picture.ts';

/** More pixels than a 4K camera gives in one row add time and no module. */
const widestPx = 3840;

export async function readBarcodes(
  image: Uint8Array,
  options: FindOptions,
): Promise<Result<readonly Barcode[], NotAnImage>> {
  const [engine, decoded] = await Promise.all([barcodeEngine(), decodeGrey(image, widestPx)]);
  if (!decoded.ok) return decoded;
  const { grey, scale } = decoded.value;
  const found = await findBarcodes(engine, grey, options);
  return ok(
    found.map(({ format, text, box }) => ({
      format,
      text,
      box: { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale },
    })),
  );
}
