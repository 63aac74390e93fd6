// Finds the beat of a display's pixels with the camera's: one wave that stands out of the skin's own fine detail. Pure.
import type { Box } from '#core/reading/field.ts';
import type { Picture } from './picture.ts';

/** A power of two; at the picture's own pixels, so that fine waves are still there. */
const side = 64;
/** Waves longer than this are the face's own shading, in pixels. */
const longestWavePx = 13;

const turns = Array.from({ length: side / 2 }, (_, index) => {
  const angle = (-2 * Math.PI * index) / side;
  return [Math.cos(angle), Math.sin(angle)] as const;
});
/** Fades the square out to its edges, which would otherwise be waves themselves (Hann). */
const fade = Float32Array.from(
  { length: side },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (side - 1)),
);

/** The strongest wave's power against the middle one's of waves as long, over the face's middle; 0 where it is too small. */
export function patternOf({ widthPx, heightPx, rgb }: Picture, face: Box): number {
  const left = Math.round(face.x + face.width / 2 - side / 2);
  const top = Math.round(face.y + face.height * 0.55 - side / 2);
  if (left < 0 || top < 0 || left + side > widthPx || top + side > heightPx) return 0;
  const re = new Float64Array(side * side);
  const im = new Float64Array(side * side);
  let mean = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = ((top + y) * widthPx + left + x) * 3;
      const luma = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
      re[y * side + x] = luma;
      mean += luma / (side * side);
    }
  }
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = y * side + x;
      re[at] = ((re[at] ?? 0) - mean) * (fade[x] ?? 0) * (fade[y] ?? 0);
    }
  }
  for (let line = 0; line < side; line++) transform(re, im, line * side, 1);
  for (let line = 0; line < side; line++) transform(re, im, line, side);
  return standsOut(re, im);
}

/** By rings of equal wave length: a face's detail falls off with frequency, a beat does not. */
function standsOut(re: Float64Array, im: Float64Array): number {
  const rings = new Map<number, number[]>();
  for (let v = 0; v <= side / 2; v++) {
    for (let u = -side / 2; u < side / 2; u++) {
      if (v === 0 && u <= 0) continue;
      const radius = Math.hypot(u, v);
      if (radius < side / longestWavePx || radius > side / 2) continue;
      const at = v * side + ((u + side) % side);
      const ring = Math.floor(radius / 3);
      const power = (re[at] ?? 0) ** 2 + (im[at] ?? 0) ** 2;
      const known = rings.get(ring);
      if (known) known.push(power);
      else rings.set(ring, [power]);
    }
  }
  let most = 0;
  for (const powers of rings.values()) {
    powers.sort((a, b) => a - b);
    const middle = powers[Math.floor(powers.length / 2)] ?? 0;
    most = Math.max(most, (powers.at(-1) ?? 0) / Math.max(middle, 1e-6));
  }
  return Math.log10(Math.max(1, most));
}

/** One line of the square in place: radix two, after Cooley and Tukey. */
function transform(re: Float64Array, im: Float64Array, start: number, stride: number): void {
  for (let i = 1, j = 0; i < side; i++) {
    let bit = side >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, start + i * stride, start + j * stride);
      swap(im, start + i * stride, start + j * stride);
    }
  }
  for (let length = 2; length <= side; length *= 2) {
    for (let from = 0; from < side; from += length) {
      for (let k = 0; k < length / 2; k++) {
        const [cos, sin] = turns[(k * side) / length] ?? [1, 0];
        const a = start + (from + k) * stride;
        const b = a + (length / 2) * stride;
        const tr = (re[b] ?? 0) * cos - (im[b] ?? 0) * sin;
        const ti = (re[b] ?? 0) * sin + (im[b] ?? 0) * cos;
        re[b] = (re[a] ?? 0) - tr;
        im[b] = (im[a] ?? 0) - ti;
        re[a] = (re[a] ?? 0) + tr;
        im[a] = (im[a] ?? 0) + ti;
      }
    }
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] ?? 0;
  values[a] = values[b] ?? 0;
  values[b] = kept;
}
