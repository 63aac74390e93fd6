// Whether the person at the camera is the one on the document: three outcomes, each with its reasons. Rules FM1 to FM8 of docs/spec/face.md.
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FoundFace, FoundFaces } from './found-face.ts';

export interface FaceThresholds {
  /** Cosine at and above which two faces are one person's. */
  readonly matchAtLeast: number;
  /** Cosine at and above which a person decides. */
  readonly reviewAtLeast: number;
}

/**
 * For MobileFaceNet over five-point alignment and mirrored average, and for no other model. Measured over all pairs
 * of LFW: false acceptance 1 in 1,000 at 0.338, 1 in 10,000 at 0.406.
 */
export const calibratedThresholds: FaceThresholds = { matchAtLeast: 0.4, reviewAtLeast: 0.3 };

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
  /** Cosine of the two embeddings, -1 to 1. For staff only. */
  readonly similarity: number;
  readonly reasons: readonly FaceMatchReason[];
}

export type FaceMatchFailure =
  /** The embedder is missing: the officer compares by hand. */
  | { readonly kind: 'no-embedding' }
  /** Not two unit vectors of the same model. */
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

export function judgeFaces(
  portrait: FoundFace,
  selfie: FoundFace,
  policy: FaceThresholds = calibratedThresholds,
): Result<FaceMatch, FaceMatchFailure> {
  if (!portrait.embedding || !selfie.embedding) return err({ kind: 'no-embedding' });
  const similarity = cosine(portrait.embedding, selfie.embedding);
  if (similarity === null) return err({ kind: 'bad-embedding' });
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
function cosine(a: Float32Array, b: Float32Array): number | null {
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
