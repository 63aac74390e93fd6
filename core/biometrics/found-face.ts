// What a face model says of a picture, in numbers: where faces are and how well they can be seen. It judges nothing.
import type { Box } from '../reading/field.ts';
import type { FaceCalibration } from './face-calibration.ts';

/** Pixels of the picture, origin at its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** As seen in the picture, not from the person: the left eye is the one further left. */
export interface FaceLandmarks {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly mouthLeft: Point;
  readonly mouthRight: Point;
}

/** What of a face can be seen, in shares of its own skin's luma (the brighter of cheeks and forehead). */
export interface FaceCover {
  /** The brighter eye's mean luma. */
  readonly eyesLight: number;
  /** Between the quartiles of the livelier eye's luma: an eye is light and dark, a dark glass is one. */
  readonly eyesSpread: number;
  /** By how much the line between the lips is darker than what lies above and below it. */
  readonly mouthLine: number;
  /** Luma that 5 % of the face's middle exceed, 0 to 255. */
  readonly highlight: number;
}

export interface FoundFace {
  /** Detector's confidence, 0 to 1. */
  readonly confidence: number;
  /** May reach beyond the picture's edge, where part of the face does. */
  readonly box: Box;
  readonly landmarks: FaceLandmarks;
  /** Unit-length embedding; null where only the detector is present. */
  readonly embedding: Float32Array | null;
  /** Variance of the Laplacian over the aligned 112 × 112 face, 0-255 luma. */
  readonly sharpness: number;
  /** Mean luma of the aligned face, 0 to 255. */
  readonly brightness: number;
  /** Mean luma of the darker half of the aligned face over the brighter one's, 0 to 1. */
  readonly lightBalance?: number | undefined;
  readonly cover?: FaceCover | undefined;
  /** What lies beside the head. */
  readonly beside?: Surroundings | undefined;
  /** The detector's confidence where the same place is looked at upside down; asked only of faces that are found weakly. */
  readonly turnedConfidence?: number | undefined;
}

/** Luma beside a head, 0 to 255. */
export interface Surroundings {
  readonly brightness: number;
  /** Mean change from one pixel to the next but one: a plain wall has little of it. */
  readonly unrest: number;
}

export interface FaceModelSet {
  readonly name: string;
  readonly calibration: FaceCalibration;
}

/** Every face of a picture, largest first, with the picture's own size (upright, after EXIF). */
export interface FoundFaces {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly faces: readonly FoundFace[];
  /** Which set of models said so; embeddings of two sets can never be compared. */
  readonly set?: FaceModelSet;
  /** Names of model files without which the faces could not be looked at fully; absent when nothing was missing. */
  readonly missing?: readonly string[];
}
