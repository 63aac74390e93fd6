// One eye with its lids, painted for a given blink and gaze.
import type { Landmarks, Look } from './look.ts';
import { bell, mix, noise, smoothstep } from './noise.ts';
import { layOver, shade } from './texture.ts';

/** An iris is 11.7 mm across in nearly everybody: 0.051 head units from its middle. */
const irisRadius = 0.053;

export function paintEye(
  out: [number, number, number],
  x: number,
  y: number,
  side: -1 | 1,
  look: Look,
  marks: Landmarks,
  blink: number,
  gaze: readonly [number, number],
): void {
  const { paint } = look;
  // Along the eye, -1 at the inner corner and 1 at the outer.
  const along = (x * side - marks.eyeX) / marks.eyeHalf;
  const slant = look.shape.eyeTilt * along;
  const up = y - marks.eyeY - slant;
  const round = Math.max(0, 1 - Math.pow(Math.abs(along), 2.1));
  const skewed = 1 + 0.16 * (along < 0 ? -along : -along * 0.6);
  const openTop = marks.eyeUpper * Math.pow(round, 0.72) * skewed;
  const low = -marks.eyeLower * Math.pow(round, 0.85);
  const top = mix(openTop, low + 0.004, blink);
  const inEye =
    Math.abs(along) < 1.02
      ? smoothstep(top + 0.005, top - 0.004, up) * smoothstep(low - 0.005, low + 0.004, up)
      : 0;

  // Upper lid: its crease stays where the socket is, its skin comes down over the eye.
  const crease = openTop + 0.028 + 0.012 * look.shape.eyeOpen * 10;
  const reach = smoothstep(1.25, 0.85, Math.abs(along));
  shade(out, (0.16 + paint.crease * 0.36) * bell(up - crease, 0.012) * reach * (1 - 0.6 * blink));
  shade(out, 0.1 * bell(up - (top + crease) / 2, 0.02) * reach);
  shade(out, 0.14 * bell(up - low + 0.014, 0.012) * reach);

  if (inEye > 0) {
    const white: [number, number, number] = [0.62, 0.58, 0.54];
    const dx = x - side * marks.eyeX - gaze[0];
    const dy = up - 0.006 - gaze[1];
    const r = Math.hypot(dx, dy);
    // The lid's own shade falls on the ball beneath it; the ball rounds away at the corners.
    const lidShade = 1 - 0.5 * smoothstep(0.035, 0, top - up) - 0.3 * along * along;
    for (let c = 0; c < 3; c++) white[c] = (white[c] ?? 0) * lidShade;
    layOver(out, white, inEye);
    if (along < -0.8) layOver(out, [0.36, 0.13, 0.1], inEye * smoothstep(-0.8, -0.95, along));
    const rays = 0.75 + 0.5 * noise(Math.atan2(dy, dx) * 9, r * 30, look.seed + 80);
    const iris: [number, number, number] = [
      paint.iris[0] * rays * lidShade,
      paint.iris[1] * rays * lidShade,
      paint.iris[2] * rays * lidShade,
    ];
    layOver(out, iris, inEye * smoothstep(irisRadius, irisRadius - 0.006, r));
    layOver(out, [0.012, 0.01, 0.01], inEye * 0.8 * bell(r - irisRadius + 0.003, 0.006));
    layOver(out, [0.006, 0.005, 0.005], inEye * smoothstep(0.024, 0.019, r));
    const glint = Math.hypot(dx - 0.014, dy - 0.016);
    layOver(out, [1.5, 1.5, 1.5], inEye * smoothstep(0.0115, 0.006, glint));
  }
  // Lashes and kohl along the lid's edge.
  const edge = bell(up - top - 0.002, 0.008 + paint.lash * 0.008) * smoothstep(1.08, 0.95, Math.abs(along));
  layOver(out, [0.02, 0.013, 0.011], edge * (0.62 + paint.lash * 0.38));
  const under = bell(up - low, 0.006 + paint.kohl * 0.006) * smoothstep(1.02, 0.85, Math.abs(along));
  layOver(out, [0.03, 0.018, 0.016], under * (0.2 + paint.kohl * 0.75));
}
