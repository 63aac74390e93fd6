// Numbers about an aligned face: how bright, how sharp. Pure; what they mean is decided in core/biometrics.

/** Luma (ITU-R BT.601) of interleaved RGB, 0 to 255. */
export function lumaOf(rgb: Uint8Array): Float32Array {
  const luma = new Float32Array(rgb.length / 3);
  for (let index = 0; index < luma.length; index++) {
    const at = index * 3;
    luma[index] = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
  }
  return luma;
}

export function meanOfLuma(luma: Float32Array): number {
  let sum = 0;
  for (const value of luma) sum += value;
  return luma.length === 0 ? 0 : sum / luma.length;
}

/** Left half against right half: the darker mean over the brighter, 1 where both are alike. */
export function lightBalanceOf(luma: Float32Array, widthPx: number): number {
  const sums = [0, 0];
  for (const [index, value] of luma.entries()) {
    const half = index % widthPx < widthPx / 2 ? 0 : 1;
    sums[half] = (sums[half] ?? 0) + value;
  }
  const [left = 0, right = 0] = sums;
  const brighter = Math.max(left, right);
  return brighter === 0 ? 1 : Math.min(left, right) / brighter;
}

/** Variance of the four-neighbour Laplacian over the inner pixels: it falls as a picture blurs. */
export function laplacianVariance(luma: Float32Array, widthPx: number): number {
  const heightPx = luma.length / widthPx;
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
