// Brings a face into the one pose the embedding was trained on: five landmarks onto five standard points. Pure.
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
  if (!onto) return null;
  const norm = onto.a * onto.a + onto.b * onto.b;
  // A face larger than 112 pixels is averaged down, not sampled: bare bilinear would turn its skin into noise.
  const samples = Math.min(8, Math.max(1, Math.ceil(1 / Math.sqrt(norm) - 0.25)));
  const aligned = new Uint8Array(alignedSidePx * alignedSidePx * 3);
  const sum = new Float64Array(3);
  for (let v = 0; v < alignedSidePx; v++) {
    for (let u = 0; u < alignedSidePx; u++) {
      sum.fill(0);
      for (let sv = 0; sv < samples; sv++) {
        for (let su = 0; su < samples; su++) {
          const dx = u + (su + 0.5) / samples - 0.5 - onto.tx;
          const dy = v + (sv + 0.5) / samples - 0.5 - onto.ty;
          addBilinear(picture, (onto.a * dx + onto.b * dy) / norm, (onto.a * dy - onto.b * dx) / norm, sum);
        }
      }
      const to = (v * alignedSidePx + u) * 3;
      for (let channel = 0; channel < 3; channel++) {
        aligned[to + channel] = Math.round((sum[channel] ?? 0) / (samples * samples));
      }
    }
  }
  return aligned;
}

function addBilinear({ widthPx, heightPx, rgb }: Picture, x: number, y: number, sum: Float64Array): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  for (let corner = 0; corner < 4; corner++) {
    const column = left + (corner & 1);
    const row = top + (corner >> 1);
    if (column < 0 || row < 0 || column >= widthPx || row >= heightPx) continue;
    const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
    const from = (row * widthPx + column) * 3;
    for (let channel = 0; channel < 3; channel++) {
      sum[channel] = (sum[channel] ?? 0) + weight * (rgb[from + channel] ?? 0);
    }
  }
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
