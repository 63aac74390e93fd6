// The head's own surface: a ring per height, pushed out and in where brow, eyes, nose, lips and chin stand; with what a smile and an open mouth move.
import { landmarksOf, mouthLine, type Landmarks, type Look } from './look.ts';
import { bell, bell2, curveThrough, mix, smoothstep } from './noise.ts';
import { sheet, type Mesh } from './mesh.ts';

export const skullColumns = 112;
export const skullRows = 128;

export interface Skull {
  readonly mesh: Mesh;
  /** Movement of each vertex at full smile and at a fully open mouth. */
  readonly smile: Float32Array;
  readonly open: Float32Array;
  readonly marks: Landmarks;
  /** Angle around the head and height of a grid point: hair grows on the same grid. */
  readonly angleAt: (column: number) => number;
  readonly heightAt: (row: number) => number;
  readonly halfWidthAt: (y: number) => number;
}

/** Where row `row` stands: denser towards crown and chin, where the rings close. */
function heightAt(row: number): number {
  const s = row / skullRows;
  return Math.cos(Math.PI * s) * 0.25 + (1 - 2 * s) * 0.75;
}

/** Columns crowd to the front: 0 looks at the camera, ±π is the back of the head. */
function angleAt(column: number): number {
  const t = (column / skullColumns) * 2 - 1;
  return Math.PI * (0.45 * t + 0.55 * t * t * t);
}

function relief(x: number, y: number, look: Look, marks: Landmarks): number {
  const { shape } = look;
  const side = Math.abs(x);
  let z = 0;
  // Brow ridge, the dip of the eye socket and the ball in it.
  z += (0.035 + shape.browRidge) * bell2(side - 0.24, y - marks.browY + 0.03, 0.22, 0.07);
  z -= (0.115 + shape.eyeDeep) * bell2(side - marks.eyeX + 0.03, y - marks.eyeY - 0.01, 0.19, 0.13);
  z += 0.062 * bell2(side - marks.eyeX, y - marks.eyeY, 0.105, 0.085);
  z -= 0.05 * bell2(side - 0.12, y - marks.eyeY - 0.01, 0.05, 0.1);
  // Cheekbones and cheeks.
  z += (0.05 + shape.cheekbone) * bell2(side - 0.43, y + 0.2, 0.16, 0.12);
  z += shape.cheekFull * bell2(side - 0.36, y + 0.48, 0.17, 0.2);
  // Nose: a ridge that grows from between the eyes to the tip, wings, and a quick fall to the lip.
  const top = marks.eyeY + 0.1;
  const along = (top - y) / (top - marks.noseTip);
  const down = Math.max(0, Math.min(1.2, along));
  const tip = smoothstep(marks.noseBase - 0.03, marks.noseTip - 0.005, y);
  const ridge = mix(0.055, 0.1, smoothstep(0.45, 1, down)) + shape.noseBridge;
  const rise = (0.31 + shape.noseOut) * Math.pow(down, 1.25) * tip + 0.02 * bell(y - top + 0.16, 0.1);
  z += rise * bell(x, ridge + 0.035);
  z += (0.028 + shape.noseBridge * 0.2) * bell2(x, y - mix(top, marks.noseTip, 0.5), 0.07, 0.09);
  z += 0.095 * bell2(side - marks.noseHalf * 0.72, y - marks.noseBase - 0.045, 0.062, 0.055);
  z -= 0.03 * bell2(side - marks.noseHalf - 0.06, y - marks.noseBase - 0.02, 0.035, 0.06);
  // Mouth: the muzzle, both lips, the groove under them, the philtrum.
  const line = marks.mouthY + mouthLine(x, look, marks);
  z += 0.055 * bell2(x, y - marks.mouthY, 0.26, 0.17);
  const across = Math.max(0, 1 - Math.pow(side / marks.mouthHalf, 2.5));
  z +=
    (0.035 + marks.upperLip * 0.3) * bell(y - line - marks.upperLip * 0.42, marks.upperLip * 0.55) * across;
  z +=
    (0.035 + marks.lowerLip * 0.35) * bell(y - line + marks.lowerLip * 0.5, marks.lowerLip * 0.55) * across;
  z -= 0.022 * bell(y - line, 0.018) * across;
  z -= 0.03 * bell2(side - marks.mouthHalf - 0.015, y - line, 0.04, 0.05);
  z -= 0.012 * bell2(x, y - (marks.noseBase + line + marks.upperLip) / 2, 0.025, 0.06);
  z -= 0.035 * bell2(x, y - line + marks.lowerLip + 0.055, 0.17, 0.035);
  // Chin.
  z += (0.05 + shape.chinForward) * bell2(x, y + 0.9, 0.13, 0.08);
  // The fold from nose to mouth corner deepens with years.
  const foldX = marks.noseHalf + 0.03 + (marks.noseBase - y) * 0.38;
  if (y < marks.noseBase + 0.06) {
    z -=
      (0.008 + look.paint.age * 0.02) *
      bell(side - foldX, 0.025) *
      smoothstep(marks.mouthY - 0.12, marks.mouthY + 0.02, y);
  }
  return z;
}

export function buildSkull(look: Look): Skull {
  const marks = landmarksOf(look);
  const { shape } = look;
  const jaw = shape.jawWidth;
  const halfWidthAt = curveThrough(
    (
      [
        [-1, 0.02],
        [-0.985, 0.1 * shape.chinWidth],
        [-0.93, 0.2 * shape.chinWidth],
        [-0.82, mix(0.32, 0.36, 0.5) * mix(jaw, shape.chinWidth, 0.5)],
        [-0.62, 0.47 * jaw],
        [-0.42, 0.555 * mix(jaw, 1, 0.3)],
        [-0.2, 0.62],
        [0.05, 0.645],
        [0.3, 0.65],
        [0.55, 0.615],
        [0.78, 0.48],
        [0.93, 0.27],
        [0.985, 0.12],
        [1, 0.02],
      ] as const
    ).map(([y, w]) => [y, w * shape.faceWidth] as const),
  );
  const frontAt = curveThrough([
    [-1, 0.46],
    [-0.97, 0.56],
    [-0.88, 0.645],
    [-0.7, 0.665],
    [-0.45, 0.69],
    [-0.2, 0.695],
    [0.05, 0.7],
    [0.25, 0.735],
    [0.45, 0.715],
    [0.65, 0.62],
    [0.82, 0.46],
    [0.94, 0.27],
    [1, 0.03],
  ]);
  const backAt = curveThrough([
    [-1, 0.0],
    [-0.8, 0.1],
    [-0.55, 0.4],
    [-0.3, 0.62],
    [0.1, 0.82],
    [0.45, 0.82],
    [0.75, 0.62],
    [0.93, 0.33],
    [1, 0.03],
  ]);
  const mesh = sheet(skullColumns, skullRows, (column, row) => {
    const angle = angleAt(column);
    const ring = heightAt(row);
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const x = halfWidthAt(ring) * Math.sign(sin) * Math.pow(Math.abs(sin), 0.92);
    const front = cos > 0;
    // Rows bend along the line between the lips, so that opening the mouth parts two rows and not a staircase.
    const bend = front
      ? mouthLine(x, look, marks) * bell(ring - marks.mouthY, 0.16) * (1 - smoothstep(0.3, 0.5, Math.abs(x)))
      : 0;
    const y = ring + bend;
    // Lengthening below the nose alone changes a face more than scaling all of it.
    const stretched = y < marks.noseBase ? y + (y - marks.noseBase) * shape.lowerFace : y;
    const depth = front ? frontAt(ring) * Math.pow(cos, 0.82) : -backAt(ring) * Math.pow(-cos, 0.85);
    const z = depth + (front ? relief(x, y, look, marks) * smoothstep(0, 0.35, cos) : 0);
    return { x, y: stretched, z, u: x, v: y };
  });
  // The two rows that the opening mouth parts both look up the dark line between the lips: what shows between them is the mouth's inside.
  const stride = skullColumns + 1;
  for (let column = 0; column <= skullColumns; column++) {
    for (let row = 0; row < skullRows; row++) {
      const above = row * stride + column;
      const below = above + stride;
      const x = mesh.uvs[above * 2] ?? 0;
      const line = marks.mouthY + mouthLine(x, look, marks);
      if ((mesh.uvs[above * 2 + 1] ?? 0) < line || (mesh.uvs[below * 2 + 1] ?? 0) >= line) continue;
      if (Math.abs(x) > marks.mouthHalf || (mesh.positions[above * 3 + 2] ?? 0) < 0.1) continue;
      mesh.uvs[above * 2 + 1] = line + 0.0035;
      mesh.uvs[below * 2 + 1] = line - 0.0035;
    }
  }
  const count = mesh.uvs.length / 2;
  const smile = new Float32Array(count * 3);
  const open = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const x = mesh.uvs[i * 2] ?? 0;
    const y = mesh.uvs[i * 2 + 1] ?? 0;
    if ((mesh.positions[i * 3 + 2] ?? 0) < 0.1) continue;
    const side = Math.abs(x);
    const sign = Math.sign(x);
    const corner = bell2(side - marks.mouthHalf, y - marks.mouthY, 0.13, 0.13);
    const cheek = bell2(side - 0.37, y + 0.3, 0.15, 0.14);
    smile[i * 3] = sign * (0.05 * corner + 0.012 * cheek);
    smile[i * 3 + 1] = 0.062 * corner + 0.035 * cheek - 0.008 * bell2(x, y - marks.mouthY, 0.1, 0.1);
    smile[i * 3 + 2] = -0.03 * corner + 0.035 * cheek;
    const line = marks.mouthY + mouthLine(x, look, marks);
    const gap = Math.sqrt(Math.max(0, 1 - (side / (marks.mouthHalf * 0.94)) ** 2));
    if (y < line) {
      const jawDrop = smoothstep(0, 0.3, line - y) * (1 - smoothstep(0.45, 0.68, side));
      open[i * 3 + 1] = -0.17 * Math.max(gap * (1 - smoothstep(0, 0.5, line - y)), jawDrop);
      open[i * 3 + 2] = -0.03 * jawDrop;
    } else {
      open[i * 3 + 1] = 0.012 * gap * bell(y - line, 0.08);
    }
  }
  return { mesh, smile, open, marks, angleAt, heightAt, halfWidthAt };
}
