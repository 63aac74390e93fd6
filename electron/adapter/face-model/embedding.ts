// What goes into a recogniser and what comes out of it: planes as its manifest entry says, a vector of length one. Pure.
import type { EmbedderFacts } from '#electron/adapter/model-store/manifest.ts';

type Planes = Pick<EmbedderFacts, 'channels' | 'mean' | 'deviation'>;

/** Planes of an aligned face (interleaved RGB, `sidePx` square), of its mirror image where asked. */
export function embeddingInput(
  aligned: Uint8Array,
  sidePx: number,
  mirrored: boolean,
  { channels, mean, deviation }: Planes,
): Float32Array {
  const plane = sidePx * sidePx;
  const input = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels === 'rgb' ? channel : 2 - channel;
    const off = mean[channel] ?? 0;
    const by = 1 / (deviation[channel] ?? 1);
    for (let pixel = 0; pixel < plane; pixel++) {
      const column = pixel % sidePx;
      const at = mirrored ? pixel - column + sidePx - 1 - column : pixel;
      input[channel * plane + pixel] = ((aligned[at * 3 + from] ?? 0) - off) * by;
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
