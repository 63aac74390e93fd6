// Faces made of numbers, for tests: no picture of anybody is behind them.
import type { FoundFace, FoundFaces } from './found-face.ts';

/** A vector of length one at the given cosine to (1, 0, 0, …). */
export function embeddingAt(cosine: number): Float32Array {
  const vector = new Float32Array(128);
  vector[0] = cosine;
  vector[1] = Math.sqrt(1 - cosine * cosine);
  return vector;
}

export function faceAt(x: number, y: number, widthPx: number, changes: Partial<FoundFace> = {}): FoundFace {
  const at = (u: number, v: number) => ({ x: x + u * widthPx, y: y + v * widthPx });
  return {
    confidence: 0.93,
    box: { x, y, width: widthPx, height: widthPx * 1.3 },
    landmarks: {
      leftEye: at(0.3, 0.5),
      rightEye: at(0.7, 0.5),
      nose: at(0.5, 0.75),
      mouthLeft: at(0.35, 1),
      mouthRight: at(0.65, 1),
    },
    embedding: embeddingAt(1),
    sharpness: 150,
    brightness: 120,
    ...changes,
  };
}

export function pictureOf(...faces: readonly FoundFace[]): FoundFaces {
  return { widthPx: 1280, heightPx: 720, faces };
}
