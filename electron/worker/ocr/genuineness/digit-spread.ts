// How evenly a line of digits is printed: one machine prints all of them as high, on one line. A digit put in afterwards stands
// higher or lower, or is of another size.
import type { Box } from '#core/reading/field.ts';
import type { Picture } from '../picture.ts';

/** Fewer are no line to depart from; nor can a digit be told below this height in pixels. */
const leastDigits = 6;
const leastHeightPx = 12;

/** Where between ink and paper a mark begins: worn print breaks at one and runs together at another, a strange digit stays. */
const inkShares = [0.4, 0.5, 0.6] as const;

interface Mark {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface DigitSpread {
  /** The greatest departure from the middle height, in middle heights. */
  readonly height: number;
  /** The greatest distance of a digit's foot from the line through all of them, in middle heights. */
  readonly line: number;
}

export function digitSpread({ rgb, width, height }: Picture, box: Box): DigitSpread | null {
  const left = Math.max(0, Math.floor(box.x - box.height * 0.1));
  // Room for a digit that is too large or stands too low.
  const top = Math.max(0, Math.floor(box.y - box.height * 0.5));
  const right = Math.min(width, Math.ceil(box.x + box.width + box.height * 0.8));
  const bottom = Math.min(height, Math.ceil(box.y + box.height * 1.9));
  const [w, h] = [right - left, bottom - top];
  if (w < 40 || h < leastHeightPx) return null;
  const grey = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const i = ((y + top) * width + x + left) * 3;
      grey[y * w + x] = Math.max(rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0);
    }
  }
  const found = inkShares.flatMap((share) => {
    const marks = marksOf(grey, w, h, share).filter(({ top: upper, bottom: lower }) => {
      const middle = (upper + lower) / 2 + top;
      return middle > box.y - box.height * 0.1 && middle < box.y + box.height * 1.1;
    });
    const spread = spreadOf(marks);
    return spread ? [spread] : [];
  });
  if (found.length === 0) return null;
  return {
    height: Math.min(...found.map((spread) => spread.height)),
    line: Math.min(...found.map((spread) => spread.line)),
  };
}

function spreadOf(marks: readonly Mark[]): DigitSpread | null {
  const heights = marks.map((mark) => mark.bottom - mark.top + 1).toSorted((a, b) => a - b);
  const tall = heights.filter((each) => each >= leastHeightPx);
  // Smaller print below, as of a second number, may have as many signs as the line itself.
  const middle = tall[Math.floor(tall.length * 0.7)] ?? 0;
  if (middle === 0) return null;
  // Dust and halves of worn digits are smaller, rules wider; neighbours that run together are as high as the higher one.
  const sized = marks.filter((mark) => {
    const [across, down] = [mark.right - mark.left + 1, mark.bottom - mark.top + 1];
    return down > middle * 0.6 && down < middle * 1.8 && across < middle * 4.5;
  });
  // The box of a slanting line holds pieces of its neighbours: they stand a whole line away.
  const through = footLine(sized);
  const digits = sized.filter(
    (mark) => Math.abs(mark.bottom - through((mark.left + mark.right) / 2)) < middle * 0.8,
  );
  if (digits.length < leastDigits || digits.length > 20) return null;
  const line = footLine(digits);
  return {
    height: Math.max(...digits.map((mark) => Math.abs(mark.bottom - mark.top + 1 - middle))) / middle,
    line:
      Math.max(...digits.map((mark) => Math.abs(mark.bottom - line((mark.left + mark.right) / 2)))) / middle,
  };
}

/** Dark connected marks, by a threshold between the box's paper and its ink. */
function marksOf(grey: Uint8Array, w: number, h: number, inkShare: number): Mark[] {
  const sorted = grey.toSorted();
  const ink = sorted[Math.floor(sorted.length * 0.04)] ?? 0;
  const paper = sorted[Math.floor(sorted.length * 0.7)] ?? 255;
  const threshold = ink + (paper - ink) * inkShare;
  if (paper - ink < 40) return [];
  const seen = new Uint8Array(w * h);
  const marks: Mark[] = [];
  for (let start = 0; start < grey.length; start++) {
    if (seen[start] === 1 || (grey[start] ?? 255) > threshold) continue;
    const mark: Mark = { left: w, right: 0, top: h, bottom: 0 };
    const open = [start];
    seen[start] = 1;
    let cut = false;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % w;
      const y = (at - x) / w;
      mark.left = Math.min(mark.left, x);
      mark.right = Math.max(mark.right, x);
      mark.top = Math.min(mark.top, y);
      mark.bottom = Math.max(mark.bottom, y);
      if (x === 0 || y === 0 || x === w - 1 || y === h - 1) cut = true;
      for (const next of [x > 0 ? at - 1 : -1, x < w - 1 ? at + 1 : -1, at - w, at + w]) {
        if (next < 0 || next >= grey.length || seen[next] === 1 || (grey[next] ?? 255) > threshold) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
    // What runs out of the box is another line of print.
    if (!cut) marks.push(mark);
  }
  return marks;
}

/** The line through the digits' feet by the median of all pairs' slopes (Theil and Sen): one that is off does not tilt it. */
function footLine(digits: readonly Mark[]): (x: number) => number {
  const points = digits.map(({ left, right, bottom }) => ({ x: (left + right) / 2, y: bottom }));
  const middleOf = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const slopes = points.flatMap((a, i) =>
    points.slice(i + 1).flatMap((b) => (b.x === a.x ? [] : [(b.y - a.y) / (b.x - a.x)])),
  );
  const slope = middleOf(slopes);
  const at = middleOf(points.map(({ x, y }) => y - slope * x));
  return (x) => at + slope * x;
}
