// Whether the person at the camera is the one on the document: three outcomes, each with its reasons. Rules FM1 to FM8 of docs/spec/face.md.
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import {
  onCommonScale,
  scaleMarks,
  type CalibratedCosines,
  type PortraitSource,
} from './face-calibration.ts';
import type { FoundFace, FoundFaces } from './found-face.ts';

export interface FaceThresholds {
  /** Score at and above which two faces are one person's. */
  readonly matchAtLeast: number;
  /** Score at and above which a person decides. */
  readonly reviewAtLeast: number;
}

/** On the common scale (face-calibration.ts): at 0.40 a stranger passes about once in 10,000 times. */
export const calibratedThresholds: FaceThresholds = {
  matchAtLeast: scaleMarks.match,
  reviewAtLeast: scaleMarks.review,
};

/** Below this width true acceptance falls from 97 % to 77 %: too few pixels to say that somebody is another person. */
export const minPortraitWidthPx = 48;
/** A portrait is print: its limit is lower than a selfie's, since no second picture would be sharper. */
export const minPortraitSharpness = 6;
export const minPortraitConfidence = 0.6;

export type FaceMatchOutcome = 'match' | 'review' | 'mismatch';

export type FaceMatchReason =
  | 'similar'
  | 'similarity-uncertain'
  | 'not-similar'
  | 'portrait-too-small'
  | 'portrait-blurred';

export interface FaceMatch {
  readonly outcome: FaceMatchOutcome;
  /** On the common scale, -1 to 1. For staff only. */
  readonly similarity: number;
  readonly reasons: readonly FaceMatchReason[];
}

export type FaceMatchFailure =
  /** The embedder is missing: the officer compares by hand. */
  | { readonly kind: 'no-embedding' }
  /** Not two unit vectors of the same set of models. */
  | { readonly kind: 'bad-embedding' };

/** Lengths may be off one by the rounding of 32-bit floats, not by more. */
const lengthTolerance = 1e-3;

/** What a policy asks for, where that is more than the calibration; a policy cannot make a match easier. */
export function thresholdsOf(policy: FaceThresholds): FaceThresholds {
  const atLeast = (asked: number, calibrated: number) =>
    Number.isFinite(asked) ? Math.max(asked, calibrated) : calibrated;
  const reviewAtLeast = atLeast(policy.reviewAtLeast, calibratedThresholds.reviewAtLeast);
  const matchAtLeast = atLeast(policy.matchAtLeast, calibratedThresholds.matchAtLeast);
  return { reviewAtLeast, matchAtLeast: Math.max(matchAtLeast, reviewAtLeast) };
}

/** The document's portrait: the largest face that is surely one. Ghost images on a card are smaller. */
export function choosePortrait(found: FoundFaces): FoundFace | null {
  const faces = found.faces.filter((face) => face.confidence >= minPortraitConfidence);
  return faces.reduce<FoundFace | null>(
    (largest, face) => (largest && largest.box.width >= face.box.width ? largest : face),
    null,
  );
}

/** A cosine that is its own score. */
const uncalibrated: CalibratedCosines = { matchAtLeast: scaleMarks.match, reviewAtLeast: scaleMarks.review };

interface LookedAt {
  readonly set?: FoundFaces['set'] | undefined;
}

/** The calibration for two pictures; null where different sets looked at them, whose vectors mean different things. */
export function calibrationOf(
  portrait: LookedAt,
  selfie: LookedAt,
  source: PortraitSource,
): CalibratedCosines | null {
  if (portrait.set?.name !== selfie.set?.name) return null;
  return portrait.set?.calibration[source] ?? uncalibrated;
}

export function judgeFaces(
  portrait: FoundFace,
  selfie: FoundFace,
  policy: FaceThresholds = calibratedThresholds,
  calibrated: CalibratedCosines = uncalibrated,
): Result<FaceMatch, FaceMatchFailure> {
  if (!portrait.embedding || !selfie.embedding) return err({ kind: 'no-embedding' });
  const found = cosine(portrait.embedding, selfie.embedding);
  if (found === null) return err({ kind: 'bad-embedding' });
  const similarity = onCommonScale(found, calibrated);
  const { matchAtLeast, reviewAtLeast } = thresholdsOf(policy);
  if (similarity >= matchAtLeast) return ok({ outcome: 'match', similarity, reasons: ['similar'] });
  if (similarity >= reviewAtLeast) {
    return ok({ outcome: 'review', similarity, reasons: ['similarity-uncertain'] });
  }
  // A portrait too poor to recognise anybody by is no evidence of another person: a human looks.
  const excuses = portraitFlaws(portrait);
  return ok({
    outcome: excuses.length > 0 ? 'review' : 'mismatch',
    similarity,
    reasons: ['not-similar', ...excuses],
  });
}

function portraitFlaws(portrait: FoundFace): FaceMatchReason[] {
  const flaws: FaceMatchReason[] = [];
  if (portrait.box.width < minPortraitWidthPx) flaws.push('portrait-too-small');
  if (portrait.sharpness < minPortraitSharpness) flaws.push('portrait-blurred');
  return flaws;
}

/** Null unless both are unit vectors of one length: a vector of another kind must not look like a score. */
export function cosine(a: Float32Array, b: Float32Array): number | null {
  if (a.length === 0 || a.length !== b.length) return null;
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? Number.NaN;
    dot += value * other;
    lengthA += value * value;
    lengthB += other * other;
  }
  const unit = (squared: number) => Math.abs(Math.sqrt(squared) - 1) <= lengthTolerance;
  return unit(lengthA) && unit(lengthB) ? Math.min(1, Math.max(-1, dot)) : null;
}
