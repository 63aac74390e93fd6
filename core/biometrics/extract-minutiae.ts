// Minutiae from a fingerprint picture at 500 dpi: where the ridges' middle lines end and fork, less what the rim, short
// spurs and broken ridges only seem to be. Refuses pictures with hardly any print in them.
import { err, ok, type Result } from '../kernel/result.ts';
import type { Minutia, MinutiaeTemplate } from './minutiae-template.ts';
import { boxMean, neighboursOf, traceRidges, type GreyImage, type RidgeImage } from './ridge-image.ts';

export type ExtractionFlaw =
  | { readonly kind: 'not-a-fingerprint' }
  | { readonly kind: 'picture-too-large' }
  | { readonly kind: 'picture-too-small' };

/** Pixels at 500 dpi. Followed so far, a ridge gives its direction; a line that ends before is no ridge. */
const followPx = 12;
/** A fork this far on leaves the direction clear. */
const leastFollowPx = 6;
/** Nearer to the rim of the print than this, an ending is the print's end. */
const rimPx = 14;
/** Two minutiae nearer than this are one flaw: a scar, a pore, a broken ridge. */
const apartPx = 7;
const fewestMinutiae = 10;
const leastSidePx = 90;
const mostPixels = 2_000_000;
const mostMinutiae = 250;

export function extractMinutiae(image: GreyImage): Result<MinutiaeTemplate, ExtractionFlaw> {
  const { widthPx, heightPx, pixels } = image;
  if (widthPx * heightPx > mostPixels) return err({ kind: 'picture-too-large' });
  if (Math.min(widthPx, heightPx) < leastSidePx || pixels.length < widthPx * heightPx)
    return err({ kind: 'picture-too-small' });
  const ridges = traceRidges(image);
  const found = apart(candidates(ridges));
  if (found.length < fewestMinutiae) return err({ kind: 'not-a-fingerprint' });
  return ok({
    widthPx,
    heightPx,
    pxPerCm: 197,
    position: 0,
    quality: 0,
    minutiae: found.slice(0, mostMinutiae),
  });
}

function candidates(ridges: RidgeImage): Minutia[] {
  const { widthPx, heightPx, skeleton, mask } = ridges;
  const inside = boxMean(Float32Array.from(mask), widthPx, heightPx, rimPx);
  const found: Minutia[] = [];
  for (let y = rimPx; y < heightPx - rimPx; y += 1)
    for (let x = rimPx; x < widthPx - rimPx; x += 1) {
      const at = y * widthPx + x;
      if (skeleton[at] !== 1 || (inside[at] ?? 0) < 0.999) continue;
      const starts = branchesAt(skeleton, at, widthPx);
      if (starts.length !== 1 && starts.length !== 3) continue;
      const directions = starts.map((start) => directionOf(ridges, at, start));
      const known = directions.filter((direction) => direction !== null);
      if (known.length !== starts.length) continue;
      const angle = known.length === 1 ? known[0] : betweenClosest(known);
      if (angle === undefined) continue;
      found.push({ xPx: x, yPx: y, angle, type: known.length === 1 ? 'ending' : 'bifurcation' });
    }
  return found;
}

/** First pixels of the lines that leave a pixel: of a run of neighbours the one that touches it by a side. */
function branchesAt(skeleton: Uint8Array, at: number, width: number): number[] {
  const around = neighboursOf(skeleton, at, width);
  const offsets = [-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1];
  const starts: number[] = [];
  for (const [index, value] of around.entries()) {
    if (value !== 1) continue;
    // A corner's neighbour beside a side's belongs to it.
    const isCorner = index % 2 === 1;
    if (isCorner && (around[(index + 1) % 8] === 1 || around[(index + 7) % 8] === 1)) continue;
    starts.push(at + (offsets[index] ?? 0));
  }
  return starts;
}

/** Angle from a minutia along one line, y upwards; null where the line ends or forks too soon. */
function directionOf({ skeleton, widthPx }: RidgeImage, from: number, start: number): number | null {
  let before = from;
  let at = start;
  for (let step = 1; step < followPx; step += 1) {
    const onward = branchesAt(skeleton, at, widthPx).filter(
      (next) => next !== before && next !== from && !touches(next, before, widthPx),
    );
    const [next] = onward;
    if (next === undefined) return null;
    if (onward.length > 1) {
      if (step < leastFollowPx) return null;
      break;
    }
    before = at;
    at = next;
  }
  const dx = (at % widthPx) - (from % widthPx);
  const dy = Math.floor(at / widthPx) - Math.floor(from / widthPx);
  return positive(Math.atan2(-dy, dx));
}

function touches(a: number, b: number, width: number): boolean {
  const columns = Math.abs((a % width) - (b % width));
  return columns <= 1 && Math.abs(Math.floor(a / width) - Math.floor(b / width)) <= 1;
}

/** Of three lines the middle of the two that lie closest: where the valley between them begins. */
function betweenClosest(angles: readonly number[]): number | undefined {
  let closest: { apart: number; middle: number } | undefined;
  for (const [index, a] of angles.entries())
    for (const b of angles.slice(index + 1)) {
      const turn = Math.atan2(Math.sin(b - a), Math.cos(b - a));
      if (!closest || Math.abs(turn) < closest.apart)
        closest = { apart: Math.abs(turn), middle: positive(a + turn / 2) };
    }
  return closest?.middle;
}

function apart(all: readonly Minutia[]): Minutia[] {
  return all.filter((one) =>
    all.every((other) => other === one || Math.hypot(one.xPx - other.xPx, one.yPx - other.yPx) >= apartPx),
  );
}

const positive = (angle: number) => (angle + 2 * Math.PI) % (2 * Math.PI);
