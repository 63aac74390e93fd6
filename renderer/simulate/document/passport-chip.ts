// What the simulated customer's passport holds in its chip: the printed zone once more, and the portrait as a small JPEG.
import type { Person } from '../people.ts';
import { passportZone } from './passport-zone.ts';
import { drawPortrait } from './portrait.ts';

export interface PassportChip {
  readonly zone: string;
  readonly portrait: Blob;
}

/** Well under the 32 KB a chip's file may have. */
const widthPx = 300;
const heightPx = 386;

export async function passportChip(person: Person): Promise<PassportChip> {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  canvas
    .getContext('2d')
    ?.putImageData(new ImageData(drawPortrait(person, widthPx, heightPx), widthPx, heightPx), 0, 0);
  const portrait = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  return { zone: passportZone(person).join(''), portrait };
}
