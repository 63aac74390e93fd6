// Everything of a person that is not the face: hair, ears, neck, clothes, glasses. Each a mesh with the texture it wears.
import type { Colour, Look } from './look.ts';
import { bell, curveThrough, grain, mix, noise, smoothstep } from './noise.ts';
import { sheet, type Mesh } from './mesh.ts';
import { paintSkin } from './face-paint.ts';
import { skullColumns, skullRows, type Skull } from './skull.ts';
import { layOver, paintTexture, shade, type Texture } from './texture.ts';

export interface Part {
  readonly mesh: Mesh;
  readonly texture: Texture;
  /** How much of the head's turn this part follows: 1 hair and glasses, 0.4 neck, 0 shoulders. */
  readonly follows: number;
}

interface Coat {
  readonly thick: number;
  readonly ruffle: number;
  readonly side: number;
  readonly cloth: boolean;
}

const coats: Readonly<Record<Look['hair']['style'], Coat>> = {
  bald: { thick: 0, ruffle: 0, side: 0, cloth: false },
  crop: { thick: 0.03, ruffle: 0.01, side: 0.02, cloth: false },
  short: { thick: 0.085, ruffle: 0.025, side: 0.035, cloth: false },
  full: { thick: 0.15, ruffle: 0.04, side: 0.08, cloth: false },
  curly: { thick: 0.17, ruffle: 0.12, side: 0.12, cloth: false },
  long: { thick: 0.07, ruffle: 0.015, side: 0.07, cloth: false },
  bun: { thick: 0.04, ruffle: 0.008, side: 0.03, cloth: false },
  turban: { thick: 0.25, ruffle: 0.03, side: 0.2, cloth: true },
  scarf: { thick: 0.08, ruffle: 0.015, side: 0.08, cloth: true },
};

function streaks(colour: Colour, seed: number, u: number, v: number, out: [number, number, number]): void {
  const k =
    0.55 +
    0.9 * noise(u * 60, v * 5, seed) * noise(u * 17, v * 3, seed + 1) +
    0.25 * noise(u * 140, v * 9, seed + 2);
  out[0] = colour[0] * k;
  out[1] = colour[1] * k;
  out[2] = colour[2] * k;
}

function hairTexture(look: Look): Texture {
  const { cloth } = coats[look.hair.style];
  return paintTexture(
    256,
    128,
    { u0: -3.3, v0: -1.8, u1: 3.3, v1: 1.3 },
    cloth ? 0.02 : 0.12,
    (u, v, out) => {
      if (!cloth) {
        streaks(look.paint.hair, look.seed + 90, u, v, out);
        const part = bell(u - look.hair.part * 1.2, 0.035) * smoothstep(0.5, 0.6, v);
        if (look.hair.style === 'long' || look.hair.style === 'bun')
          layOver(out, look.paint.skin, part * 0.6);
        return;
      }
      // Cloth lies in folds: a turban's wrap slants to the middle, a scarf's falls.
      const fold =
        look.hair.style === 'turban' ? Math.sin(v * 34 - Math.abs(u) * 11) : Math.sin(u * 26 + v * 3);
      const k = 0.82 + 0.18 * fold + grain(u * 20, v * 20, look.seed + 91) * 0.08;
      for (let c = 0; c < 3; c++) out[c] = (look.paint.hair[c] ?? 0) * k;
    },
  );
}

/** Where hair begins at this angle around the head (0 front, ±π back). */
function hairline(look: Look, angle: number): number {
  const a = Math.abs(angle);
  const { style, line, recede } = look.hair;
  const front = 0.62 + line;
  if (style === 'turban')
    return curveThrough([
      [0, front - 0.16],
      [0.8, front - 0.26],
      [1.4, 0.12],
      [1.9, 0.05],
      [3.2, -0.1],
    ])(a);
  if (style === 'scarf')
    return curveThrough([
      [0, front - 0.06],
      [0.7, 0.5],
      [1.15, 0.2],
      [1.35, -1],
      [3.2, -1],
    ])(a);
  return curveThrough([
    [0, front + (look.hair.style === 'full' ? -0.04 : 0)],
    [0.45, front + recede],
    [0.85, front - 0.08 + recede * 0.7],
    [1.12, 0.28],
    [1.3, style === 'long' || style === 'bun' ? 0.05 : -0.02],
    [1.62, 0.02],
    [1.85, -0.1],
    [2.2, -0.5],
    [3.2, -0.55],
  ])(a);
}

function coat(look: Look, skull: Skull): Part | null {
  const { thick, ruffle, side, cloth } = coats[look.hair.style];
  if (thick === 0) return null;
  const stride = skullColumns + 1;
  const growth = (column: number, row: number): number => {
    const angle = skull.angleAt(column);
    const y = skull.heightAt(row);
    const jag = cloth ? 0 : grain(angle * 14, y * 12, look.seed + 92) * 0.05;
    return smoothstep(-0.015, cloth ? 0.05 : 0.16, y - hairline(look, angle) + jag);
  };
  const grownAt = new Float32Array(stride * (skullRows + 1));
  for (let row = 0; row <= skullRows; row++) {
    for (let column = 0; column <= skullColumns; column++)
      grownAt[row * stride + column] = growth(column, row);
  }
  const depth = (column: number, row: number): number => grownAt[row * stride + column] ?? 0;
  const mesh = sheet(
    skullColumns,
    skullRows,
    (column, row) => {
      const at = (row * stride + column) * 3;
      const x = skull.mesh.positions[at] ?? 0;
      const y = skull.mesh.positions[at + 1] ?? 0;
      const z = skull.mesh.positions[at + 2] ?? 0;
      const angle = skull.angleAt(column);
      const height = skull.heightAt(row);
      const lump =
        noise(
          angle * (look.hair.style === 'curly' ? 9 : 4),
          height * (look.hair.style === 'curly' ? 12 : 5),
          look.seed + 93,
        ) * ruffle;
      const lop = 1 + look.hair.part * 0.5 * Math.sign(angle) * smoothstep(0.05, 0.4, Math.abs(angle));
      const rise = mix(side, thick * lop, smoothstep(0.15, 0.75, height)) + lump;
      const grown = depth(column, row) * rise - (1 - smoothstep(0, 0.2, depth(column, row))) * 0.03;
      const length = Math.hypot(x, y * 0.8, z) || 1;
      return {
        x: x + (x / length) * grown,
        y: y + ((y * 0.8) / length) * grown,
        z: z + (z / length) * grown,
        u: angle,
        v: height,
      };
    },
    { keep: (column, row) => Math.max(depth(column, row), depth(column + 1, row + 1)) > 0.02 },
  );
  return { mesh, texture: hairTexture(look), follows: 1 };
}

/** Hair that hangs beside and behind the face. */
function curtain(look: Look, skull: Skull): Part | null {
  if (look.hair.style !== 'long') return null;
  const columns = 60;
  const rows = 40;
  const mesh = sheet(
    columns,
    rows,
    (column, row) => {
      const t = (column / columns) * 2 - 1;
      const angle = Math.PI + t * (Math.PI - 1.22);
      const y = 0.5 - (row / rows) * 1.95;
      const wide = skull.halfWidthAt(Math.max(-0.1, y)) + 0.1 + 0.1 * smoothstep(0.2, -1.2, y);
      const wave = (noise(t * 9, y * 3, look.seed + 95) - 0.5) * 0.05;
      return {
        x: Math.sin(angle) * (wide + wave),
        y,
        z: Math.cos(angle) * (0.72 + wave) - 0.1,
        u: angle - Math.PI,
        v: y,
      };
    },
    { twoSided: true },
  );
  return { mesh, texture: hairTexture(look), follows: 0.8 };
}

/** A scarf's lower part, wound about the neck. */
function wrap(look: Look): Part | null {
  if (look.hair.style !== 'scarf') return null;
  const mesh = sheet(40, 14, (column, row) => {
    const a = (column / 40) * 2 * Math.PI - Math.PI;
    const t = row / 14;
    const y = mix(-0.64, -1.62, t);
    const out = mix(0.43, 0.66, t * t) + 0.012 * Math.sin(t * 16 + Math.cos(a) * 3);
    return {
      x: out * 1.02 * Math.sin(a),
      y: y - 0.4 * (1 - t) * Math.max(0, Math.cos(a)),
      z: -0.02 + out * 0.98 * Math.cos(a),
      u: a,
      v: y,
    };
  });
  return { mesh, texture: hairTexture(look), follows: 0.5 };
}

function bun(look: Look): Part | null {
  if (look.hair.style !== 'bun') return null;
  const mesh = sheet(24, 16, (column, row) => {
    const a = (column / 24) * 2 * Math.PI;
    const b = (row / 16) * Math.PI;
    return {
      x: 0.3 * Math.sin(b) * Math.sin(a),
      y: 0.92 + 0.24 * Math.cos(b),
      z: -0.35 + 0.3 * Math.sin(b) * Math.cos(a),
      u: a,
      v: b,
    };
  });
  return { mesh, texture: hairTexture(look), follows: 1 };
}

function ear(look: Look, skull: Skull, side: -1 | 1): Part | null {
  if (look.hair.style === 'long' || look.hair.style === 'scarf') return null;
  const size = 1 + look.shape.earSize;
  const root = skull.halfWidthAt(-0.1) - 0.012;
  const mesh = sheet(16, 14, (column, row) => {
    const a = (column / 16) * 2 * Math.PI * side;
    const b = (row / 14) * Math.PI;
    const narrow = 1 - 0.3 * smoothstep(0, -1, Math.cos(b));
    const out = Math.sin(b) * Math.sin(a);
    return {
      x:
        side * (root + 0.02 + 0.055 * size * Math.max(-0.3, out * side)) +
        side * 0.03 * size * smoothstep(0.3, -1, Math.sin(b) * Math.cos(a)),
      y: -0.1 + 0.19 * size * Math.cos(b),
      z: -0.02 + 0.11 * size * narrow * Math.sin(b) * Math.cos(a),
      u: Math.sin(b) * Math.cos(a),
      v: Math.cos(b),
    };
  });
  const texture = paintTexture(48, 48, { u0: -1, v0: -1, u1: 1, v1: 1 }, 0.08, (u, v, out) => {
    paintSkin(out, u * 0.1, v * 0.2, look);
    out[1] *= 0.9;
    out[2] *= 0.88;
    shade(out, 0.45 * bell(Math.hypot(u - 0.15, v * 0.8 - 0.05), 0.42));
  });
  return { mesh, texture, follows: 1 };
}

/** Half the neck's width at its foot; the collar stands clear of it. */
function neckHalf(look: Look): number {
  return 0.36 * look.shape.faceWidth * mix(1, look.shape.jawWidth, 0.6);
}

function neck(look: Look): Part {
  const mesh = sheet(36, 16, (column, row) => {
    const a = (column / 36) * 2 * Math.PI - Math.PI;
    const y = -0.55 - (row / 16) * 0.95;
    const flare = 1 + 0.12 * smoothstep(-1.15, -1.5, y);
    const width = neckHalf(look) * flare;
    return { x: width * Math.sin(a), y, z: -0.12 + 0.36 * flare * Math.cos(a), u: a, v: y };
  });
  const texture = paintTexture(64, 64, { u0: -3.2, v0: -1.5, u1: 3.2, v1: -0.55 }, 0.05, (u, v, out) => {
    paintSkin(out, u, v, look);
    // The jaw keeps the light off the throat.
    shade(out, 0.62 * smoothstep(-1.3, -0.95, v));
  });
  return { mesh, texture, follows: 0.4 };
}

function shoulders(look: Look): Part {
  const collarHalf = neckHalf(look) + 0.06;
  const half = curveThrough([
    [-2.9, 1.5],
    [-1.9, 1.46],
    [-1.66, 1.22],
    [-1.5, 0.82],
    [-1.36, collarHalf + 0.1],
    [-1.26, collarHalf + 0.01],
    [-1.2, collarHalf],
  ]);
  const deep = curveThrough([
    [-2.9, 0.7],
    [-1.9, 0.62],
    [-1.5, 0.54],
    [-1.22, 0.46],
  ]);
  const mesh = sheet(48, 30, (column, row) => {
    const a = (column / 48) * 2 * Math.PI - Math.PI;
    const y = -1.2 - (row / 30) * 1.6;
    const dip = 0.12 * Math.max(0, Math.cos(a)) * smoothstep(-1.6, -1.2, y);
    return {
      x: half(y) * Math.sin(a),
      y: y - dip,
      z: -0.14 + deep(y) * Math.cos(a),
      u: half(y) * Math.sin(a),
      v: y,
    };
  });
  const texture = paintTexture(192, 128, { u0: -1.5, v0: -2.9, u1: 1.5, v1: -1.15 }, 0.01, (u, v, out) => {
    const weave =
      1 + grain(u * 5, v * 4, look.seed + 97) * 0.25 + (noise(u * 90, v * 90, look.seed + 98) - 0.5) * 0.12;
    for (let c = 0; c < 3; c++) out[c] = (look.cloth[c] ?? 0) * weave;
    const collar = Math.abs(v + 1.3 + Math.abs(u) * 0.1);
    shade(out, 0.4 * bell(collar, 0.02) - 0.18 * smoothstep(-1.29, -1.25, v));
    shade(out, 0.3 * bell(u, 0.012) * smoothstep(-1.3, -1.36, v));
  });
  return { mesh, texture, follows: 0 };
}

function glasses(look: Look, skull: Skull): readonly Part[] {
  const frame = look.glasses;
  if (!frame) return [];
  const { marks } = skull;
  const texture = paintTexture(4, 4, { u0: 0, v0: 0, u1: 1, v1: 1 }, 0.5, (_u, _v, out) => {
    out[0] = frame.colour[0];
    out[1] = frame.colour[1];
    out[2] = frame.colour[2];
  });
  const front = 0.86;
  const rim = (side: -1 | 1): Mesh =>
    sheet(
      40,
      4,
      (column, row) => {
        const a = (column / 40) * 2 * Math.PI;
        const b = (row / 4) * 2 * Math.PI;
        const squareX = Math.sign(Math.cos(a)) * Math.pow(Math.abs(Math.cos(a)), 0.7);
        const squareY = Math.sign(Math.sin(a)) * Math.pow(Math.abs(Math.sin(a)), 0.8);
        const rx = 0.18 + frame.size + Math.cos(b) * frame.thick;
        const ry = 0.145 + frame.size * 0.9 + Math.cos(b) * frame.thick;
        const x = side * (marks.eyeX + 0.012) + squareX * rx;
        return {
          x,
          y: marks.eyeY - 0.01 + squareY * ry,
          z: front - 0.28 * x * x + Math.sin(b) * frame.thick,
          u: 0.5,
          v: 0.5,
        };
      },
      { twoSided: true },
    );
  const bar = (x0: number, x1: number, y: number, z: (x: number) => number): Mesh =>
    sheet(
      8,
      4,
      (column, row) => {
        const x = mix(x0, x1, column / 8);
        const b = (row / 4) * 2 * Math.PI;
        return {
          x,
          y: y + Math.cos(b) * frame.thick * 1.1,
          z: z(x) + Math.sin(b) * frame.thick,
          u: 0.5,
          v: 0.5,
        };
      },
      { twoSided: true },
    );
  const hinge = marks.eyeX + 0.19 + frame.size;
  const temple = (side: -1 | 1): Mesh =>
    sheet(
      8,
      4,
      (column, row) => {
        const t = column / 8;
        const b = (row / 4) * 2 * Math.PI;
        const z = mix(front - 0.28 * hinge * hinge, -0.05, t);
        return {
          x: side * (mix(hinge, skull.halfWidthAt(0) + 0.015, t) + Math.sin(b) * frame.thick),
          y: marks.eyeY + 0.05 + Math.cos(b) * frame.thick,
          z,
          u: 0.5,
          v: 0.5,
        };
      },
      { twoSided: true },
    );
  const gap = marks.eyeX - 0.19 - frame.size;
  const meshes = [
    rim(-1),
    rim(1),
    bar(-gap, gap, marks.eyeY + 0.05, (x) => front + 0.02 - x * x),
    temple(-1),
    temple(1),
  ];
  return meshes.map((mesh) => ({ mesh, texture, follows: 1 }));
}

export function buildParts(look: Look, skull: Skull): readonly Part[] {
  const found = [
    coat(look, skull),
    curtain(look, skull),
    wrap(look),
    bun(look),
    ear(look, skull, -1),
    ear(look, skull, 1),
  ];
  return [...found.filter((part) => part !== null), neck(look), shoulders(look), ...glasses(look, skull)];
}
