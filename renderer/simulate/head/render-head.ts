// Draws a person's head and shoulders, posed and lit, as pixels. The same call gives the same bytes on every machine.
import type { Look } from './look.ts';
import { addNormals } from './mesh.ts';
import { paintFace } from './face-paint.ts';
import { buildParts } from './parts.ts';
import {
  clearSurface,
  drawMesh,
  lightSurface,
  makeSurface,
  type Lighting,
  type Surface,
} from './rasteriser.ts';
import { buildSkull } from './skull.ts';
import { wornParts } from './worn.ts';

export interface HeadPose {
  /** Degrees. Positive yaw turns the face to the picture's right, positive pitch looks down, positive roll leans clockwise. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  /** 0 open, 1 shut. */
  readonly blink: number;
  readonly smile: number;
  readonly mouthOpen: number;
  /** Irises' shift in head units. */
  readonly gaze: readonly [number, number];
  /** Where the key lamp stands, degrees: 0, 0 is at the camera. */
  readonly light: { readonly azimuthDeg: number; readonly elevationDeg: number; readonly strength: number };
  /** Light of a screen before the face, linear red, green, blue; a bright one in a dim room adds about 0.3. */
  readonly glow: readonly [number, number, number];
  /** Head's height as a part of the picture's. */
  readonly scale: number;
  /** Head's middle from the picture's middle, as parts of its height, y up. */
  readonly offset: readonly [number, number];
}

export const restPose: HeadPose = {
  yawDeg: 0,
  pitchDeg: 0,
  rollDeg: 0,
  blink: 0,
  smile: 0,
  mouthOpen: 0,
  gaze: [0, 0],
  light: { azimuthDeg: -25, elevationDeg: 30, strength: 1 },
  glow: [0, 0, 0],
  scale: 0.6,
  offset: [0, 0.03],
};

/** Camera's distance in head units: about 0.9 m, an arm and a half. */
const cameraDistance = 8;
/** A head turns on the neck's top, not about its own middle. */
const pivot = [0, -0.55, -0.15] as const;

export interface Head {
  /** Draws over `rgba`, which keeps what was there around the person. */
  draw(pose: Partial<HeadPose>, width: number, height: number, rgba: Uint8ClampedArray): void;
}

function turn(follow: number, pose: HeadPose): readonly number[] {
  const yaw = (pose.yawDeg * follow * Math.PI) / 180;
  const pitch = (pose.pitchDeg * follow * Math.PI) / 180;
  const roll = (-pose.rollDeg * follow * Math.PI) / 180;
  const [cy, sy, cp, sp, cr, sr] = [
    Math.cos(yaw),
    Math.sin(yaw),
    Math.cos(pitch),
    Math.sin(pitch),
    Math.cos(roll),
    Math.sin(roll),
  ];
  // roll · yaw · pitch, rows of the matrix one after another
  return [
    cr * cy,
    cr * sy * sp - sr * cp,
    cr * sy * cp + sr * sp,
    sr * cy,
    sr * sy * sp + cr * cp,
    sr * sy * cp - cr * sp,
    -sy,
    cy * sp,
    cy * cp,
  ];
}

function lampsOf(pose: HeadPose): Lighting {
  const { azimuthDeg, elevationDeg, strength } = pose.light;
  const a = (azimuthDeg * Math.PI) / 180;
  const e = (elevationDeg * Math.PI) / 180;
  const k = 0.95 * strength;
  const f = 0.28;
  const fillX = azimuthDeg > 0 ? -0.75 : 0.75;
  return {
    key: {
      direction: [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)],
      colour: [k * 1.04, k, k * 0.94],
      wrap: 0.18,
    },
    fill: { direction: [fillX, 0.1, 0.654], colour: [f * 0.94, f, f * 1.06], wrap: 0.4 },
    screen: pose.glow.some((light) => light > 0)
      ? { direction: [0, 0, 1], colour: pose.glow, wrap: 0.1 }
      : null,
    sky: [0.42, 0.43, 0.45],
    ground: [0.2, 0.18, 0.17],
  };
}

export function buildHead(look: Look): Head {
  const skull = buildSkull(look);
  const face = paintFace(look, skull.marks);
  const parts = [
    { mesh: skull.mesh, texture: face.texture, follows: 1 },
    ...buildParts(look, skull),
    ...(look.worn ? wornParts(look.worn, skull) : []),
  ];
  const textures = parts.map((part) => part.texture);
  const expressed = skull.mesh.positions.slice();
  const shapes = parts.map((part, i) => {
    const normals = new Float32Array(part.mesh.positions.length);
    addNormals(part.mesh.positions, part.mesh.indices, normals);
    const n = part.mesh.positions.length;
    return {
      rest: i === 0 ? expressed : part.mesh.positions,
      normals,
      points: new Float32Array(n),
      turned: new Float32Array(n),
    };
  });
  let surface: Surface | null = null;
  let expression = '0 0';

  function express(smile: number, mouthOpen: number): void {
    const key = `${smile.toFixed(3)} ${mouthOpen.toFixed(3)}`;
    if (key === expression) return;
    expression = key;
    const rest = skull.mesh.positions;
    for (let i = 0; i < rest.length; i++) {
      expressed[i] = (rest[i] ?? 0) + smile * (skull.smile[i] ?? 0) + mouthOpen * (skull.open[i] ?? 0);
    }
    const first = shapes[0];
    if (first) addNormals(expressed, skull.mesh.indices, first.normals);
  }

  return {
    draw(partial, width, height, rgba) {
      const pose = { ...restPose, ...partial };
      if (!surface || surface.width !== width || surface.height !== height)
        surface = makeSurface(width, height);
      clearSurface(surface);
      face.setEyes(pose.blink, pose.gaze);
      express(pose.smile, pose.mouthOpen);
      const unit = (pose.scale * height) / 2;
      const middleX = width / 2 + pose.offset[0] * height;
      const middleY = height / 2 - pose.offset[1] * height;
      for (let p = 0; p < parts.length; p++) {
        const part = parts[p];
        const shape = shapes[p];
        if (!part || !shape) continue;
        const m = turn(part.follows, pose);
        const [m0 = 1, m1 = 0, m2 = 0, m3 = 0, m4 = 1, m5 = 0, m6 = 0, m7 = 0, m8 = 1] = m;
        for (let i = 0; i < shape.rest.length; i += 3) {
          const x = (shape.rest[i] ?? 0) - pivot[0];
          const y = (shape.rest[i + 1] ?? 0) - pivot[1];
          const z = (shape.rest[i + 2] ?? 0) - pivot[2];
          const rx = m0 * x + m1 * y + m2 * z + pivot[0];
          const ry = m3 * x + m4 * y + m5 * z + pivot[1];
          const rz = m6 * x + m7 * y + m8 * z + pivot[2];
          const k = (unit * cameraDistance) / (cameraDistance - rz);
          shape.points[i] = middleX + rx * k;
          shape.points[i + 1] = middleY - ry * k;
          shape.points[i + 2] = rz;
          const nx = shape.normals[i] ?? 0;
          const ny = shape.normals[i + 1] ?? 0;
          const nz = shape.normals[i + 2] ?? 0;
          shape.turned[i] = m0 * nx + m1 * ny + m2 * nz;
          shape.turned[i + 1] = m3 * nx + m4 * ny + m5 * nz;
          shape.turned[i + 2] = m6 * nx + m7 * ny + m8 * nz;
        }
        drawMesh(surface, part.mesh, shape.points, shape.turned, p);
      }
      lightSurface(surface, textures, lampsOf(pose), rgba);
    },
  };
}

/** A plain wall behind the customer, a little darker to its edges. */
export function paintWall(width: number, height: number, rgba: Uint8ClampedArray): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const d = Math.hypot(x / width - 0.5, y / height - 0.45);
      const at = (y * width + x) * 4;
      rgba[at] = 226 - d * 60;
      rgba[at + 1] = 226 - d * 58;
      rgba[at + 2] = 222 - d * 52;
      rgba[at + 3] = 255;
    }
  }
}

/** One picture of a person before a wall. For many pictures of one person keep the `buildHead` result. */
export function renderHead(
  look: Look,
  pose: Partial<HeadPose>,
  width: number,
  height: number,
): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4);
  paintWall(width, height, rgba);
  buildHead(look).draw(pose, width, height, rgba);
  return rgba;
}

/** Takes the steps off a figure's outline drawn over nothing: a border pixel becomes as opaque as its surroundings are full. */
export function softenEdges(rgba: Uint8ClampedArray, width: number, height: number): void {
  for (let y = 1; y + 1 < height; y++) {
    for (let x = 1; x + 1 < width; x++) {
      const at = (y * width + x) * 4 + 3;
      if (rgba[at] === 0) continue;
      let empty = 0;
      if (rgba[at - 4] === 0) empty++;
      if (rgba[at + 4] === 0) empty++;
      if (rgba[at - width * 4] === 0) empty++;
      if (rgba[at + width * 4] === 0) empty++;
      if (empty > 0) rgba[at] = empty === 1 ? 150 : 90;
    }
  }
}
