// Is a picture sharp enough to be read? The variance of the Laplacian, at one fixed size so that figures compare.
import { brightest } from './flatten.ts';
import { shrink } from './picture.ts';
import type { Picture } from './picture.ts';

/** Half the width cards are read at: sensor noise is averaged away, print that can be read is not. */
const judgedWidthPx = 640;

/** Below this nothing was read off any of the specimens blurred step by step: the picture is refused at once. */
export const blurredBelow = 7;

/** Below this some could be read and some could not: where reading fails, blur is what to say. */
export const doubtfulBelow = 30;

/** Higher is sharper. Independent of the picture's size, not of how much is printed on it. */
export async function sharpnessOf(picture: Picture): Promise<number> {
  const { data, width, height } = brightest(await shrink(picture, judgedWidthPx));
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const around =
        (data[i - 1] ?? 0) + (data[i + 1] ?? 0) + (data[i - width] ?? 0) + (data[i + width] ?? 0);
      const value = around - 4 * (data[i] ?? 0);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
