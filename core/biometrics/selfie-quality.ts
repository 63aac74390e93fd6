// Whether a selfie may be compared at all, or must be taken again, and why. Rules SQ1 to SQ15 of docs/spec/face.md.
import { waivableFlaws } from '../contract/kiosk/waivable-flaw.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FaceLandmarks, FoundFace, FoundFaces } from './found-face.ts';

/** In the order in which they are told: a burst tells of the frame that came furthest. */
export const selfieFlaws = [
  'picture-too-small',
  'picture-frozen',
  'no-face',
  'face-on-clothes',
  'picture-behind',
  'two-faces',
  'face-changed',
  'face-too-small',
  'face-cut-off',
  'not-upright',
  'face-turned-away',
  'back-light',
  'face-too-dark',
  'blurred',
  'mouth-covered',
  'eyes-covered',
] as const;
export type SelfieFlaw = (typeof selfieFlaws)[number];

export const waivable: ReadonlySet<SelfieFlaw> = new Set(waivableFlaws);

export const selfieLimits = {
  /** A camera that gives less (160 × 120, 176 × 144) has no picture for the bank's file, however near somebody comes. */
  minPictureSidePx: 200,
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
  /** A face on a shirt: its middle lies within the width of the face above it, this many of that one's heights below it at most. */
  clothesReach: 3,
  /** How much surer the detector must be of the picture turned upside down, and how sure at least. */
  turnedSurer: 0.01,
  turnedFrom: 0.895,
  /** Of the skin's luma; see the measurements in docs/spec/face.md. */
  maxMouthLineCovered: 0.036,
  maxEyesLightCovered: 0.65,
  maxEyesSpreadCovered: 0.045,
  /** Luma: even the face's highlights are dark, and what is behind it is bright. Dark skin in ordinary light has bright highlights. */
  maxHighlightBackLit: 85,
  minBesideBackLit: 170,
} as const;

/** The one face to compare, or the first thing that the customer can do something about; `waive` names what is let pass. */
export function judgeSelfie(
  found: FoundFaces,
  waive: ReadonlySet<SelfieFlaw> = new Set(),
): Result<FoundFace, { readonly kind: SelfieFlaw }> {
  const limits = selfieLimits;
  if (Math.min(found.widthPx, found.heightPx) < limits.minPictureSidePx)
    return err({ kind: 'picture-too-small' });
  const face = prominentFace(found);
  if (!face) return err({ kind: 'no-face' });
  const second = sureFaces(found).find(
    (other) => other !== face && other.box.width >= face.box.width * limits.secondFaceShare,
  );
  if (second) return err({ kind: isOnClothesOf(face, second) ? 'face-on-clothes' : 'two-faces' });
  const flaw = flawsOf(face, found).find((kind) => !waive.has(kind));
  return flaw ? err({ kind: flaw }) : ok(face);
}

/** What is wrong with the one face, in the order in which it is told. */
export function flawsOf(face: FoundFace, found: FoundFaces): SelfieFlaw[] {
  const limits = selfieLimits;
  const flaws: Partial<Record<SelfieFlaw, boolean>> = {
    'face-too-small': face.box.width < limits.minFaceWidthPx,
    'face-cut-off': shareBeyondEdge(face, found) > limits.maxBeyondEdge,
    'not-upright': Math.abs(rollOf(face.landmarks)) > limits.maxRollDegrees || isUpsideDown(face),
    'face-turned-away': Math.abs(turnOf(face.landmarks)) > limits.maxTurn,
    'back-light': isBackLit(face),
    'face-too-dark': face.brightness < limits.minBrightness,
    blurred: face.sharpness < limits.minSharpness,
    'mouth-covered': face.cover !== undefined && face.cover.mouthLine < limits.maxMouthLineCovered,
    'eyes-covered': areEyesCovered(face),
  };
  return selfieFlaws.filter((kind) => flaws[kind] === true);
}

/** One below the other and within its width: what is worn or held, where the head of a person beside could not be. */
function isOnClothesOf(face: FoundFace, other: FoundFace): boolean {
  const [{ box: upper }, { box: lower }] = face.box.y <= other.box.y ? [face, other] : [other, face];
  const middleX = lower.x + lower.width / 2;
  const middleY = lower.y + lower.height / 2;
  return (
    middleX >= upper.x &&
    middleX <= upper.x + upper.width &&
    middleY >= upper.y + upper.height &&
    middleY <= upper.y + upper.height * (1 + selfieLimits.clothesReach)
  );
}

function isUpsideDown({ confidence, turnedConfidence: turned }: FoundFace): boolean {
  return (
    turned !== undefined &&
    turned >= selfieLimits.turnedFrom &&
    turned >= confidence + selfieLimits.turnedSurer
  );
}

function isBackLit({ cover, beside }: FoundFace): boolean {
  const { maxHighlightBackLit, minBesideBackLit } = selfieLimits;
  return (
    cover !== undefined &&
    beside !== undefined &&
    cover.highlight < maxHighlightBackLit &&
    beside.brightness >= minBesideBackLit
  );
}

/** As dark as one thing: an open eye has white, iris and lashes, a shut one skin. */
function areEyesCovered({ cover }: FoundFace): boolean {
  const { maxEyesLightCovered, maxEyesSpreadCovered } = selfieLimits;
  return (
    cover !== undefined && cover.eyesLight < maxEyesLightCovered && cover.eyesSpread < maxEyesSpreadCovered
  );
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
