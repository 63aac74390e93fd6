// Measures on one side's picture what a replaced portrait, a tampered number, a screen and a copier leave behind. Figures only;
// what they mean is decided in core (docs/spec/genuineness.md).
import { ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';
import type { CardMeasures } from '#core/reading/genuineness/hints.ts';
import { patternOf } from '#electron/adapter/face-model/regular-pattern.ts';
import { findCard } from '../card-outline.ts';
import { decode } from '../picture.ts';
import type { NotAnImage, Picture } from '../picture.ts';
import { projectionTo } from '../rectify.ts';
import type { Quad } from '../rectify.ts';
import { digitSpread } from './digit-spread.ts';
import { noiseRatio } from './noise-ratio.ts';

export interface MeasuredPlaces {
  /** In pixels of the captured picture. */
  readonly portrait: Box | null;
  readonly number: Box | null;
}

export async function measureCard(
  image: Uint8Array,
  places: MeasuredPlaces,
): Promise<Result<CardMeasures, NotAnImage>> {
  const decoded = await decode(image);
  if (!decoded.ok) return decoded;
  const picture = decoded.value;
  const quad = (await findCard(picture)) ?? whole(picture);
  const portrait = scaled(places.portrait, picture.scale);
  const number = scaled(places.number, picture.scale);
  const digits = number && digitSpread(picture, number);
  return ok({
    noiseRatio: portrait && noiseRatio(picture, quad, portrait),
    digitHeight: digits?.height ?? null,
    digitLine: digits?.line ?? null,
    pattern: regularPattern(picture, quad),
    colouredShare: colouredShare(picture, quad),
  });
}

function whole({ width, height }: Picture): Quad {
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
}

function scaled(box: Box | null, scale: number): Box | null {
  if (!box) return null;
  return { x: box.x / scale, y: box.y / scale, width: box.width / scale, height: box.height / scale };
}

/** Places over the card at which a square is looked at for waves, in shares of it. */
const columns = [0.14, 0.32, 0.5, 0.68, 0.86];
const rows = [0.16, 0.38, 0.62, 0.84];

/** Print is regular in places, the beat of a screen nearly everywhere: so the wave that three quarters of the squares reach. */
function regularPattern({ rgb, width, height }: Picture, quad: Quad): number | null {
  const project = projectionTo(quad);
  const strengths = columns.flatMap((u) =>
    rows.map((v) => {
      const { x, y } = project(u, v);
      // The square is laid around the point, as it is around the middle of a face.
      return patternOf(
        { rgb, widthPx: width, heightPx: height },
        { x: x - 32, y: y - 35.2, width: 64, height: 64 },
      );
    }),
  );
  const known = strengths.filter((strength) => strength > 0).toSorted((a, b) => a - b);
  return known[Math.floor(known.length / 4)] ?? null;
}

const colourWidthPx = 320;
/** Difference of the least and the greatest channel, by the greatest, from which a pixel has a colour. */
const colourFrom = 0.16;

/**
 * After the paper has been made white: a copy under a warm lamp is one colour all over, and so none. Small, for noise has
 * colours too, and each pixel is the mean of many.
 */
function colouredShare(picture: Picture, quad: Quad): number | null {
  const rgb = smallCard(picture, quad);
  const paper = [0, 1, 2].map((channel) => {
    const values = rgb.filter((_, i) => i % 3 === channel).toSorted();
    return values[Math.floor(values.length * 0.8)] ?? 255;
  });
  let coloured = 0;
  let count = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    const [r = 0, g = 0, b = 0] = [0, 1, 2].map(
      (c) => ((rgb[i + c] ?? 0) * 255) / Math.max(24, paper[c] ?? 255),
    );
    const most = Math.max(r, g, b);
    // In the dark a step of the camera's is a colour.
    if (most < 60) continue;
    count += 1;
    if ((most - Math.min(r, g, b)) / most > colourFrom) coloured += 1;
  }
  return count === 0 ? null : coloured / count;
}

/** The card's inside, straightened, each pixel the mean of nine places. */
function smallCard({ rgb, width, height }: Picture, quad: Quad): Uint8Array {
  const project = projectionTo(quad);
  const rows = Math.round(colourWidthPx / 1.586);
  const small = new Uint8Array(colourWidthPx * rows * 3);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < colourWidthPx; x++) {
      const sum = [0, 0, 0];
      for (let place = 0; place < 9; place++) {
        const at = project(
          (x + (1 + 2 * (place % 3)) / 6) / colourWidthPx,
          (y + (1 + 2 * Math.floor(place / 3)) / 6) / rows,
        );
        const px = Math.min(width - 1, Math.max(0, Math.floor(at.x)));
        const py = Math.min(height - 1, Math.max(0, Math.floor(at.y)));
        for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (rgb[(py * width + px) * 3 + c] ?? 0);
      }
      for (let c = 0; c < 3; c++) small[(y * colourWidthPx + x) * 3 + c] = Math.round((sum[c] ?? 0) / 9);
    }
  }
  return small;
}
