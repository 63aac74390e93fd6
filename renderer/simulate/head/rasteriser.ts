// Turns triangles into pixels with a depth buffer: first what is seen where, then its light. Pure arithmetic, so that it draws the same everywhere.
import type { Mesh } from './mesh.ts';
import type { Texture } from './texture.ts';

export interface Lamp {
  /** Towards the lamp, unit length. */
  readonly direction: readonly [number, number, number];
  readonly colour: readonly [number, number, number];
  /** How far light creeps round the edge: 0 hard sun, 0.5 a window. */
  readonly wrap: number;
}

export interface Lighting {
  readonly lamps: readonly Lamp[];
  readonly sky: readonly [number, number, number];
  readonly ground: readonly [number, number, number];
}

/** What is seen at each pixel; `texture` is an index, -1 where nothing is. */
export interface Surface {
  readonly width: number;
  readonly height: number;
  readonly depth: Float32Array;
  readonly texture: Int16Array;
  readonly u: Float32Array;
  readonly v: Float32Array;
  readonly nx: Float32Array;
  readonly ny: Float32Array;
  readonly nz: Float32Array;
}

export function makeSurface(width: number, height: number): Surface {
  const n = width * height;
  return {
    width,
    height,
    depth: new Float32Array(n),
    texture: new Int16Array(n),
    u: new Float32Array(n),
    v: new Float32Array(n),
    nx: new Float32Array(n),
    ny: new Float32Array(n),
    nz: new Float32Array(n),
  };
}

export function clearSurface(surface: Surface): void {
  surface.depth.fill(-1e9);
  surface.texture.fill(-1);
}

/** `points`: x and y in pixels, z in head units (larger is nearer); `normals` as from `addNormals`, already turned. */
export function drawMesh(
  surface: Surface,
  mesh: Mesh,
  points: Float32Array,
  normals: Float32Array,
  texture: number,
): void {
  const { width, height, depth } = surface;
  const { indices, uvs } = mesh;
  for (let i = 0; i < indices.length; i += 3) {
    const a = indices[i] ?? 0;
    const b = indices[i + 1] ?? 0;
    const c = indices[i + 2] ?? 0;
    const ax = points[a * 3] ?? 0;
    const ay = points[a * 3 + 1] ?? 0;
    const bx = points[b * 3] ?? 0;
    const by = points[b * 3 + 1] ?? 0;
    const cx = points[c * 3] ?? 0;
    const cy = points[c * 3 + 1] ?? 0;
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    // Rows of pixels run down: a triangle that faces the camera has a negative area here.
    if (area === 0 || (area > 0 && !mesh.twoSided)) continue;
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    if (left > right || top > bottom) continue;
    const inv = 1 / area;
    const az = points[a * 3 + 2] ?? 0;
    const bz = points[b * 3 + 2] ?? 0;
    const cz = points[c * 3 + 2] ?? 0;
    const flip = area > 0 ? -1 : 1;
    for (let y = top; y <= bottom; y++) {
      const py = y + 0.5;
      for (let x = left; x <= right; x++) {
        const px = x + 0.5;
        const wb = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) * inv;
        const wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) * inv;
        const wa = 1 - wb - wc;
        if (wa < -1e-4 || wb < -1e-4 || wc < -1e-4) continue;
        const z = wa * az + wb * bz + wc * cz;
        const at = y * width + x;
        if (z <= (depth[at] ?? 0)) continue;
        depth[at] = z;
        surface.texture[at] = texture;
        surface.u[at] = wa * (uvs[a * 2] ?? 0) + wb * (uvs[b * 2] ?? 0) + wc * (uvs[c * 2] ?? 0);
        surface.v[at] = wa * (uvs[a * 2 + 1] ?? 0) + wb * (uvs[b * 2 + 1] ?? 0) + wc * (uvs[c * 2 + 1] ?? 0);
        surface.nx[at] =
          flip * (wa * (normals[a * 3] ?? 0) + wb * (normals[b * 3] ?? 0) + wc * (normals[c * 3] ?? 0));
        surface.ny[at] =
          flip *
          (wa * (normals[a * 3 + 1] ?? 0) + wb * (normals[b * 3 + 1] ?? 0) + wc * (normals[c * 3 + 1] ?? 0));
        surface.nz[at] =
          flip *
          (wa * (normals[a * 3 + 2] ?? 0) + wb * (normals[b * 3 + 2] ?? 0) + wc * (normals[c * 3 + 2] ?? 0));
      }
    }
  }
}

/** Linear light to sRGB, 12 bits in. */
const toSrgb = Uint8ClampedArray.from({ length: 4097 }, (_, i) => {
  const x = i / 4096;
  return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055));
});

/** Bright parts roll off instead of clipping. */
function encode(x: number): number {
  const soft = x < 0.7 ? x : 0.7 + 0.3 * (1 - Math.exp(-(x - 0.7) / 0.3));
  return toSrgb[Math.min(4096, Math.max(0, Math.round(soft * 4096)))] ?? 0;
}

/** Writes the lit surface over `rgba`; pixels where nothing was drawn stay as they are. */
export function lightSurface(
  surface: Surface,
  textures: readonly Texture[],
  lighting: Lighting,
  rgba: Uint8ClampedArray,
): void {
  const n = surface.width * surface.height;
  const lamps = lighting.lamps.map((lamp) => {
    const [x, y, z] = lamp.direction;
    // Halfway between the lamp and the camera, which looks along -z.
    const half = 1 / Math.sqrt(x * x + y * y + (z + 1) * (z + 1));
    return { ...lamp, x, y, z, hx: x * half, hy: y * half, hz: (z + 1) * half };
  });
  for (let at = 0; at < n; at++) {
    const seen = surface.texture[at] ?? -1;
    if (seen < 0) continue;
    const texture = textures[seen];
    if (!texture) continue;
    let nx = surface.nx[at] ?? 0;
    let ny = surface.ny[at] ?? 0;
    let nz = surface.nz[at] ?? 0;
    const length = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1);
    nx *= length;
    ny *= length;
    nz *= length;
    const u = Math.min(
      texture.width - 1.001,
      Math.max(0, ((surface.u[at] ?? 0) - texture.u0) * texture.texelsPerU),
    );
    const v = Math.min(
      texture.height - 1.001,
      Math.max(0, ((surface.v[at] ?? 0) - texture.v0) * texture.texelsPerV),
    );
    const u0 = u | 0;
    const v0 = v | 0;
    const fu = u - u0;
    const fv = v - v0;
    const t = (v0 * texture.width + u0) * 3;
    const t2 = t + texture.width * 3;
    const k00 = (1 - fu) * (1 - fv);
    const k10 = fu * (1 - fv);
    const k01 = (1 - fu) * fv;
    const k11 = fu * fv;
    const { texels } = texture;
    let r =
      (texels[t] ?? 0) * k00 +
      (texels[t + 3] ?? 0) * k10 +
      (texels[t2] ?? 0) * k01 +
      (texels[t2 + 3] ?? 0) * k11;
    let g =
      (texels[t + 1] ?? 0) * k00 +
      (texels[t + 4] ?? 0) * k10 +
      (texels[t2 + 1] ?? 0) * k01 +
      (texels[t2 + 4] ?? 0) * k11;
    let b =
      (texels[t + 2] ?? 0) * k00 +
      (texels[t + 5] ?? 0) * k10 +
      (texels[t2 + 2] ?? 0) * k01 +
      (texels[t2 + 5] ?? 0) * k11;
    const up = 0.5 + 0.5 * ny;
    let lr = lighting.ground[0] + (lighting.sky[0] - lighting.ground[0]) * up;
    let lg = lighting.ground[1] + (lighting.sky[1] - lighting.ground[1]) * up;
    let lb = lighting.ground[2] + (lighting.sky[2] - lighting.ground[2]) * up;
    let shine = 0;
    for (const lamp of lamps) {
      const dot = nx * lamp.x + ny * lamp.y + nz * lamp.z;
      // Red light travels farther in skin: its edge is softer.
      const red = Math.max(0, (dot + lamp.wrap + 0.08) / (1.08 + lamp.wrap));
      const other = Math.max(0, (dot + lamp.wrap) / (1 + lamp.wrap));
      lr += lamp.colour[0] * red;
      lg += lamp.colour[1] * other;
      lb += lamp.colour[2] * other;
      const h = nx * lamp.hx + ny * lamp.hy + nz * lamp.hz;
      if (h <= 0.6) continue;
      // h to the 20th by squaring: Math.pow is ten times slower here.
      const h4 = h * h * h * h;
      const h16 = h4 * h4 * h4 * h4;
      shine += h16 * h4 * lamp.colour[1];
    }
    shine *= texture.gloss;
    r = r * lr + shine;
    g = g * lg + shine;
    b = b * lb + shine;
    rgba[at * 4] = encode(r);
    rgba[at * 4 + 1] = encode(g);
    rgba[at * 4 + 2] = encode(b);
    rgba[at * 4 + 3] = 255;
  }
}
