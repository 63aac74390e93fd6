// One scale for every recogniser and kind of reference: 0.40 means the same risk of a stranger passing, whoever measured. Rules FM9 and FM10 of docs/spec/face.md.
import { z } from 'zod';

/** Where the document's portrait comes from, best first. Each has its own errors: a small print is not a chip's photo. */
export const portraitSources = ['signed-photo', 'chip', 'printed', 'small'] as const;
export type PortraitSource = (typeof portraitSources)[number];

/**
 * Below this a face falls under `small`, wherever it comes from but a chip: at 65 px 98 of 100 right people are found at one
 * stranger in 1,000, at 48 px and soft 92, so that more of them are sent to a person instead of away.
 */
export const smallBelowPx = 56;

export function sourceOf(kind: Exclude<PortraitSource, 'small'>, faceWidthPx: number): PortraitSource {
  return kind !== 'chip' && faceWidthPx < smallBelowPx ? 'small' : kind;
}

/** In cosines of one recogniser, measured over all pairs of the evaluation set. */
const calibratedCosinesSchema = z.strictObject({
  matchAtLeast: z.number().gt(-1).lt(1),
  reviewAtLeast: z.number().gt(-1).lt(1),
});
export type CalibratedCosines = z.infer<typeof calibratedCosinesSchema>;

export const faceCalibrationSchema = z.record(
  z.enum(portraitSources),
  calibratedCosinesSchema.refine(({ matchAtLeast, reviewAtLeast }) => reviewAtLeast < matchAtLeast, {
    error: 'the review band must lie below the match',
  }),
);
export type FaceCalibration = z.infer<typeof faceCalibrationSchema>;

/** Where the scale has its marks: what a bank's policy, the record and the spec speak of. */
export const scaleMarks = { match: 0.4, review: 0.3 } as const;

/**
 * A cosine on the common scale, -1 to 1: the calibrated match falls on 0.40, the calibrated review on 0.30, 1 on 1, and
 * straight lines between them. Order is kept, so that no threshold becomes easier by it.
 */
export function onCommonScale(cosine: number, { matchAtLeast, reviewAtLeast }: CalibratedCosines): number {
  const { match, review } = scaleMarks;
  const score =
    cosine >= matchAtLeast
      ? match + ((1 - match) * (cosine - matchAtLeast)) / (1 - matchAtLeast)
      : review + ((match - review) * (cosine - reviewAtLeast)) / (matchAtLeast - reviewAtLeast);
  return Math.max(-1, Math.min(1, score));
}
