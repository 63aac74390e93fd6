// Finds the lines of print on a straightened card: where many strokes stand close beside each other. Made for cards, whose lines
// run level once the card is straight; a portrait may yield a line or two, which reads as nothing.
import type { Box } from '#core/reading/field.ts';
import { withMats, type Mat, type OpenCv } from '../opencv.ts';

/** Looked for at half the card's size: strokes are two pixels wide there, and noise is averaged. */
const shrunk = 2;
/** Strokes' energy is gathered over about two letters. */
const gathered = { width: 21, height: 5 };
/** A gap between words is closed, one between columns is not. */
const closedPx = 17;
const thinnest = { width: 9, height: 5 };
/** Of the shrunk card: print is 8 to 45 high there, and no shorter than two letters. */
const heights = { least: 7, most: 46 };
/** The card's own edge and rounded corners are no print. */
const margin = 0.012;
/** More are patterns and portraits. */
const mostLines = 26;

/** `ink` is the card's darkness against its paper. Boxes in its pixels, from the top down. */
export function textLines(cv: OpenCv, ink: Mat): readonly Box[] {
  return withMats((keep) => {
    const mat = (): Mat => keep(new cv.Mat());
    const size = new cv.Size(Math.round(ink.cols / shrunk), Math.round(ink.rows / shrunk));
    const small = mat();
    cv.resize(ink, small, size, 0, 0, cv.INTER_AREA);
    const slope = mat();
    cv.Sobel(small, slope, cv.CV_16S, 1, 0, 3);
    const energy = mat();
    cv.convertScaleAbs(slope, energy);
    cv.boxFilter(energy, energy, -1, new cv.Size(gathered.width, gathered.height));
    const typical = middleOf(energy);
    const found = mat();
    cv.threshold(energy, found, Math.max(typical * 1.6, typical + 7), 255, cv.THRESH_BINARY);
    clearMargin(cv, found);
    const bridge = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(closedPx, 1)));
    cv.morphologyEx(found, found, cv.MORPH_CLOSE, bridge);
    const speck = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(thinnest.width, thinnest.height)));
    cv.morphologyEx(found, found, cv.MORPH_OPEN, speck);
    const contours = keep(new cv.MatVector());
    cv.findContours(found, contours, mat(), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE);
    const boxes: Box[] = [];
    for (let i = 0; i < contours.size(); i++) {
      const contour = keep(contours.get(i));
      const { x, y, width, height } = cv.boundingRect(contour);
      if (height < heights.least || height > heights.most || width < height * 1.4) continue;
      boxes.push({ x: x * shrunk, y: y * shrunk, width: width * shrunk, height: height * shrunk });
    }
    const widest = boxes.toSorted((a, b) => b.width - a.width).slice(0, mostLines);
    return widest.toSorted((a, b) => a.y - b.y);
  });
}

function middleOf(mat: Mat): number {
  const counts = new Uint32Array(256);
  for (const value of mat.data) counts[value] = (counts[value] ?? 0) + 1;
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += counts[value] ?? 0;
    if (seen * 2 >= mat.data.length) return value;
  }
  return 255;
}

function clearMargin(cv: OpenCv, mat: Mat): void {
  const edge = Math.round(mat.cols * margin);
  const black = new cv.Scalar(0);
  cv.rectangle(mat, new cv.Point(0, 0), new cv.Point(mat.cols - 1, mat.rows - 1), black, edge * 2);
}
