// The one thing to say to a customer before the camera. Pure: where faces are in, a hint out; it never says who somebody is.
import type { FaceHint } from './capture-kinds.ts';

/** In shares of the frame, so that every camera is alike. */
export interface LiveFace {
  readonly centreX: number;
  readonly centreY: number;
  readonly widthShare: number;
  readonly heightShare: number;
  /** Degrees, 0 straight on. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
}

export interface FaceFrame {
  /** Width over height of the frame: a camera may stand upright. */
  readonly aspect?: number;
  readonly faces: readonly LiveFace[];
  readonly brightness: number;
  /** How far the largest face's centre moved since the frame before, in shares of its width; null for the first. */
  readonly movement: number | null;
  /** Null where nobody looked, as without the landmarks' model. */
  readonly state?: { readonly eyesShut: boolean; readonly mouthOpen: boolean } | null;
}

export const faceLimits = {
  minBrightness: 45,
  /** Someone passing behind is smaller than a third of the customer. */
  secondFaceShare: 1 / 3,
  minHeightShare: 0.3,
  maxHeightShare: 0.8,
  /** Off the middle of the frame. */
  maxOffX: 0.12,
  maxOffY: 0.16,
  maxYawDeg: 15,
  maxPitchDeg: 18,
  maxMovement: 0.04,
} as const;

/** The oval is this share of the frame's height, and no wider than that share of its width. */
export const oval = { share: 0.82, widthToHeight: 0.76 } as const;

/** By how much an upright frame is higher than the oval's room: heights there are counted in that room. */
function tallness(aspect: number): number {
  return Math.max(1, oval.widthToHeight / aspect);
}

export function faceHint({ faces, brightness, movement, aspect = 4 / 3, state = null }: FaceFrame): FaceHint {
  const tall = tallness(aspect);
  const [face, second] = faces.toSorted((a, b) => b.heightShare - a.heightShare);
  if (!face) return brightness < faceLimits.minBrightness ? 'too-dark' : 'no-face';
  if (second && second.heightShare >= face.heightShare * faceLimits.secondFaceShare) return 'two-faces';
  if (brightness < faceLimits.minBrightness) return 'too-dark';
  if (face.heightShare * tall < faceLimits.minHeightShare) return 'come-closer';
  if (face.heightShare * tall > faceLimits.maxHeightShare) return 'move-back';
  const off = { x: Math.abs(face.centreX - 0.5), y: Math.abs(face.centreY - 0.5) * tall };
  if (off.x > faceLimits.maxOffX || off.y > faceLimits.maxOffY) return 'centre';
  const turned = Math.abs(face.yawDeg) > faceLimits.maxYawDeg;
  if (turned || Math.abs(face.pitchDeg) > faceLimits.maxPitchDeg) return 'look-straight';
  if (state?.eyesShut) return 'open-eyes';
  if (state?.mouthOpen) return 'close-mouth';
  if (movement === null || movement > faceLimits.maxMovement) return 'hold-still';
  return 'ready';
}

/** Movement of the largest face between two frames, in shares of its width; null where one of them has none. */
export function faceMovement(before: readonly LiveFace[], now: readonly LiveFace[]): number | null {
  const [was] = before.toSorted((a, b) => b.heightShare - a.heightShare);
  const [is] = now.toSorted((a, b) => b.heightShare - a.heightShare);
  if (!was || !is || is.widthShare === 0) return null;
  return Math.hypot(is.centreX - was.centreX, is.centreY - was.centreY) / is.widthShare;
}
