// A card in even light: max(R, G, B), so that coloured patterns pale, divided by the dilated, blurred background. Shadows, uneven
// light and tints of the paper are gone from it.
import { withMats, type Mat, type OpenCv } from '../opencv.ts';
import type { Grey } from '../picture.ts';

/** The background is taken at a quarter of the size. */
const shrunk = 4;
/** In pixels of that: wider than the boldest stroke, narrower than a shadow. */
const dilatedPx = 13;
const blurred = 6;

/** Paper 255, ink darker. The caller ends the returned matrix. */
export function paperWhite(cv: OpenCv, card: Mat): Mat {
  return withMats((keep) => {
    const mat = (): Mat => keep(new cv.Mat());
    const channels = keep(new cv.MatVector());
    cv.split(card, channels);
    const brightest = mat();
    cv.max(keep(channels.get(0)), keep(channels.get(1)), brightest);
    cv.max(brightest, keep(channels.get(2)), brightest);
    const small = mat();
    const size = new cv.Size(Math.round(card.cols / shrunk), Math.round(card.rows / shrunk));
    cv.resize(brightest, small, size, 0, 0, cv.INTER_AREA);
    const disc = keep(cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(dilatedPx, dilatedPx)));
    cv.dilate(small, small, disc);
    cv.GaussianBlur(small, small, new cv.Size(0, 0), blurred);
    const paper = mat();
    cv.resize(small, paper, new cv.Size(card.cols, card.rows));
    const white = new cv.Mat();
    cv.divide(brightest, paper, white, 255);
    return white;
  });
}

/** Sensor noise is averaged away, strokes are not. */
const denoise = 0.8;

/** Ink 255, paper near 0. The caller ends the returned matrix. */
export function inkOf(cv: OpenCv, { data, width, height }: Grey): Mat {
  const ink = new cv.Mat(height, width, cv.CV_8U);
  ink.data.set(data);
  cv.GaussianBlur(ink, ink, new cv.Size(0, 0), denoise);
  cv.bitwise_not(ink, ink);
  return ink;
}

/** Gives strokes back some of the contrast that a blur took (an unsharp mask), in place. */
export function sharpen(cv: OpenCv, ink: Mat, { amount, blur }: { amount: number; blur: number }): void {
  withMats((keep) => {
    const soft = keep(new cv.Mat());
    cv.GaussianBlur(ink, soft, new cv.Size(0, 0), blur);
    cv.addWeighted(ink, 1 + amount, soft, -amount, 0, ink);
  });
}
