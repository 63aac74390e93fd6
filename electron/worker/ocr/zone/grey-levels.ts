// One grey picture in several sizes, each made when first wanted. Larger than the picture itself only up to twice.
import sharp from 'sharp';
import type { Grey } from '../picture.ts';

export interface GreyLevel {
  readonly grey: Grey;
  /** Pixels of this level for one of the picture. */
  readonly scale: number;
}

const mostEnlarged = 2;

export interface GreyLevels {
  readonly whole: Grey;
  /** The picture with its longer side at so many pixels; null where that would enlarge it too far. */
  withLongSide(px: number): Promise<GreyLevel | null>;
  /** The smallest of 1, 1/2, 1/4, 1/8 of the picture in which `scale` of the picture is still no enlargement. */
  forSampling(scale: number): Promise<GreyLevel>;
}

export function greyLevels(whole: Grey): GreyLevels {
  const kept = new Map<number, Promise<GreyLevel>>();
  const scaled = (scale: number): Promise<GreyLevel> => {
    const key = Math.round(scale * 1e4);
    const made = kept.get(key) ?? resized(whole, scale);
    kept.set(key, made);
    return made;
  };
  return {
    whole,
    async withLongSide(px) {
      const scale = px / Math.max(whole.width, whole.height);
      return scale > mostEnlarged ? null : scaled(scale);
    },
    forSampling(scale) {
      const power = Math.max(-3, Math.min(0, Math.ceil(Math.log2(scale))));
      return scaled(2 ** power);
    },
  };
}

async function resized(whole: Grey, scale: number): Promise<GreyLevel> {
  if (scale === 1) return { grey: whole, scale };
  const { data, info } = await sharp(whole.data, {
    raw: { width: whole.width, height: whole.height, channels: 1 },
  })
    .resize({
      width: Math.max(1, Math.round(whole.width * scale)),
      height: Math.max(1, Math.round(whole.height * scale)),
      fit: 'fill',
      kernel: scale < 1 ? 'linear' : 'cubic',
    })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { grey: { data, width: info.width, height: info.height }, scale };
}

/** Columns for rows. */
export function transposed({ data, width, height }: Grey): Grey {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) out[x * height + y] = data[y * width + x] ?? 0;
  }
  return { data: out, width: height, height: width };
}
