// Which frame of a burst is kept, and what of all of them is compared. Refuses a burst in which nobody could be compared, or somebody else came. Rules BF1 to BF6 of docs/spec/face.md.
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FoundFace, FoundFaces } from './found-face.ts';
import { cosine } from './face-match.ts';
import { portraitLimits } from './portrait-quality.ts';
import { judgeSelfie, selfieFlaws, selfieLimits, turnOf, type SelfieFlaw } from './selfie-quality.ts';

export interface BestFrame {
  /** Which of the frames is kept. */
  readonly index: number;
  /** Its face, with the embedding of all frames that show it well. */
  readonly face: FoundFace;
  readonly found: FoundFaces;
  /** How many frames the embedding is made of. */
  readonly averaged: number;
}

/** `waive` lets a flaw pass that a person has seen and answers for. */
export interface BurstWish {
  readonly waive?: ReadonlySet<SelfieFlaw> | undefined;
}

export const burstLimits = {
  /** Frames of one burst show one face in one light: far above the 0.40 of two pictures of one person, as rule LV9. */
  sameFace: 0.45,
  /** Below this a frame says less of the person than the others do: it is left out of the mean. */
  averagedFrom: 0.7,
  /** A person moves by more than this share of their face's width within half a second; a picture on a wall does not. */
  stillShare: 0.004,
} as const;

/** The best frame of a burst; else the flaw of the frame that came furthest through the rules. */
export function chooseBest(
  frames: readonly FoundFaces[],
  { waive }: BurstWish = {},
): Result<BestFrame, { readonly kind: SelfieFlaw }> {
  const judged = frames.map((found) => judgeSelfie(found, waive));
  const usable = judged.flatMap((one, index) => {
    const found = frames[index];
    return one.ok && found ? [{ index, found, face: one.value, worth: worthOf(one.value) }] : [];
  });
  const [best, ...others] = usable.toSorted((a, b) => b.worth - a.worth);
  if (!best)
    return err({
      kind: furthestFlaw(
        judged.flatMap((one) => (one.ok ? [] : [one.error.kind])),
        frames,
      ),
    });
  const alike = others.map(({ face }) => likeness(best.face, face));
  if (alike.some((value) => value !== null && value < burstLimits.sameFace))
    return err({ kind: 'face-changed' });
  const joined = others.filter((_one, index) => (alike[index] ?? 0) >= burstLimits.averagedFrom);
  const embedding = meanEmbedding([best, ...joined].map(({ face }) => face));
  const { index, found, face } = best;
  return ok({ index, found, face: { ...face, embedding }, averaged: embedding ? joined.length + 1 : 0 });
}

/**
 * 0 to 1: the product of how large, how straight, how sharp and how well lit a face is, each up to where more would not
 * help a comparison.
 */
export function worthOf({ landmarks, sharpness, brightness, lightBalance }: FoundFace): number {
  const eyes = Math.hypot(
    landmarks.rightEye.x - landmarks.leftEye.x,
    landmarks.rightEye.y - landmarks.leftEye.y,
  );
  const size = Math.min(1, eyes / portraitLimits.minEyeDistancePx);
  const pose = Math.max(0, 1 - Math.abs(turnOf(landmarks)) / selfieLimits.maxTurn);
  // A picture twice as sharp is not twice as good: the logarithm, full at four times what a portrait needs.
  const sharp = Math.min(1, Math.log1p(sharpness) / Math.log1p(4 * portraitLimits.minSharpness));
  const { minBrightness, maxBrightness } = portraitLimits;
  const lit =
    brightness < minBrightness
      ? brightness / minBrightness
      : brightness > maxBrightness
        ? maxBrightness / brightness
        : 1;
  return size * pose * sharp * lit * (lightBalance ?? 1);
}

function furthestFlaw(flaws: readonly SelfieFlaw[], frames: readonly FoundFaces[]): SelfieFlaw {
  const furthest = flaws.toSorted((a, b) => selfieFlaws.indexOf(b) - selfieFlaws.indexOf(a))[0] ?? 'no-face';
  return furthest === 'two-faces' && secondIsStill(frames) ? 'picture-behind' : furthest;
}

/** In every frame a second face that stays to the pixel where it was, while the first one moves: a picture on the wall. */
function secondIsStill(frames: readonly FoundFaces[]): boolean {
  if (frames.length < 3) return false;
  const pairs = frames.map(({ faces }) => faces.toSorted((a, b) => b.box.width - a.box.width).slice(0, 2));
  const moved = (which: 0 | 1): number | null => {
    let most = 0;
    for (const [at, pair] of pairs.entries()) {
      const [now, first] = [pair[which], pairs[0]?.[which]];
      if (!now || !first) return null;
      if (at === 0) continue;
      const off = Math.hypot(now.box.x - first.box.x, now.box.y - first.box.y) / first.box.width;
      most = Math.max(most, off);
    }
    return most;
  };
  const [first, second] = [moved(0), moved(1)];
  return first !== null && second !== null && second <= burstLimits.stillShare && first > second;
}

function likeness(a: FoundFace, b: FoundFace): number | null {
  return a.embedding && b.embedding ? cosine(a.embedding, b.embedding) : null;
}

/** The mean direction, at length one; null where a face has no embedding. */
function meanEmbedding(faces: readonly FoundFace[]): Float32Array | null {
  const vectors = faces.flatMap(({ embedding }) => (embedding ? [embedding] : []));
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + value;
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : null;
}
