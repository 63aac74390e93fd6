// Whether a selfie may be compared at all, or must be taken again, and why. Rules SQ1 to SQ8 of docs/spec/face.md.
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FaceLandmarks, FoundFace, FoundFaces } from './found-face.ts';

export const selfieFlaws = [
  'no-face',
  'two-faces',
  'face-too-small',
  'face-cut-off',
  'not-upright',
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
  /** A head leans up to some 30°; beyond 45° it is the camera that lies on its side or hangs upside down. */
  maxRollDegrees: 45,
  /** Offset of the nose from the middle between the eyes, in distances between the eyes (evaluation set: 1 % above 0.44). */
  maxTurn: 0.45,
  /** Mean luma of the face. Dark skin in ordinary light lies well above (evaluation set: 1 % below 62). */
  minBrightness: 28,
  /** Variance of the Laplacian. Ordinary pictures: 1 % below 37. Blurred until a face no longer matches itself: 95 % below 20. */
  minSharpness: 20,
} as const;

/** The one face to compare, or the first thing that the customer can do something about. */
export function judgeSelfie(found: FoundFaces): Result<FoundFace, { readonly kind: SelfieFlaw }> {
  const face = prominentFace(found);
  if (!face) return err({ kind: 'no-face' });
  const second = sureFaces(found).find(
    (other) => other !== face && other.box.width >= face.box.width * selfieLimits.secondFaceShare,
  );
  if (second) return err({ kind: 'two-faces' });
  if (face.box.width < selfieLimits.minFaceWidthPx) return err({ kind: 'face-too-small' });
  if (shareBeyondEdge(face, found) > selfieLimits.maxBeyondEdge) return err({ kind: 'face-cut-off' });
  if (Math.abs(rollOf(face.landmarks)) > selfieLimits.maxRollDegrees) return err({ kind: 'not-upright' });
  if (Math.abs(turnOf(face.landmarks)) > selfieLimits.maxTurn) return err({ kind: 'face-turned-away' });
  if (face.brightness < selfieLimits.minBrightness) return err({ kind: 'face-too-dark' });
  if (face.sharpness < selfieLimits.minSharpness) return err({ kind: 'blurred' });
  return ok(face);
}

function sureFaces({ faces }: FoundFaces): readonly FoundFace[] {
  return faces.filter((face) => face.confidence >= selfieLimits.minConfidence);
}

/**
 * Whom the picture is of: the widest face, weighed by its nearness to the middle. A bystander's head at the edge is
 * sometimes nearer to the camera than the person who was asked to look into it.
 */
export function prominentFace(found: FoundFaces): FoundFace | null {
  const weight = ({ box }: FoundFace) => {
    const side = Math.max(found.widthPx, found.heightPx);
    const offX = (box.x + box.width / 2 - found.widthPx / 2) / side;
    const offY = (box.y + box.height / 2 - found.heightPx / 2) / side;
    return box.width * Math.exp(-(offX * offX + offY * offY) / middleSpread ** 2);
  };
  return sureFaces(found).toSorted((a, b) => weight(b) - weight(a))[0] ?? null;
}

/** Share of the picture's longer side at which a face weighs 1/e of one in the middle. */
const middleSpread = 0.25;

/** Angle of the line through the eyes: 0 level, 180 upside down. In degrees, clockwise. */
export function rollOf({ leftEye, rightEye }: FaceLandmarks): number {
  return (Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x) * 180) / Math.PI;
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
