// A picture that a mesh wears: linear light, looked up between its texels, laid over a rectangle of the mesh's own coordinates.
import type { Colour } from './look.ts';

export interface Texture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue per texel, linear light, 0 to 1. */
  readonly texels: Float32Array;
  readonly u0: number;
  readonly v0: number;
  readonly texelsPerU: number;
  readonly texelsPerV: number;
  /** Strength of the highlight: skin about 0.1, hair 0.25, cloth 0. */
  readonly gloss: number;
}

export interface Area {
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
}

export type Painter = (u: number, v: number, out: [number, number, number]) => void;

export function paintTexture(
  width: number,
  height: number,
  area: Area,
  gloss: number,
  paint: Painter,
): Texture {
  const texture: Texture = {
    width,
    height,
    texels: new Float32Array(width * height * 3),
    u0: area.u0,
    v0: area.v0,
    texelsPerU: (width - 1) / (area.u1 - area.u0),
    texelsPerV: (height - 1) / (area.v1 - area.v0),
    gloss,
  };
  repaint(texture, area, paint);
  return texture;
}

/** Paints one rectangle again, in place: eyelids move, the rest of the face does not. */
export function repaint(texture: Texture, area: Area, paint: Painter): void {
  const left = Math.max(0, Math.floor((area.u0 - texture.u0) * texture.texelsPerU));
  const right = Math.min(texture.width - 1, Math.ceil((area.u1 - texture.u0) * texture.texelsPerU));
  const low = Math.max(0, Math.floor((area.v0 - texture.v0) * texture.texelsPerV));
  const high = Math.min(texture.height - 1, Math.ceil((area.v1 - texture.v0) * texture.texelsPerV));
  const out: [number, number, number] = [0, 0, 0];
  for (let row = low; row <= high; row++) {
    for (let column = left; column <= right; column++) {
      const at = (row * texture.width + column) * 3;
      out[0] = texture.texels[at] ?? 0;
      out[1] = texture.texels[at + 1] ?? 0;
      out[2] = texture.texels[at + 2] ?? 0;
      paint(texture.u0 + column / texture.texelsPerU, texture.v0 + row / texture.texelsPerV, out);
      texture.texels[at] = out[0];
      texture.texels[at + 1] = out[1];
      texture.texels[at + 2] = out[2];
    }
  }
}

/** Lays `colour` over what is there; `cover` 0 to 1. */
export function layOver(out: [number, number, number], colour: Colour, cover: number): void {
  if (cover <= 0) return;
  const c = Math.min(1, cover);
  out[0] += (colour[0] - out[0]) * c;
  out[1] += (colour[1] - out[1]) * c;
  out[2] += (colour[2] - out[2]) * c;
}

/** Darkens or lightens; skin in shade goes redder, so blue falls most. */
export function shade(out: [number, number, number], amount: number): void {
  const k = 1 - amount;
  out[0] *= amount > 0 ? 1 - amount * 0.82 : k;
  out[1] *= k;
  out[2] *= amount > 0 ? 1 - Math.min(1, amount * 1.08) : k;
}
