// Whether a selfie may be compared at all, or must be taken again, and why. Rules SQ1 to SQ8 of docs/spec/face.md.
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FaceLandmarks, FoundFace, FoundFaces } from './found-face.ts';

export const selfieFlaws = [
  'no-face',
  'two-faces',
  'face-too-small',
  'face-cut-off',
  'face-turned-away',
  'face-too-dark',
  'blurred',
] as const;
export type SelfieFlaw = (typeof selfieFlaws)[number];

export const selfieLimits = {
  /** Evaluation set: 99 % of faces are found at 0.90 and above. */
  minConfidence: 0.7,
  /** A second face at least this large beside the first counts; smaller ones stand in the background. */
  secondFaceShare: 1 / 3,
  /** At least 80 px of face, so that aligning to 112 px enlarges little. */
  minFaceWidthPx: 80,
  /** Of the face's width or height that may lie beyond the edge of the picture. */
  maxBeyondEdge: 0.1,
  /** Offset of the nose from the middle between the eyes, in distances between the eyes (evaluation set: 1 % above 0.44). */
  maxTurn: 0.45,
  /** Mean luma of the face. Dark skin in ordinary light lies well above (evaluation set: 1 % below 62). */
  minBrightness: 28,
  /** Variance of the Laplacian. Ordinary pictures: 1 % below 37. Blurred until a face no longer matches itself: 95 % below 20. */
  minSharpness: 20,
} as const;

/** The one face to compare, or the first thing that the customer can do something about. */
export function judgeSelfie(found: FoundFaces): Result<FoundFace, { readonly kind: SelfieFlaw }> {
  const faces = found.faces
    .filter((face) => face.confidence >= selfieLimits.minConfidence)
    .toSorted((a, b) => b.box.width - a.box.width);
  const [face, second] = faces;
  if (!face) return err({ kind: 'no-face' });
  if (second && second.box.width >= face.box.width * selfieLimits.secondFaceShare) {
    return err({ kind: 'two-faces' });
  }
  if (face.box.width < selfieLimits.minFaceWidthPx) return err({ kind: 'face-too-small' });
  if (shareBeyondEdge(face, found) > selfieLimits.maxBeyondEdge) return err({ kind: 'face-cut-off' });
  if (Math.abs(turnOf(face.landmarks)) > selfieLimits.maxTurn) return err({ kind: 'face-turned-away' });
  if (face.brightness < selfieLimits.minBrightness) return err({ kind: 'face-too-dark' });
  if (face.sharpness < selfieLimits.minSharpness) return err({ kind: 'blurred' });
  return ok(face);
}

/**
 * How far the head is turned: 0 straight on, growing to either side, independent of tilt and distance. In units of
 * the distance between the eyes, measured along the line through them.
 */
export function turnOf({ leftEye, rightEye, nose }: FaceLandmarks): number {
  const acrossX = rightEye.x - leftEye.x;
  const acrossY = rightEye.y - leftEye.y;
  const squared = acrossX * acrossX + acrossY * acrossY;
  if (squared === 0) return Number.POSITIVE_INFINITY;
  const offX = nose.x - (leftEye.x + rightEye.x) / 2;
  const offY = nose.y - (leftEye.y + rightEye.y) / 2;
  return (offX * acrossX + offY * acrossY) / squared;
}

/** The larger of the two shares of the box, across and down, that lie outside the picture. */
function shareBeyondEdge({ box }: FoundFace, { widthPx, heightPx }: FoundFaces): number {
  const beyond = (start: number, length: number, limit: number) =>
    (Math.max(0, -start) + Math.max(0, start + length - limit)) / length;
  return Math.max(beyond(box.x, box.width, widthPx), beyond(box.y, box.height, heightPx));
}
