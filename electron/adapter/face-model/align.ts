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
 * averaged down, not sampled: bare bilinear would turn its skin into noise. One tight loop without a call or an
 * allocation: it runs for every frame, and was a quarter of a look's time.
 */
export function sampleFace(picture: Picture, onto: Similarity, sidePx: number): Uint8Array {
  const norm = onto.a * onto.a + onto.b * onto.b;
  if (norm < halvedBelow * halvedBelow) {
    const { half, left, top } = halved(picture, onto, sidePx);
    // A pixel of the half is the mean of four: its middle lies half a pixel further in.
    const [a, b] = [onto.a * 2, onto.b * 2];
    const [x, y] = [(left + 0.5) / 2, (top + 0.5) / 2];
    return sampleFace(half, { a, b, tx: onto.tx + a * x - b * y, ty: onto.ty + b * x + a * y }, sidePx);
  }
  const { a, b, tx, ty } = onto;
  const { widthPx, heightPx, rgb } = picture;
  const samples = Math.min(8, Math.max(1, Math.ceil(1 / Math.sqrt(norm) - 0.25)));
  const share = 1 / (samples * samples);
  const back = a / norm;
  const turn = b / norm;
  const row = widthPx * 3;
  const lastColumn = widthPx - 1;
  const lastLine = heightPx - 1;
  const face = new Uint8Array(sidePx * sidePx * 3);
  let to = 0;
  for (let v = 0; v < sidePx; v++) {
    for (let u = 0; u < sidePx; u++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let down = 0; down < samples; down++) {
        const dy = v + (down + 0.5) / samples - 0.5 - ty;
        for (let along = 0; along < samples; along++) {
          const dx = u + (along + 0.5) / samples - 0.5 - tx;
          const x = back * dx + turn * dy;
          const y = back * dy - turn * dx;
          const left = Math.floor(x);
          const top = Math.floor(y);
          if (left < -1 || top < -1 || left > lastColumn || top > lastLine) continue;
          const right = x - left;
          const low = y - top;
          // A corner beyond the edge is black: its weight is nought, and it is read from a pixel that is there.
          const atLeft = left >= 0 ? 1 - right : 0;
          const atRight = left < lastColumn ? right : 0;
          const atTop = top >= 0 ? 1 - low : 0;
          const atLow = top < lastLine ? low : 0;
          const column = left >= 0 ? left * 3 : 0;
          const nextColumn = left < lastColumn ? (left + 1) * 3 : column;
          const line = top >= 0 ? top * row : 0;
          const nextLine = top < lastLine ? (top + 1) * row : line;
          const w1 = atLeft * atTop;
          const w2 = atRight * atTop;
          const w3 = atLeft * atLow;
          const w4 = atRight * atLow;
          const p1 = line + column;
          const p2 = line + nextColumn;
          const p3 = nextLine + column;
          const p4 = nextLine + nextColumn;
          red += w1 * (rgb[p1] ?? 0) + w2 * (rgb[p2] ?? 0) + w3 * (rgb[p3] ?? 0) + w4 * (rgb[p4] ?? 0);
          green +=
            w1 * (rgb[p1 + 1] ?? 0) +
            w2 * (rgb[p2 + 1] ?? 0) +
            w3 * (rgb[p3 + 1] ?? 0) +
            w4 * (rgb[p4 + 1] ?? 0);
          blue +=
            w1 * (rgb[p1 + 2] ?? 0) +
            w2 * (rgb[p2 + 2] ?? 0) +
            w3 * (rgb[p3 + 2] ?? 0) +
            w4 * (rgb[p4 + 2] ?? 0);
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

/** A face more than twice as large as the square is halved first: a third of the reads, and nothing that the square could show. */
const halvedBelow = 0.5;

/** The part that the square shows, at half its size: each pixel the mean of four, black beyond the edge as the picture is. */
function halved({ widthPx, heightPx, rgb }: Picture, { a, b, tx, ty }: Similarity, sidePx: number) {
  const norm = a * a + b * b;
  const corners = [0, sidePx].flatMap((u) =>
    [0, sidePx].map((v) => ({
      x: (a * (u - tx) + b * (v - ty)) / norm,
      y: (a * (v - ty) - b * (u - tx)) / norm,
    })),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const left = Math.max(0, Math.floor(Math.min(...xs)) - 4);
  const top = Math.max(0, Math.floor(Math.min(...ys)) - 4);
  const width = Math.max(1, (Math.min(widthPx, Math.ceil(Math.max(...xs)) + 4) - left) >> 1);
  const height = Math.max(1, (Math.min(heightPx, Math.ceil(Math.max(...ys)) + 4) - top) >> 1);
  const half = new Uint8Array(width * height * 3);
  const row = widthPx * 3;
  let to = 0;
  for (let y = 0; y < height; y++) {
    let from = (top + 2 * y) * row + left * 3;
    for (let x = 0; x < width; x++, from += 6) {
      for (let part = from; part < from + 3; part++, to++) {
        const sum =
          (rgb[part] ?? 0) + (rgb[part + 3] ?? 0) + (rgb[part + row] ?? 0) + (rgb[part + row + 3] ?? 0);
        half[to] = (sum + 2) >> 2;
      }
    }
  }
  return { half: { widthPx: width, heightPx: height, rgb: half }, left, top };
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
