// Brings a face into the one pose an embedding was trained on: landmarks onto standard points. Pure.
import type { FaceLandmarks, Point } from '#core/biometrics/found-face.ts';
import type { Picture } from './picture.ts';

export const alignedSidePx = 112;

/** Where ArcFace's training set holds eyes, nose and corners of the mouth in a 112 × 112 picture. */
const standardPoints: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/** Turning and scaling by (a + ib), then moving by (tx, ty): x' = a·x − b·y + tx, y' = b·x + a·y + ty. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * Least-squares similarity without reflection (Umeyama, IEEE PAMI 13(4), 1991). In the plane it has a closed form:
 * with points as complex numbers about their means, a + ib = Σ conj(from)·to ÷ Σ |from|².
 * Null when the points of `from` fall together.
 */
export function similarityBetween(from: readonly Point[], to: readonly Point[]): Similarity | null {
  const fromMean = meanOf(from);
  const toMean = meanOf(to);
  let real = 0;
  let imaginary = 0;
  let spread = 0;
  for (const [index, point] of from.entries()) {
    const target = to[index];
    if (!target) throw new Error('each point needs its target');
    const fx = point.x - fromMean.x;
    const fy = point.y - fromMean.y;
    const gx = target.x - toMean.x;
    const gy = target.y - toMean.y;
    real += fx * gx + fy * gy;
    imaginary += fx * gy - fy * gx;
    spread += fx * fx + fy * fy;
  }
  const a = real / spread;
  const b = imaginary / spread;
  if (!Number.isFinite(a) || !Number.isFinite(b) || (a === 0 && b === 0)) return null;
  return {
    a,
    b,
    tx: toMean.x - (a * fromMean.x - b * fromMean.y),
    ty: toMean.y - (b * fromMean.x + a * fromMean.y),
  };
}

/** The face as 112 × 112 RGB; black where it reaches beyond the picture. Null when the landmarks make no face. */
export function alignFace(picture: Picture, landmarks: FaceLandmarks): Uint8Array | null {
  const { leftEye, rightEye, nose, mouthLeft, mouthRight } = landmarks;
  const onto = similarityBetween([leftEye, rightEye, nose, mouthLeft, mouthRight], standardPoints);
  return onto && sampleFace(picture, onto, alignedSidePx);
}

/**
 * A square of `sidePx` (RGB) whose pixel (u, v) shows what `onto` brings there. A face larger than the square is
 * averaged down, not sampled: bare bilinear would turn its skin into noise. One tight loop: it runs for every frame.
 */
export function sampleFace(picture: Picture, { a, b, tx, ty }: Similarity, sidePx: number): Uint8Array {
  const { widthPx, heightPx, rgb } = picture;
  const norm = a * a + b * b;
  const samples = Math.min(8, Math.max(1, Math.ceil(1 / Math.sqrt(norm) - 0.25)));
  const share = 1 / (samples * samples);
  const [back, turn] = [a / norm, b / norm];
  const row = widthPx * 3;
  const face = new Uint8Array(sidePx * sidePx * 3);
  let to = 0;
  for (let v = 0; v < sidePx; v++) {
    for (let u = 0; u < sidePx; u++) {
      let [red, green, blue] = [0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample++) {
        const dx = u + ((sample % samples) + 0.5) / samples - 0.5 - tx;
        const dy = v + (Math.floor(sample / samples) + 0.5) / samples - 0.5 - ty;
        const x = back * dx + turn * dy;
        const y = back * dy - turn * dx;
        const left = Math.floor(x);
        const top = Math.floor(y);
        for (let corner = 0; corner < 4; corner++) {
          const column = left + (corner & 1);
          const line = top + (corner >> 1);
          if (column < 0 || line < 0 || column >= widthPx || line >= heightPx) continue;
          const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - line));
          const from = line * row + column * 3;
          red += weight * (rgb[from] ?? 0);
          green += weight * (rgb[from + 1] ?? 0);
          blue += weight * (rgb[from + 2] ?? 0);
        }
      }
      face[to] = Math.round(red * share);
      face[to + 1] = Math.round(green * share);
      face[to + 2] = Math.round(blue * share);
      to += 3;
    }
  }
  return face;
}

function meanOf(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  return { x, y };
}
