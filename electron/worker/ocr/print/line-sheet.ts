// Lines of print put below each other on a clean sheet, each at one height and with its ink brought to one darkness: what the
// text engine reads best, whatever lay around them on the card.
import type { Box } from '#core/reading/field.ts';
import type { OcrWord } from '#core/reading/ocr-word.ts';
import type { Grey } from '../picture.ts';
import { withMats, type Mat, type OpenCv } from '../opencv.ts';
import { hasHeadline } from './headline.ts';

export interface SheetLook {
  /** Height of a line's box on the sheet, in pixels. */
  readonly height: number;
  /** Blur against noise, in pixels of the sheet. */
  readonly soften: number;
  /** Ink fainter than this share of black is not made darker: it may be noise. */
  readonly faintest: number;
}

export interface LineSheet {
  readonly grey: Grey;
  /** How many lines are on it. */
  readonly lines: number;
  /** A word that was read on the sheet as a word of the card, its line the one it was cut from; null between lines. */
  onCard(word: OcrWord): OcrWord | null;
}

/** Room around a line's box, in its heights. */
const room = { beside: 0.3, above: 0.3 };
const gapPx = 14;
const sideGapPx = 24;
/** How far along a line its darkness is taken together, in heights. */
const reach = 1.6;

interface Row {
  readonly top: number;
  readonly height: number;
  readonly from: Box;
  readonly scale: number;
}

/** `latinOnly`: lines of Devanagari are left out; to an engine of Latin letters they are slow nonsense. */
export function lineSheet(
  cv: OpenCv,
  ink: Mat,
  lines: readonly Box[],
  look: SheetLook,
  latinOnly = false,
): LineSheet {
  return withMats((keep) => {
    const cut = lines.flatMap((line) => {
      const from = withRoom(line, ink);
      const scale = look.height / line.height;
      const size = new cv.Size(
        Math.max(8, Math.round(from.width * scale)),
        Math.max(8, Math.round(from.height * scale)),
      );
      const part = keep(ink.roi(new cv.Rect(from.x, from.y, from.width, from.height)));
      const strip = keep(new cv.Mat());
      cv.resize(part, strip, size, 0, 0, scale < 1 ? cv.INTER_AREA : cv.INTER_CUBIC);
      if (look.soften > 0) cv.GaussianBlur(strip, strip, new cv.Size(0, 0), look.soften);
      evenInk(strip, look);
      const isLeftOut = latinOnly && hasHeadline(strip, (line.y - from.y) * scale);
      return isLeftOut ? [] : [{ from, scale, strip }];
    });
    const width = Math.max(64, ...cut.map(({ strip }) => strip.cols)) + 2 * sideGapPx;
    const height = cut.reduce((sum, { strip }) => sum + strip.rows + gapPx, gapPx);
    const data = new Uint8Array(width * height).fill(255);
    const rows: Row[] = [];
    let top = gapPx;
    for (const { from, scale, strip } of cut) {
      const pixels: Uint8Array = strip.data;
      for (let y = 0; y < strip.rows; y++) {
        for (let x = 0; x < strip.cols; x++) {
          data[(top + y) * width + sideGapPx + x] = 255 - (pixels[y * strip.cols + x] ?? 0);
        }
      }
      rows.push({ top, height: strip.rows, from, scale });
      top += strip.rows + gapPx;
    }
    return { grey: { data, width, height }, lines: rows.length, onCard: (word) => onCard(word, rows) };
  });
}

function withRoom(line: Box, { cols, rows }: Mat): Box {
  const x = Math.max(0, Math.round(line.x - line.height * room.beside));
  const y = Math.max(0, Math.round(line.y - line.height * room.above));
  const right = Math.min(cols, Math.round(line.x + line.width + line.height * room.beside));
  const bottom = Math.min(rows, Math.round(line.y + line.height * (1 + room.above)));
  return { x, y, width: Math.max(2, right - x), height: Math.max(2, bottom - y) };
}

/** Glare and wear take ink away along a line: what is darkest nearby becomes black, and the paper's noise white. */
function evenInk(strip: Mat, { height, faintest }: SheetLook): void {
  const { cols, rows } = strip;
  const pixels: Uint8Array = strip.data;
  const paper = paperOf(pixels);
  // The line's own rows only: a rule below it, or the next line's tops, are darker at times.
  const from = Math.floor(rows * 0.2);
  const to = Math.ceil(rows * 0.8);
  const darkest = new Float32Array(cols);
  for (let x = 0; x < cols; x++) {
    for (let y = from; y < to; y++) darkest[x] = Math.max(darkest[x] ?? 0, pixels[y * cols + x] ?? 0);
  }
  const window = Math.round((height * reach) / 2);
  for (let x = 0; x < cols; x++) {
    // Of the nearby columns the third darkest: a speck is no ink.
    let [first, second, third] = [0, 0, 0];
    for (let k = Math.max(0, x - window); k <= Math.min(cols - 1, x + window); k += 2) {
      const value = darkest[k] ?? 0;
      if (value > first) [first, second, third] = [value, first, second];
      else if (value > second) [second, third] = [value, second];
      else if (value > third) third = value;
    }
    const gain = 245 / Math.max(faintest * 255, third - paper);
    for (let y = 0; y < rows; y++) {
      const i = y * cols + x;
      pixels[i] = Math.max(0, Math.min(255, ((pixels[i] ?? 0) - paper) * gain));
    }
  }
}

/** The darkness that three fifths of a line stay below: its paper with the paper's noise. */
function paperOf(pixels: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += counts[value] ?? 0;
    if (seen * 5 >= pixels.length * 3) return value;
  }
  return 0;
}

function onCard(word: OcrWord, rows: readonly Row[]): OcrWord | null {
  const middle = word.box.y + word.box.height / 2;
  const at = rows.findIndex(({ top, height }) => middle >= top && middle < top + height);
  const row = rows[at];
  if (row === undefined) return null;
  const { from, scale, top } = row;
  return {
    ...word,
    lineId: at,
    box: {
      x: from.x + (word.box.x - sideGapPx) / scale,
      y: from.y + (word.box.y - top) / scale,
      width: word.box.width / scale,
      height: word.box.height / scale,
    },
  };
}
