// Keeps one of several boxes that mean the same face: the surest wins. Pure.
import type { Box } from '#core/reading/field.ts';

/** Area of both over area of either, 0 to 1. */
export function overlapShare(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Greedy non-maximum suppression; the answer is ordered by confidence, highest first. */
export function suppressOverlaps<T extends { readonly confidence: number; readonly box: Box }>(
  found: readonly T[],
  limit: number,
): T[] {
  const kept: T[] = [];
  for (const next of found.toSorted((a, b) => b.confidence - a.confidence)) {
    if (kept.every((other) => overlapShare(other.box, next.box) <= limit)) kept.push(next);
  }
  return kept;
}
