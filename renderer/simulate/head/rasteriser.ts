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
  readonly key: Lamp;
  readonly fill: Lamp;
  /** What a screen before the face adds; null while it shows nothing of its own. */
  readonly screen: Lamp | null;
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
    // Attributes as a value at the first corner and its change towards the others: read once a triangle, not once a pixel.
    const flip = area > 0 ? -1 : 1;
    const ua = uvs[a * 2] ?? 0;
    const ub = (uvs[b * 2] ?? 0) - ua;
    const uc = (uvs[c * 2] ?? 0) - ua;
    const va = uvs[a * 2 + 1] ?? 0;
    const vb = (uvs[b * 2 + 1] ?? 0) - va;
    const vc = (uvs[c * 2 + 1] ?? 0) - va;
    const nxa = normals[a * 3] ?? 0;
    const nxb = (normals[b * 3] ?? 0) - nxa;
    const nxc = (normals[c * 3] ?? 0) - nxa;
    const nya = normals[a * 3 + 1] ?? 0;
    const nyb = (normals[b * 3 + 1] ?? 0) - nya;
    const nyc = (normals[c * 3 + 1] ?? 0) - nya;
    const nza = normals[a * 3 + 2] ?? 0;
    const nzb = (normals[b * 3 + 2] ?? 0) - nza;
    const nzc = (normals[c * 3 + 2] ?? 0) - nza;
    for (let y = top; y <= bottom; y++) {
      const py = y + 0.5 - ay;
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - ax;
        const wb = (px * (cy - ay) - py * (cx - ax)) * inv;
        const wc = ((bx - ax) * py - (by - ay) * px) * inv;
        if (wb < -1e-4 || wc < -1e-4 || wb + wc > 1.0001) continue;
        const z = az + wb * (bz - az) + wc * (cz - az);
        const at = y * width + x;
        if (z <= (depth[at] ?? 0)) continue;
        depth[at] = z;
        surface.texture[at] = texture;
        surface.u[at] = ua + wb * ub + wc * uc;
        surface.v[at] = va + wb * vb + wc * vc;
        surface.nx[at] = flip * (nxa + wb * nxb + wc * nxc);
        surface.ny[at] = flip * (nya + wb * nyb + wc * nyc);
        surface.nz[at] = flip * (nza + wb * nzb + wc * nzc);
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

/** Below 0.6 a highlight is nothing to see. By squaring: Math.pow is ten times slower here. */
function power20(h: number): number {
  if (h <= 0.6) return 0;
  const h4 = h * h * h * h;
  const h16 = h4 * h4 * h4 * h4;
  return h16 * h4;
}

function prepareLamp({ direction: [x, y, z], colour: [r, g, b], wrap }: Lamp) {
  // Halfway between the lamp and the camera, which looks along -z.
  const half = 1 / Math.sqrt(x * x + y * y + (z + 1) * (z + 1));
  const spread = 1 / (1 + wrap);
  const spreadRed = 1 / (1.08 + wrap);
  return { x, y, z, r, g, b, wrap, spread, spreadRed, hx: x * half, hy: y * half, hz: (z + 1) * half };
}

/** Writes the lit surface over `rgba`; pixels where nothing was drawn stay as they are. */
export function lightSurface(
  surface: Surface,
  textures: readonly Texture[],
  lighting: Lighting,
  rgba: Uint8ClampedArray,
): void {
  const n = surface.width * surface.height;
  const key = prepareLamp(lighting.key);
  const fill = prepareLamp(lighting.fill);
  const screen = lighting.screen && prepareLamp(lighting.screen);
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
    // Red light travels farther in skin: its edge is softer.
    const onKey = nx * key.x + ny * key.y + nz * key.z + key.wrap;
    const keyRed = Math.max(0, (onKey + 0.08) * key.spreadRed);
    const keyOther = Math.max(0, onKey * key.spread);
    const onFill = nx * fill.x + ny * fill.y + nz * fill.z + fill.wrap;
    const fillRed = Math.max(0, (onFill + 0.08) * fill.spreadRed);
    const fillOther = Math.max(0, onFill * fill.spread);
    lr += key.r * keyRed + fill.r * fillRed;
    lg += key.g * keyOther + fill.g * fillOther;
    lb += key.b * keyOther + fill.b * fillOther;
    if (screen) {
      const onScreen = Math.max(
        0,
        (nx * screen.x + ny * screen.y + nz * screen.z + screen.wrap) * screen.spread,
      );
      lr += screen.r * onScreen;
      lg += screen.g * onScreen;
      lb += screen.b * onScreen;
    }
    const inKey = power20(nx * key.hx + ny * key.hy + nz * key.hz);
    const inFill = power20(nx * fill.hx + ny * fill.hy + nz * fill.hz);
    const shine = (inKey * key.g + inFill * fill.g) * texture.gloss;
    r = r * lr + shine;
    g = g * lg + shine;
    b = b * lb + shine;
    rgba[at * 4] = encode(r);
    rgba[at * 4 + 1] = encode(g);
    rgba[at * 4 + 2] = encode(b);
    rgba[at * 4 + 3] = 255;
  }
}
