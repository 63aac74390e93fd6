// The 68 landmarks of a face: which square the net looks at, what its numbers mean, and the five points among them. Pure.
import type { FaceLandmarks, Point } from '#core/biometrics/found-face.ts';
import type { Box } from '#core/reading/field.ts';
import { sampleFace, similarityBetween, type Similarity } from './align.ts';
import type { Picture } from './picture.ts';

export const landmarkSidePx = 112;

/** The net's square: the detector's box, made square about its middle, upright. */
export function squareOf(box: Box): Similarity {
  const side = Math.max(box.width, box.height);
  const a = landmarkSidePx / side;
  return {
    a,
    b: 0,
    tx: landmarkSidePx / 2 - a * (box.x + box.width / 2),
    ty: landmarkSidePx / 2 - a * (box.y + box.height / 2),
  };
}

/** For a second look: the same square with the eyes level and the face filling it as the first look says. */
export function levelSquareOf(points: readonly Point[]): Similarity | null {
  const { leftEye, rightEye, mouthLeft, mouthRight, nose } = fivePoints(points);
  return similarityBetween([leftEye, rightEye, nose, mouthLeft, mouthRight], levelPoints);
}

/** Where the five points lie in the net's square on average, as shares of it (over faces that need no turning). */
const levelPoints: readonly Point[] = [
  { x: 0.315, y: 0.31 },
  { x: 0.685, y: 0.31 },
  { x: 0.5, y: 0.535 },
  { x: 0.345, y: 0.735 },
  { x: 0.655, y: 0.735 },
].map(({ x, y }) => ({ x: x * landmarkSidePx, y: y * landmarkSidePx }));

/** RGB planes, 0-255. */
export function landmarkInput(picture: Picture, square: Similarity): Float32Array {
  return planesOf(sampleFace(picture, square, landmarkSidePx));
}

export function planesOf(rgb: Uint8Array, mirroredSidePx?: number): Float32Array {
  const plane = rgb.length / 3;
  const planes = new Float32Array(rgb.length);
  for (let pixel = 0; pixel < plane; pixel++) {
    const column = mirroredSidePx ? pixel % mirroredSidePx : 0;
    const from = mirroredSidePx ? pixel - column + mirroredSidePx - 1 - column : pixel;
    planes[pixel] = rgb[from * 3] ?? 0;
    planes[plane + pixel] = rgb[from * 3 + 1] ?? 0;
    planes[2 * plane + pixel] = rgb[from * 3 + 2] ?? 0;
  }
  return planes;
}

/** The 68 points in the picture's pixels, from shares of the square. */
export function pointsOf(shares: Float32Array, { a, b, tx, ty }: Similarity): Point[] {
  const norm = a * a + b * b;
  return Array.from({ length: shares.length / 2 }, (_, index) => {
    const dx = (shares[index * 2] ?? 0) * landmarkSidePx - tx;
    const dy = (shares[index * 2 + 1] ?? 0) * landmarkSidePx - ty;
    return { x: (a * dx + b * dy) / norm, y: (a * dy - b * dx) / norm };
  });
}

/** Numbering of the 300-W annotation: 30 tip of the nose, 36-41 and 42-47 the eyes, 48 and 54 the mouth's corners. */
export function fivePoints(points: readonly Point[]): FaceLandmarks {
  return {
    leftEye: middleOf(points.slice(36, 42)),
    rightEye: middleOf(points.slice(42, 48)),
    nose: middleOf(points.slice(30, 31)),
    mouthLeft: middleOf(points.slice(48, 49)),
    mouthRight: middleOf(points.slice(54, 55)),
  };
}

function middleOf(points: readonly Point[]): Point {
  let [x, y] = [0, 0];
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  return { x, y };
}
