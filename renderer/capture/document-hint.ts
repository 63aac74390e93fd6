// The one thing to say about a document before the camera. Pure: frame facts in, a hint out; it never says whether a document is good.
import type { DocumentHint } from './capture-kinds.ts';
import type { FrameFacts } from './frame-facts.ts';

/** For a copy of the guide's inside, 320 px wide. */
export const documentLimits = {
  minBrightness: 55,
  /** White cards are bright all over without being burnt out; a lamp's reflection covers more than this. */
  maxGlareShare: 0.05,
  maxMovement: 4,
  /** Specimen cards at this scale: 400 and more in ordinary light, 118 and more in poor light, 10 when out of focus. */
  minSharpness: 100,
} as const;

export const documentGuideWidthPx = 320;

/** In the order in which a person can do something about them. */
export function documentHint(facts: FrameFacts): DocumentHint {
  if (facts.brightness < documentLimits.minBrightness) return 'too-dark';
  if (facts.glareShare > documentLimits.maxGlareShare) return 'glare';
  if (facts.movement === null || facts.movement > documentLimits.maxMovement) return 'hold-still';
  if (facts.sharpness < documentLimits.minSharpness) return 'blurred';
  return 'ready';
}

/**
 * The part of a frame that lies inside a guide of the given shape (ID-1 card 85.6 × 54 mm, passport page 125 × 88 mm):
 * the largest that leaves a tenth of the frame at each side.
 */
export function guideArea(
  frame: { readonly widthPx: number; readonly heightPx: number },
  aspect: number,
): { x: number; y: number; width: number; height: number } {
  const width = Math.min(frame.widthPx * 0.8, frame.heightPx * 0.8 * aspect);
  const height = width / aspect;
  return { x: (frame.widthPx - width) / 2, y: (frame.heightPx - height) / 2, width, height };
}
