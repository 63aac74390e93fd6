// Decodes a JPEG or PNG into upright RGB pixels, and scales parts of it. Refuses every other format and absurd sizes.
import sharp from 'sharp';
import type { Box } from '#core/reading/field.ts';

/** Interleaved RGB, 0-255, rows from the top. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

// One picture at a time in a process of its own: a cache would keep a customer's face in memory for nothing.
sharp.cache(false);
sharp.concurrency(1);

/** A 24-megapixel phone picture passes; a decompression bomb does not. */
const maxPixels = 30_000_000;
const jpegStart = [0xff, 0xd8, 0xff];
const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Null when the bytes are no picture that can be read whole. */
export async function decodePicture(image: Uint8Array): Promise<Picture | null> {
  // By their first bytes, so that no other decoder of the library (SVG, PDF, TIFF) ever sees a stranger's bytes.
  if (!startsWith(image, jpegStart) && !startsWith(image, pngStart)) return null;
  return (
    sharp(image, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      // A decoder says "no picture" by throwing: here that is an answer.
      .then(
        ({ data, info }) =>
          info.channels === 3 ? { widthPx: info.width, heightPx: info.height, rgb: data } : null,
        () => null,
      )
  );
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** The part of `box` that lies in the picture, in whole pixels; null when there is none. */
export function clampBox(box: Box, picture: Picture): Box | null {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.min(picture.widthPx, Math.ceil(box.x + box.width)) - x;
  const height = Math.min(picture.heightPx, Math.ceil(box.y + box.height)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** `part` scaled by `scale`; both sides at least one pixel. */
export async function scalePart(picture: Picture, part: Box, scale: number): Promise<Picture> {
  const isWhole = part.width === picture.widthPx && part.height === picture.heightPx;
  if (isWhole && scale === 1) return picture;
  const widthPx = Math.max(1, Math.round(part.width * scale));
  const heightPx = Math.max(1, Math.round(part.height * scale));
  const rgb = await sharp(picture.rgb, {
    raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 },
  })
    .extract({ left: part.x, top: part.y, width: part.width, height: part.height })
    .resize(widthPx, heightPx, { fit: 'fill', kernel: scale > 1 ? 'cubic' : 'linear' })
    .raw()
    .toBuffer();
  return { widthPx, heightPx, rgb };
}

/** Turned by half a circle. */
export function upsideDown({ widthPx, heightPx, rgb }: Picture): Picture {
  const turned = new Uint8Array(rgb.length);
  for (let from = 0, to = rgb.length - 3; to >= 0; from += 3, to -= 3) {
    turned[to] = rgb[from] ?? 0;
    turned[to + 1] = rgb[from + 1] ?? 0;
    turned[to + 2] = rgb[from + 2] ?? 0;
  }
  return { widthPx, heightPx, rgb: turned };
}

/** As in a mirror. */
export function mirrored({ widthPx, heightPx, rgb }: Picture): Picture {
  const turned = new Uint8Array(rgb.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const from = (y * widthPx + x) * 3;
      const to = (y * widthPx + widthPx - 1 - x) * 3;
      turned[to] = rgb[from] ?? 0;
      turned[to + 1] = rgb[from + 1] ?? 0;
      turned[to + 2] = rgb[from + 2] ?? 0;
    }
  }
  return { widthPx, heightPx, rgb: turned };
}
