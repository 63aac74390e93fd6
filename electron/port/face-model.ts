// Finds and measures faces. Where no model can be had the kiosk still runs: `unavailable` is an outcome, not a crash.
import type { FrameReading } from '#core/biometrics/liveness/frame-reading.ts';
import type { FaceLandmarks, FoundFaces } from '#core/biometrics/found-face.ts';
import type { Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';

export type { FoundFace, FoundFaces } from '#core/biometrics/found-face.ts';

export type FaceFailure =
  /** `missing` names the model files or packages that are not there. */
  | { readonly kind: 'face-model-unavailable'; readonly missing: readonly string[] }
  | { readonly kind: 'not-an-image' }
  | { readonly kind: 'face-model-failed' };

/** What a photo for the bank's file says of itself. */
export interface LivePhotoMarks {
  /** Written through the photo. */
  readonly reference: string;
  /** Written below it. */
  readonly lines: readonly string[];
}

export interface FaceModel {
  /** Names and SHA-256 of the files that decide, for the record; empty when unavailable. */
  models(): Promise<readonly { readonly name: string; readonly sha256: string }[]>;
  /**
   * Every face in a picture (JPEG, PNG), largest first; `within` looks only inside that part of it. Boxes are of
   * the whole picture in either case.
   */
  findFaces(image: Uint8Array, within?: Box): Promise<Result<FoundFaces, FaceFailure>>;
  /** One frame of a liveness check; who it is and the passive nets are asked only where wished. */
  readFrame(
    image: Uint8Array,
    wish: { readonly embedding: boolean; readonly passive: boolean },
  ): Promise<Result<FrameReading, FaceFailure>>;
  /**
   * The photo for the bank's file as JPEG: cut to a portrait and marked. Needs no model file: without landmarks the whole
   * picture is kept, marked all the same.
   */
  livePhoto(
    image: Uint8Array,
    landmarks: FaceLandmarks | null,
    marks: LivePhotoMarks,
  ): Promise<Result<Uint8Array, { readonly kind: 'not-an-image' | 'face-model-failed' }>>;
  close(): Promise<void>;
}
