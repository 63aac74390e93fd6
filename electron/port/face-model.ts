// Finds and compares faces. Where no model can be had the kiosk still runs: `unavailable` is an outcome, not a crash.
import type { Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';

export interface FoundFace {
  /** Detector's confidence, 0 to 1. */
  readonly confidence: number;
  readonly box: Box;
  /** Unit-length embedding; null where only the detector is present. */
  readonly embedding: Float32Array | null;
  /** Variance of the Laplacian over the aligned 112 × 112 face: below ~60 reads as blurred. */
  readonly sharpness: number;
}

export type FaceFailure =
  | { readonly kind: 'face-model-unavailable'; readonly missing: readonly string[] }
  | { readonly kind: 'not-an-image' }
  | { readonly kind: 'face-model-failed' };

export interface FaceModel {
  /** Names and SHA-256 of the files that decide, for the record; empty when unavailable. */
  models(): Promise<readonly { readonly name: string; readonly sha256: string }[]>;
  /** Every face in a picture (JPEG, PNG), largest first; `within` looks only inside that part of it. */
  findFaces(image: Uint8Array, within?: Box): Promise<Result<readonly FoundFace[], FaceFailure>>;
  close(): Promise<void>;
}
