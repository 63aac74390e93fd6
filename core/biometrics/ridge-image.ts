// The ridges of a fingerprint picture as lines one pixel wide, with the flow they follow and the part where they can be
// trusted: local contrast, flow from gradients, smoothing along the flow, a threshold across it, thinning.

export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** One byte a pixel, row by row, ridges dark. */
  readonly pixels: Uint8Array;
}

export interface RidgeImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 on a ridge's middle line. */
  readonly skeleton: Uint8Array;
  /** 1 where there is a print with clear ridges. */
  readonly mask: Uint8Array;
}

/** Windows in pixels at 500 dpi, where one ridge and one valley are together about 9. */
const contrastHalfPx = 14;
const flowHalfPx = 7;
const holeHalfPx = 12;
const alongPx = 7;
/** Steps in which directions are told apart. */
const directionSteps = 64;
const acrossPx = 7;
/** Weaker contrast than this (of 255), and less common direction of the gradients (0 to 1), is no print. */
const leastContrast = 12;
const leastCoherence = 0.25;

export function traceRidges(image: GreyImage): RidgeImage {
  const { widthPx, heightPx } = image;
  const grey = Float32Array.from(image.pixels);
  const { even, mask } = evened(grey, widthPx, heightPx);
  const flow = flowOf(even, widthPx, heightPx, mask);
  closeHoles(mask, widthPx, heightPx);
  const smooth = along(even, flow, widthPx, heightPx, alongPx, 0);
  const across = along(smooth, flow, widthPx, heightPx, acrossPx, Math.PI / 2);
  const ridge = new Uint8Array(smooth.length);
  for (let at = 0; at < ridge.length; at += 1)
    ridge[at] = mask[at] === 1 && (smooth[at] ?? 0) < (across[at] ?? 0) ? 1 : 0;
  thin(ridge, widthPx, heightPx);
  return { widthPx, heightPx, skeleton: ridge, mask };
}

/** Each pixel against its surroundings, and where there is contrast enough to speak of. */
function evened(grey: Float32Array, width: number, height: number) {
  const mean = boxMean(grey, width, height, contrastHalfPx);
  const square = boxMean(
    grey.map((value) => value * value),
    width,
    height,
    contrastHalfPx,
  );
  const even = new Float32Array(grey.length);
  const mask = new Uint8Array(grey.length);
  for (let at = 0; at < grey.length; at += 1) {
    const middle = mean[at] ?? 0;
    const spread = Math.sqrt(Math.max(0, (square[at] ?? 0) - middle * middle));
    mask[at] = spread >= leastContrast ? 1 : 0;
    even[at] = Math.max(-2, Math.min(2, ((grey[at] ?? 0) - middle) / Math.max(spread, leastContrast)));
  }
  return { even, mask };
}

/** Direction of the ridges in radians, y downwards; takes out of the mask what has no common direction. */
function flowOf(even: Float32Array, width: number, height: number, mask: Uint8Array): Float32Array {
  const xx = new Float32Array(even.length);
  const yy = new Float32Array(even.length);
  const xy = new Float32Array(even.length);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const gx = (even[at + 1] ?? 0) - (even[at - 1] ?? 0);
      const gy = (even[at + width] ?? 0) - (even[at - width] ?? 0);
      xx[at] = gx * gx;
      yy[at] = gy * gy;
      xy[at] = gx * gy;
    }
  // Twice a box is nearly a bell.
  const bell = (values: Float32Array) =>
    boxMean(boxMean(values, width, height, flowHalfPx), width, height, flowHalfPx);
  const [sxx, syy, sxy] = [bell(xx), bell(yy), bell(xy)];
  const flow = new Float32Array(even.length);
  for (let at = 0; at < flow.length; at += 1) {
    const a = (sxx[at] ?? 0) - (syy[at] ?? 0);
    const b = 2 * (sxy[at] ?? 0);
    const sum = (sxx[at] ?? 0) + (syy[at] ?? 0);
    flow[at] = Math.atan2(b, a) / 2 + Math.PI / 2;
    if (sum <= 0 || Math.hypot(a, b) / sum < leastCoherence) mask[at] = 0;
  }
  return flow;
}

/** Round a core or a scar the flow has no one direction; with print all round it is print. */
function closeHoles(mask: Uint8Array, width: number, height: number): void {
  const share = boxMean(Float32Array.from(mask), width, height, holeHalfPx);
  for (let at = 0; at < mask.length; at += 1) mask[at] = (share[at] ?? 0) > 0.5 ? 1 : 0;
}

/** Mean of the pixels on a short line in the flow's direction, or so much turned from it. */
function along(
  values: Float32Array,
  flow: Float32Array,
  width: number,
  height: number,
  half: number,
  turned: number,
): Float32Array {
  const means = new Float32Array(values.length);
  const lines = Array.from({ length: directionSteps }, (_, index) => {
    const angle = (index / directionSteps) * Math.PI + turned;
    return Int32Array.from(
      { length: 2 * half + 1 },
      (__, at) =>
        Math.round((at - half) * Math.sin(angle)) * width + Math.round((at - half) * Math.cos(angle)),
    );
  });
  for (let y = half; y < height - half; y += 1)
    for (let x = half; x < width - half; x += 1) {
      const at = y * width + x;
      const turns = (flow[at] ?? 0) / Math.PI;
      const line = lines[Math.round((turns - Math.floor(turns)) * directionSteps) % directionSteps] ?? [];
      let sum = 0;
      for (const offset of line) sum += values[at + offset] ?? 0;
      means[at] = sum / line.length;
    }
  return means;
}

/** Mean over a square window, by sums over rows and columns. */
export function boxMean(values: Float32Array, width: number, height: number, half: number): Float32Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const means = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - half);
    const bottom = Math.min(height, y + half + 1);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - half);
      const right = Math.min(width, x + half + 1);
      const corner = (row: number, column: number) => sums[row * (width + 1) + column] ?? 0;
      const sum = corner(bottom, right) - corner(top, right) - corner(bottom, left) + corner(top, left);
      means[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}

/** T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital patterns", CACM 27 (1984). In place. */
function thin(ridge: Uint8Array, width: number, height: number): void {
  for (let x = 0; x < width; x += 1) ridge[x] = ridge[(height - 1) * width + x] = 0;
  for (let y = 0; y < height; y += 1) ridge[y * width] = ridge[y * width + width - 1] = 0;
  const drop: number[] = [];
  for (let changed = true; changed;) {
    changed = false;
    for (const second of [false, true]) {
      drop.length = 0;
      for (let at = width + 1; at < ridge.length - width - 1; at += 1)
        if (ridge[at] === 1 && isRim(ridge, at, width, second)) drop.push(at);
      for (const at of drop) ridge[at] = 0;
      changed ||= drop.length > 0;
    }
  }
  // What is left may turn a corner over three pixels; the middle one is none of the line's.
  for (let at = width + 1; at < ridge.length - width - 1; at += 1)
    if (ridge[at] === 1 && isSpare(neighboursOf(ridge, at, width))) ridge[at] = 0;
}

/** S. Yokoi's connectivity number, for lines that touch at corners: 1 where the line stays whole without the pixel. */
function isSpare(around: readonly number[]): boolean {
  let count = 0;
  let number = 0;
  for (const [index, value] of around.entries()) {
    count += value;
    if (index % 2 === 1) continue;
    const [one, two, three] = [0, 1, 2].map((step) => 1 - (around[(index + step) % 8] ?? 0));
    number += (one ?? 0) - (one ?? 0) * (two ?? 0) * (three ?? 0);
  }
  return count >= 2 && number === 1;
}

function isRim(ridge: Uint8Array, at: number, width: number, second: boolean): boolean {
  const around = neighboursOf(ridge, at, width);
  const [north = 0, , east = 0, , south = 0, , west = 0] = around;
  let count = 0;
  let rises = 0;
  for (const [index, value] of around.entries()) {
    count += value;
    if (value === 0 && around[(index + 1) % 8] === 1) rises += 1;
  }
  if (count < 2 || count > 6 || rises !== 1) return false;
  return second
    ? north * east * west === 0 && north * south * west === 0
    : north * east * south === 0 && east * south * west === 0;
}

/** The eight pixels around one, from the north clockwise. */
export function neighboursOf(ridge: Uint8Array, at: number, width: number): readonly number[] {
  return [
    ridge[at - width] ?? 0,
    ridge[at - width + 1] ?? 0,
    ridge[at + 1] ?? 0,
    ridge[at + width + 1] ?? 0,
    ridge[at + width] ?? 0,
    ridge[at + width - 1] ?? 0,
    ridge[at - 1] ?? 0,
    ridge[at - width - 1] ?? 0,
  ];
}
