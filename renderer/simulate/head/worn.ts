// What a person may wear that hides the face: dark glasses, a mask over nose and mouth. Meshes with the texture they wear.
import type { Colour, Worn } from './look.ts';
import { sheet } from './mesh.ts';
import { smoothstep } from './noise.ts';
import { skullColumns, skullRows, type Skull } from './skull.ts';
import type { Part } from './parts.ts';
import { paintTexture, type Texture } from './texture.ts';

/** Lenses that let next to nothing through. */
const lens: Colour = [0.012, 0.012, 0.014];

function plain(colour: Colour, gloss: number): Texture {
  return paintTexture(4, 4, { u0: 0, v0: 0, u1: 1, v1: 1 }, gloss, (_u, _v, out) => {
    [out[0], out[1], out[2]] = colour;
  });
}

function darkLens({ marks }: Skull, side: -1 | 1): Part {
  const mesh = sheet(
    12,
    10,
    (column, row) => {
      const [s, t] = [(column / 12) * 2 - 1, (row / 10) * 2 - 1];
      // A rounded square: corners drawn in, so that no edge stands free of the face.
      const reach = Math.min(1, 1.12 / Math.max(1, Math.hypot(s, t)));
      const x = side * (marks.eyeX + 0.012) + s * reach * 0.215;
      return { x, y: marks.eyeY - 0.015 - t * reach * 0.17, z: 0.87 - 0.28 * x * x, u: 0.5, v: 0.5 };
    },
    { twoSided: true },
  );
  return { mesh, texture: plain(lens, 0.05), follows: 1 };
}

function mask(skull: Skull, colour: Colour): Part {
  const { marks, mesh: face } = skull;
  const top = marks.noseBase + 0.24;
  /** A band that falls from the bridge of the nose to the cheeks, as cloth over a wire does. */
  const edge = (angle: number) => top - 0.16 * smoothstep(0.15, 0.9, Math.abs(angle));
  const covers = (column: number, row: number) => {
    const [angle, height] = [skull.angleAt(column), skull.heightAt(row)];
    return Math.abs(angle) < 1.15 && height < edge(angle) && height > -1.02;
  };
  const mesh = sheet(
    skullColumns,
    skullRows,
    (column, row) => {
      const at = (row * (skullColumns + 1) + column) * 3;
      const [x = 0, y = 0, z = 0] = face.positions.subarray(at, at + 3);
      // Cloth is drawn tight over nose and chin: lips do not show through it.
      const tent = 1.2 - 1.5 * x * x - 0.5 * (y - marks.noseTip) ** 2;
      const length = Math.hypot(x, z) || 1;
      const out = 0.03 / length;
      return {
        x: x * (1 + out),
        y,
        z: Math.max(z * (1 + out), tent),
        u: skull.angleAt(column),
        v: y,
      };
    },
    { keep: (column, row) => covers(column, row) && covers(column + 1, row + 1), twoSided: true },
  );
  const texture = paintTexture(64, 128, { u0: -1.3, v0: -1.1, u1: 1.3, v1: 0.1 }, 0.02, (_u, v, out) => {
    // Three pleats across.
    const pleat = 1 - 0.12 * Math.exp(-(Math.sin(v * 26) ** 2) / 0.02);
    for (let c = 0; c < 3; c++) out[c] = (colour[c] ?? 0) * pleat;
  });
  return { mesh, texture, follows: 1 };
}

export function wornParts(worn: Worn, skull: Skull): readonly Part[] {
  return worn.what === 'sunglasses' ? [darkLens(skull, -1), darkLens(skull, 1)] : [mask(skull, worn.colour)];
}
