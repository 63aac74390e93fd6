// Which part of a straightened card light hides. A card that is bright all over shows no reflection, and none is told of it.
import type { CardRegion, RegionArea } from './card-regions.ts';
import { burntOutOf, regionQualities, type GreyPatch } from './region-quality.ts';

export const glareLimits = {
  /** White cards are bright all over without being burnt out; a lamp's reflection covers more of a region than this. */
  region: 0.12,
  /** So much of the whole document is no reflection any more but too much light, or a scanner's white. */
  all: 0.5,
} as const;

export function glaringRegion(patch: GreyPatch, areas: readonly RegionArea[]): CardRegion | null {
  if (burntOutOf(patch) > glareLimits.all) return null;
  return regionQualities(patch, areas).find(({ burntOut }) => burntOut > glareLimits.region)?.region ?? null;
}
