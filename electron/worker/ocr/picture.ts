// Bytes to pixels. Refuses what is neither JPEG nor PNG, what is cut short, and what would unpack to more than memory allows.
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';

// Pixels of one customer must not wait in a cache for the next; one thread leaves the other core to the screen.
sharp.cache(false);
sharp.concurrency(1);

/** Pixels beyond this are a decompression bomb: more than the largest camera still a kiosk takes. */
export const maxPixels = 30_000_000;

/** Reading gains nothing above this width, and time grows with every pixel. */
const workingWidthPx = 1920;

/** Interleaved RGB, upright. */
export interface Picture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Pixels of the captured picture for one of these. */
  readonly scale: number;
}

/** One byte a pixel. */
export interface Grey {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface NotAnImage {
  readonly kind: 'not-an-image';
}

export function mediaTypeOf(bytes: Uint8Array): 'image/jpeg' | 'image/png' | null {
  const begins = (...magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ? 'image/png' : null;
}

/** Upright by its EXIF orientation, on white where transparent, at most 1920 pixels wide. */
export async function decode(bytes: Uint8Array): Promise<Result<Picture, NotAnImage>> {
  if (mediaTypeOf(bytes) === null) return err({ kind: 'not-an-image' });
  // The decoder's own refusals (cut short, corrupt, too large) are this edge's one answer.
  try {
    const upright = openPicture(bytes);
    const { autoOrient } = await upright.metadata();
    const { data, info } = await upright
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize({ width: workingWidthPx, withoutEnlargement: true })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const rgb = info.channels === 3 ? data : tripled(data);
    return ok({ rgb, width: info.width, height: info.height, scale: autoOrient.width / info.width });
  } catch {
    return err({ kind: 'not-an-image' });
  }
}

/** One channel at the captured size, which small modules of a code need; at most `widestPx`. */
export async function decodeGrey(
  bytes: Uint8Array,
  widestPx: number,
): Promise<Result<{ grey: Grey; scale: number }, NotAnImage>> {
  if (mediaTypeOf(bytes) === null) return err({ kind: 'not-an-image' });
  try {
    const upright = openPicture(bytes);
    const { autoOrient } = await upright.metadata();
    const { data, info } = await upright
      .flatten({ background: '#ffffff' })
      .resize({ width: widestPx, withoutEnlargement: true })
      .toColourspace('b-w')
      .extractChannel(0)
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const grey = { data, width: info.width, height: info.height };
    return ok({ grey, scale: autoOrient.width / info.width });
  } catch {
    return err({ kind: 'not-an-image' });
  }
}

/** Part of a picture as JPEG; what lies outside is left off. An empty remainder is no image. */
export async function cropped(bytes: Uint8Array, box: Box): Promise<Result<Uint8Array, NotAnImage>> {
  if (mediaTypeOf(bytes) === null) return err({ kind: 'not-an-image' });
  try {
    const { autoOrient } = await openPicture(bytes).metadata();
    const left = Math.max(0, Math.floor(box.x));
    const top = Math.max(0, Math.floor(box.y));
    const width = Math.min(autoOrient.width, Math.ceil(box.x + box.width)) - left;
    const height = Math.min(autoOrient.height, Math.ceil(box.y + box.height)) - top;
    if (width < 1 || height < 1) return err({ kind: 'not-an-image' });
    const cut = await openPicture(bytes)
      .extract({ left, top, width, height })
      .jpeg({ quality: 92 })
      .toBuffer();
    return ok(new Uint8Array(cut));
  } catch {
    return err({ kind: 'not-an-image' });
  }
}

/** Upright, within the limit of pixels, strict about damage. */
export function openPicture(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', autoOrient: true });
}

function tripled(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i] ?? 0, i * 3, i * 3 + 3);
  return rgb;
}

/** PNG of one channel, for the engine. */
export async function encodeGrey({ data, width, height }: Grey): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** RGB scaled down to a width, area-averaged. */
export async function shrink(picture: Picture, width: number): Promise<Picture> {
  if (picture.width <= width) return picture;
  const { data, info } = await sharp(picture.rgb, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  })
    .resize({ width })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = picture.scale * (picture.width / info.width);
  return { rgb: data, width: info.width, height: info.height, scale };
}
