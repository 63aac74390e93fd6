// A picture's brightness by its brightest channel.
import type { Grey, Picture } from './picture.ts';

/** max(R, G, B), so that red or blue print over paper turns pale while black stays black. */
export function brightest({ rgb, width, height }: Picture): Grey {
  const data = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < data.length; i++, j += 3) {
    data[i] = Math.max(rgb[j] ?? 0, rgb[j + 1] ?? 0, rgb[j + 2] ?? 0);
  }
  return { data, width, height };
}
