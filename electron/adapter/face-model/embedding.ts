// What goes into MobileFaceNet and what comes out of it: planes by the ImageNet mean and deviation, a vector of length one. Pure.
import { alignedSidePx } from './align.ts';

const mean = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;

/** RGB planes of an aligned face, and of its mirror image where asked. */
export function embeddingInput(aligned: Uint8Array, mirrored: boolean): Float32Array {
  const plane = alignedSidePx * alignedSidePx;
  const input = new Float32Array(3 * plane);
  for (let y = 0; y < alignedSidePx; y++) {
    for (let x = 0; x < alignedSidePx; x++) {
      const from = (y * alignedSidePx + (mirrored ? alignedSidePx - 1 - x : x)) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const value = (aligned[from + channel] ?? 0) / 255;
        input[channel * plane + y * alignedSidePx + x] =
          (value - (mean[channel] ?? 0)) / (deviation[channel] ?? 1);
      }
    }
  }
  return input;
}

/** The mean direction of several vectors, at length one. Null when they cancel out or are not numbers. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array | null {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + value;
  }
  const length = Math.hypot(...sum);
  return length > 0 && Number.isFinite(length) ? sum.map((value) => value / length) : null;
}
