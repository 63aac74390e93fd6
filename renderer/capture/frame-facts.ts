// What a small copy of a live frame tells: brightness, glare, sharpness, movement. Pure; hints are chosen elsewhere.

/** Interleaved RGBA, 0-255, as a canvas gives it. */
export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export interface FrameFacts {
  /** Mean luma, 0 to 255. */
  readonly brightness: number;
  /** Share of pixels burnt out to white, 0 to 1. */
  readonly glareShare: number;
  /** Variance of the Laplacian of the luma. */
  readonly sharpness: number;
  /** Mean change of luma against the frame before, 0 to 255; null for the first. */
  readonly movement: number | null;
}

/** At and above this a pixel holds no detail any more. */
const burntOutLuma = 250;

/** ITU-R BT.601 luma. */
export function lumaOfFrame({ widthPx, heightPx, rgba }: Frame): Float32Array {
  const luma = new Float32Array(widthPx * heightPx);
  for (let index = 0; index < luma.length; index++) {
    const at = index * 4;
    luma[index] = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  }
  return luma;
}

/** Mean luma of every fifth pixel, 0 to 255: light is even enough for that. */
export function brightnessOf({ rgba }: Frame): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at + 2 < rgba.length; at += 20) {
    sum += 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
    count += 1;
  }
  return sum / Math.max(1, count);
}

/** `before` is the luma of the frame before, of the same size. */
export function frameFacts(luma: Float32Array, widthPx: number, before: Float32Array | null): FrameFacts {
  let sum = 0;
  let burntOut = 0;
  let change = 0;
  for (const [index, value] of luma.entries()) {
    sum += value;
    if (value >= burntOutLuma) burntOut += 1;
    if (before) change += Math.abs(value - (before[index] ?? 0));
  }
  const count = Math.max(1, luma.length);
  return {
    brightness: sum / count,
    glareShare: burntOut / count,
    sharpness: laplacianVariance(luma, widthPx),
    movement: before && before.length === luma.length ? change / count : null,
  };
}

function laplacianVariance(luma: Float32Array, widthPx: number): number {
  const heightPx = Math.floor(luma.length / widthPx);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * widthPx + x;
      const around =
        (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - widthPx] ?? 0) + (luma[at + widthPx] ?? 0);
      const value = around - 4 * (luma[at] ?? 0);
      count += 1;
      sum += value;
      squares += value * value;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
