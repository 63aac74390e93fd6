// Glare and blur of a straightened card, region by region. Says how much of a region is burnt out and how crisp its print is;
// what follows from that is decided elsewhere.
import type { CardRegion, RegionArea } from './card-regions.ts';

/** One byte a pixel. */
export interface GreyPatch {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface RegionQuality {
  readonly region: CardRegion;
  /** Share of pixels at which nothing can be told any more, 0 to 1. */
  readonly burntOut: number;
  /** Fine detail against all contrast of the region; null where there is no print to judge by. */
  readonly crispness: number | null;
}

/** At and above this a pixel holds no detail any more. */
export const burntOutFrom = 250;
/** Variance of grey below which a region is blank paper, or print too faint to judge. */
const leastContrast = 60;
/** A region is judged by cells of about the height of a line of print. */
const cellShare = 0.06;

export function regionQualities(patch: GreyPatch, areas: readonly RegionArea[]): RegionQuality[] {
  return areas.map((area) => {
    const left = Math.max(1, Math.floor(area.x * patch.width));
    const top = Math.max(1, Math.floor(area.y * patch.height));
    const right = Math.min(patch.width - 1, Math.ceil((area.x + area.width) * patch.width));
    const bottom = Math.min(patch.height - 1, Math.ceil((area.y + area.height) * patch.height));
    return {
      region: area.region,
      burntOut: burntOutShare(patch, left, top, right, bottom),
      // A face has soft edges however sharp the picture is.
      crispness: area.region === 'portrait' ? null : crispness(patch, left, top, right, bottom),
    };
  });
}

/** Of a whole patch. */
export function burntOutOf(patch: GreyPatch): number {
  return burntOutShare(patch, 0, 0, patch.width, patch.height);
}

function burntOutShare(
  { data, width }: GreyPatch,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  let burnt = 0;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) if ((data[y * width + x] ?? 0) >= burntOutFrom) burnt += 1;
  return burnt / Math.max(1, (right - left) * (bottom - top));
}

/**
 * Variance of the Laplacian by variance of the grey, of the cells with the most contrast: print is what has contrast in
 * small, and a sharp edge of it gives the Laplacian several times the variance that a soft one gives.
 */
function crispness(
  { data, width, height }: GreyPatch,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number | null {
  const cell = Math.max(8, Math.round(height * cellShare));
  const cells: { readonly contrast: number; readonly detail: number }[] = [];
  for (let y0 = top; y0 + cell <= bottom; y0 += cell) {
    for (let x0 = left; x0 + cell * 2 <= right; x0 += cell * 2) {
      let sum = 0;
      let squares = 0;
      let laplace = 0;
      for (let y = y0; y < y0 + cell; y++) {
        for (let x = x0; x < x0 + cell * 2; x++) {
          const i = y * width + x;
          const value = data[i] ?? 0;
          const around =
            (data[i - 1] ?? 0) + (data[i + 1] ?? 0) + (data[i - width] ?? 0) + (data[i + width] ?? 0);
          sum += value;
          squares += value * value;
          laplace += (around - 4 * value) ** 2;
        }
      }
      const count = cell * cell * 2;
      cells.push({ contrast: squares / count - (sum / count) ** 2, detail: laplace / count });
    }
  }
  const printed = cells.filter(({ contrast }) => contrast >= leastContrast);
  if (printed.length === 0) return null;
  const most = printed.toSorted((a, b) => b.contrast - a.contrast).slice(0, Math.ceil(printed.length / 2));
  const ratio = most.map(({ contrast, detail }) => detail / contrast).toSorted((a, b) => a - b);
  return ratio[Math.floor(ratio.length / 2)] ?? null;
}
