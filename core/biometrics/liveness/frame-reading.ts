// What the main process measured on one frame of a liveness check, in numbers. It judges nothing.
import type { Box } from '../../reading/field.ts';
import type { FaceLandmarks } from '../found-face.ts';

/** Linear light, 0 to 1, mean over an area. */
export type Light = readonly [red: number, green: number, blue: number];

/**
 * How a face is held and what its mouth does. People differ in every measure: only the change against the same person's
 * calm face says something.
 */
export interface FaceShape {
  /** Nose off the middle between the eyes, in eye distances; positive to the picture's right. */
  readonly turn: number;
  /** How far down the nose stands between eyes and mouth, 0 to 1: it grows as the head bows. */
  readonly bow: number;
  /** Degrees, clockwise in the picture. */
  readonly rollDeg: number;
  /** Pixels: the mean of eye distance and eyes-to-mouth, which a turn or a bow shortens one at a time. */
  readonly sizePx: number;
  /** Distance of the mouth's corners, in eye distances. */
  readonly mouthWide: number;
  /** Height of the mouth's corners over the middle of the lips, in eye distances. */
  readonly mouthRise: number;
  /** Gap between the lips, in eye distances. */
  readonly mouthOpen: number;
  /** Distance of the mouth's corners from the line of the eyes, by the detector's own points, in eye distances. */
  readonly lips: number;
}

export interface FrameFace {
  /** Detector's confidence, 0 to 1. */
  readonly confidence: number;
  readonly box: Box;
  readonly landmarks: FaceLandmarks;
  readonly shape: FaceShape;
  /** Unit length; null on frames where it was not asked for, or without the embedder. */
  readonly embedding: Float32Array | null;
  /** The passive nets' probability that no print or screen is seen, 0 to 1; null where not asked for, or without the nets. */
  readonly passive: number | null;
  /** Of the middle of the face, and of what lies beside the head. */
  readonly light: { readonly face: Light; readonly beside: Light };
  /** Power of ten by which one regular wave stands out of the skin's own detail; 0 where the face is too small to say. */
  readonly pattern: number;
}

export interface FrameReading {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Mean luma, 0 to 255. */
  readonly brightness: number;
  /** Faces at least a third as wide as the largest, the largest included. */
  readonly faces: number;
  readonly face: FrameFace | null;
  /** Luma of the picture scaled to 32 × 24, for telling the same picture again. */
  readonly thumbnail: Float32Array;
}
