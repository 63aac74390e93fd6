// What a camera makes of a scene: exposure, colour cast, softness, noise of light and sensor. Seeded; keeps its own noise from frame to frame apart.
import sharp from 'sharp';
import type { Chance } from '#test/fault/chance.ts';
import { between, gaussian } from './draw.ts';

export interface CameraModel {
  /** Changes the pixels in place. */
  expose(rgba: Uint8ClampedArray, widthPx: number, heightPx: number): void;
}

/** Normal deviates, drawn once: noise reads them from a random place. */
function noiseTable(chance: Chance): Float32Array {
  return Float32Array.from({ length: (1 << 16) + 2 }, () => gaussian(chance));
}

export function drawCamera(chance: Chance): CameraModel {
  const table = noiseTable(chance);
  const gain = between(chance, 0.85, 1.12);
  const gainRed = gain * between(chance, 0.94, 1.06);
  const gainBlue = gain * between(chance, 0.93, 1.07);
  /** Of 255: a good webcam in daylight 1, a poor one in a dim room 4. */
  const readNoise = between(chance, 0.6, 2.6);
  const shotNoise = between(chance, 0.04, 0.16);
  const deviation = Float32Array.from(
    { length: 256 },
    (_, value) => readNoise + shotNoise * Math.sqrt(value),
  );
  const softness = between(chance, 0, 0.6);
  let row = new Float32Array(0);
  return {
    expose(rgba, widthPx, heightPx) {
      if (softness > 0.05) {
        if (row.length !== widthPx * 4) row = new Float32Array(widthPx * 4);
        soften(rgba, widthPx, heightPx, softness, row);
      }
      let at = chance.below(1 << 16);
      for (let i = 0; i < rgba.length; i += 4) {
        const r = rgba[i] ?? 0;
        const g = rgba[i + 1] ?? 0;
        const b = rgba[i + 2] ?? 0;
        at = (at + 3) & 0xffff;
        rgba[i] = r * gainRed + (table[at] ?? 0) * (deviation[r] ?? 0);
        rgba[i + 1] = g * gain + (table[at + 1] ?? 0) * (deviation[g] ?? 0);
        rgba[i + 2] = b * gainBlue + (table[at + 2] ?? 0) * (deviation[b] ?? 0);
        // A new start now and then, or the table's period would lie over the picture as a pattern.
        if ((i & 0xfff) === 0) at = chance.below(1 << 16);
      }
    },
  };
}

/** A lens that is not sharp, along rows and columns. */
function soften(
  rgba: Uint8ClampedArray,
  widthPx: number,
  heightPx: number,
  amount: number,
  row: Float32Array,
): void {
  const side = amount / 3;
  const middle = 1 - 2 * side;
  for (let y = 0; y < heightPx; y++) {
    const start = y * widthPx * 4;
    for (let i = 0; i < widthPx * 4; i++) row[i] = rgba[start + i] ?? 0;
    for (let i = 4; i < (widthPx - 1) * 4; i++) {
      // The fourth is how opaque it is: all of it, always.
      if ((i & 3) === 3) continue;
      rgba[start + i] = middle * (row[i] ?? 0) + side * ((row[i - 4] ?? 0) + (row[i + 4] ?? 0));
    }
  }
  const down = widthPx * 4;
  for (let y = 1; y < heightPx - 1; y++) {
    for (let i = y * down; i < (y + 1) * down; i++) {
      if ((i & 3) === 3) continue;
      rgba[i] = middle * (rgba[i] ?? 0) + side * ((rgba[i - down] ?? 0) + (rgba[i + down] ?? 0));
    }
  }
}

/** As the screen sends it. */
export async function asJpeg(
  rgba: Uint8ClampedArray,
  widthPx: number,
  heightPx: number,
): Promise<Uint8Array> {
  return sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 88, chromaSubsampling: '4:2:0' })
    .toBuffer();
}
