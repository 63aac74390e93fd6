// A flat or bent picture held before the camera: where each pixel of the frame lies on it, and how it is seen there.
import { frameHeightPx, frameWidthPx } from './presentation.ts';

/** How a sheet is held. It has the frame's own proportions; at scale 1 and straight it fills the frame. */
export interface Held {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  readonly scale: number;
  /** In parts of the frame's height. */
  readonly x: number;
  readonly y: number;
  /** Half the angle, in degrees, over which a sheet is bent round an upright axis; 0 is flat. */
  readonly bendDeg: number;
}

const distance = 3;

interface Meeting {
  /** -1 to 1 across the sheet, left to right. */
  u: number;
  /** -1 to 1 along it, from its foot. */
  v: number;
  /** Cosine between the sheet and the camera. */
  shade: number;
}

/** Where the ray through a pixel meets the sheet; false beyond its edge. */
export function meetSheet(held: Held): (px: number, py: number, out: Meeting) => boolean {
  const aspect = frameWidthPx / frameHeightPx;
  const rad = (deg: number) => (deg * Math.PI) / 180;
  const [cy, sy] = [Math.cos(rad(held.yawDeg)), Math.sin(rad(held.yawDeg))];
  const [cp, sp] = [Math.cos(rad(held.pitchDeg)), Math.sin(rad(held.pitchDeg))];
  const [cr, sr] = [Math.cos(rad(-held.rollDeg)), Math.sin(rad(-held.rollDeg))];
  // Columns of roll · yaw · pitch: the sheet's two sides and the way it looks.
  const e1 = [cr * cy, sr * cy, -sy] as const;
  const e2 = [cr * sy * sp - sr * cp, sr * sy * sp + cr * cp, cy * sp] as const;
  const n = [cr * sy * cp + sr * sp, sr * sy * cp - cr * sp, cy * cp] as const;
  const bend = rad(held.bendDeg);
  const radius = bend > 0 ? aspect / bend : 0;
  return (px, py, out) => {
    const qx = (((px / frameWidthPx) * 2 - 1) * aspect - held.x * 2) / held.scale;
    const qy = (1 - (py / frameHeightPx) * 2 - held.y * 2) / held.scale;
    const t = (n[2] * distance) / (n[2] * distance - n[0] * qx - n[1] * qy);
    const [x, y, z] = [qx * t, qy * t, distance * (1 - t)];
    let across = e1[0] * x + e1[1] * y + e1[2] * z;
    let shade = n[2];
    if (radius > 0) {
      const chord = across / radius;
      if (Math.abs(chord) >= 1) return false;
      const angle = Math.asin(chord);
      across = angle * radius;
      shade = Math.max(0, Math.cos(angle + rad(held.yawDeg)));
    }
    out.u = across / aspect;
    out.v = e2[0] * x + e2[1] * y + e2[2] * z;
    out.shade = shade;
    return Math.abs(out.u) <= 1 && Math.abs(out.v) <= 1;
  };
}

/** Linear light of a picture's pixel between its neighbours. */
export function lookUp(linear: Float32Array, u: number, v: number, out: [number, number, number]): void {
  const x = Math.min(frameWidthPx - 1.001, Math.max(0, ((u + 1) / 2) * (frameWidthPx - 1)));
  const y = Math.min(frameHeightPx - 1.001, Math.max(0, ((1 - v) / 2) * (frameHeightPx - 1)));
  const x0 = x | 0;
  const y0 = y | 0;
  const fx = x - x0;
  const fy = y - y0;
  const at = (y0 * frameWidthPx + x0) * 3;
  const below = at + frameWidthPx * 3;
  for (let c = 0; c < 3; c++) {
    out[c] =
      ((linear[at + c] ?? 0) * (1 - fx) + (linear[at + 3 + c] ?? 0) * fx) * (1 - fy) +
      ((linear[below + c] ?? 0) * (1 - fx) + (linear[below + 3 + c] ?? 0) * fx) * fy;
  }
}

const decode = Float32Array.from({ length: 256 }, (_, value) => Math.pow(value / 255, 2.2));
const encode = Uint8ClampedArray.from({ length: 4097 }, (_, value) => 255 * Math.pow(value / 4096, 1 / 2.2));

export function toLinear(rgba: Uint8ClampedArray): Float32Array {
  const linear = new Float32Array((rgba.length / 4) * 3);
  for (let i = 0, j = 0; i < rgba.length; i += 4, j += 3) {
    linear[j] = decode[rgba[i] ?? 0] ?? 0;
    linear[j + 1] = decode[rgba[i + 1] ?? 0] ?? 0;
    linear[j + 2] = decode[rgba[i + 2] ?? 0] ?? 0;
  }
  return linear;
}

/** Linear 0 to 1 as the frame's own bytes. */
export function toByte(linear: number): number {
  return encode[Math.min(4096, Math.max(0, Math.round(linear * 4096)))] ?? 0;
}
