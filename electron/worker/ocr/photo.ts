// The photo inside a Secure QR: JPEG 2000, a few hundred bytes to some KB, turned into the JPEG that everything else reads.
import sharp from 'sharp';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { decodeJpeg2000 } from '#native/jpeg2000/decode-jpeg2000.ts';
import type { NotAnImage } from './picture.ts';

/** Secure QRs carry some 60 × 80 pixels. */
const limits = { longestSidePx: 1024, largestBytes: 64 * 1024 };

export async function decodePhoto(codestream: Uint8Array): Promise<Result<Uint8Array, NotAnImage>> {
  const photo = await decodeJpeg2000(codestream, limits);
  if (!photo) return err({ kind: 'not-an-image' });
  const { widthPx: width, heightPx: height, channels, pixels } = photo;
  const jpeg = await sharp(pixels, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .jpeg({ quality: 95 })
    .toBuffer();
  return ok(new Uint8Array(jpeg));
}
