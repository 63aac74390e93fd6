// Blacks parts of a picture for good: the pixels are replaced, and nothing of the file as it came (thumbnail, EXIF) is kept.
import sharp from 'sharp';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';
import { mediaTypeOf, openPicture } from './picture.ts';
import type { NotAnImage } from './picture.ts';

/** Visibly no worse than a camera's own; print must stay legible to whoever looks at the case. */
const jpegQuality = 92;

/** The picture upright, of the size it had upright, in its own format. Boxes in its pixels; what lies outside is left off. */
export async function covered(
  bytes: Uint8Array,
  boxes: readonly Box[],
): Promise<Result<Uint8Array, NotAnImage>> {
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === null) return err({ kind: 'not-an-image' });
  // The decoder's own refusals are this edge's one answer.
  try {
    const { data, info } = await openPicture(bytes)
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    for (const box of boxes) blacken(data, info, box);
    const { width, height, channels } = info;
    const picture = sharp(data, { raw: { width, height, channels } });
    const encoded = mediaType === 'image/png' ? picture.png() : picture.jpeg({ quality: jpegQuality });
    return ok(new Uint8Array(await encoded.toBuffer()));
  } catch {
    return err({ kind: 'not-an-image' });
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

function blacken(pixels: Buffer, { width, height, channels }: Size, box: Box): void {
  const left = Math.max(0, Math.floor(box.x));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++) {
    if (right > left) pixels.fill(0, (y * width + left) * channels, (y * width + right) * channels);
  }
}
