// What goes into YuNet and what its outputs mean: boxes and five points on a grid of three strides. Pure.
import type { FaceLandmarks, Point } from '#core/biometrics/found-face.ts';
import type { Box } from '#core/reading/field.ts';
import { suppressOverlaps } from './overlap.ts';
import type { Picture } from './picture.ts';

export const yunetStrides = [8, 16, 32] as const;

/** Of the detector's input, before it is scaled back. */
export interface DetectedFace {
  readonly confidence: number;
  readonly box: Box;
  readonly landmarks: FaceLandmarks;
}

export type YunetOutputs = Readonly<Record<string, Float32Array>>;

/** Below this the detector itself is guessing; what counts as a face is decided in core/biometrics. */
const confidenceFloor = 0.5;
const overlapLimit = 0.3;
/** The net wants sides that its coarsest stride divides. */
const sideMultiple = 32;

export interface YunetInput {
  readonly bgr: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** BGR planes, 0-255; black is added at the right and at the bottom, so that coordinates stay as they are. */
export function yunetInput(picture: Picture): YunetInput {
  const widthPx = Math.ceil(picture.widthPx / sideMultiple) * sideMultiple;
  const heightPx = Math.ceil(picture.heightPx / sideMultiple) * sideMultiple;
  const plane = widthPx * heightPx;
  const bgr = new Float32Array(3 * plane);
  const { rgb } = picture;
  let from = 0;
  for (let y = 0; y < picture.heightPx; y++) {
    let to = y * widthPx;
    for (const end = to + picture.widthPx; to < end; to++, from += 3) {
      bgr[to] = rgb[from + 2] ?? 0;
      bgr[plane + to] = rgb[from + 1] ?? 0;
      bgr[2 * plane + to] = rgb[from] ?? 0;
    }
  }
  return { bgr, widthPx, heightPx };
}

/** Faces in the input's pixels, surest first, each once. */
export function yunetFaces(outputs: YunetOutputs, widthPx: number, heightPx: number): DetectedFace[] {
  const faces: DetectedFace[] = [];
  for (const stride of yunetStrides) {
    const [cls, obj, bbox, kps] = ['cls', 'obj', 'bbox', 'kps'].map((part) => outputs[`${part}_${stride}`]);
    const columns = widthPx / stride;
    const cells = columns * (heightPx / stride);
    if (!cls || !obj || !bbox || !kps || cls.length !== cells || kps.length !== cells * 10) {
      throw new Error(`YuNet's outputs at stride ${stride} do not fit its input`);
    }
    for (let cell = 0; cell < cells; cell++) {
      const confidence = Math.sqrt(clampUnit(cls[cell]) * clampUnit(obj[cell]));
      if (confidence < confidenceFloor) continue;
      const column = cell % columns;
      const row = Math.floor(cell / columns);
      faces.push({
        confidence,
        box: boxAt(bbox.subarray(cell * 4, cell * 4 + 4), column, row, stride),
        landmarks: landmarksAt(kps.subarray(cell * 10, cell * 10 + 10), column, row, stride),
      });
    }
  }
  return suppressOverlaps(faces, overlapLimit);
}

function boxAt(values: Float32Array, column: number, row: number, stride: number): Box {
  const [dx = 0, dy = 0, logWidth = 0, logHeight = 0] = values;
  const width = Math.exp(logWidth) * stride;
  const height = Math.exp(logHeight) * stride;
  return { x: (column + dx) * stride - width / 2, y: (row + dy) * stride - height / 2, width, height };
}

/** The net speaks of the person's right eye first, which is the one further left in the picture. */
function landmarksAt(values: Float32Array, column: number, row: number, stride: number): FaceLandmarks {
  const at = (index: number): Point => ({
    x: ((values[index * 2] ?? 0) + column) * stride,
    y: ((values[index * 2 + 1] ?? 0) + row) * stride,
  });
  return { leftEye: at(0), rightEye: at(1), nose: at(2), mouthLeft: at(3), mouthRight: at(4) };
}

function clampUnit(value: number | undefined): number {
  return Math.min(1, Math.max(0, value ?? 0));
}
