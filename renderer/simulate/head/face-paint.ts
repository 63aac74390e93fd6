// The skin of a face as a painted map: tone, shade where light does not reach, lips, brows, beard, marks and the years. Eyes are painted apart, since they move.
import { mouthLine, type Colour, type Landmarks, type Look } from './look.ts';
import { bell, bell2, grain, noise, smoothstep } from './noise.ts';
import { layOver, paintTexture, repaint, shade, type Area, type Texture } from './texture.ts';
import { paintEye } from './eye-paint.ts';

export const faceArea: Area = { u0: -0.82, v0: -1.02, u1: 0.82, v1: 1.02 };
const textureWidth = 400;
const textureHeight = 500;

type Rgb = [number, number, number];

/** Skin as such, for neck, ears and scalp too. */
export function paintSkin(out: Rgb, x: number, y: number, look: Look): void {
  const { paint, seed } = look;
  const mottled =
    1 +
    (noise(x * 10, y * 10, seed) - 0.5) * 0.12 * (0.5 + paint.mottle) +
    (noise(x * 27, y * 27, seed + 5) - 0.5) * 0.05 * (0.5 + paint.mottle) +
    (noise(x * 90, y * 90, seed + 9) - 0.5) * 0.05;
  out[0] = paint.skin[0] * mottled;
  out[1] = paint.skin[1] * mottled;
  out[2] = paint.skin[2] * mottled;
}

function paintZones(out: Rgb, x: number, y: number, look: Look, marks: Landmarks): void {
  const { paint } = look;
  const side = Math.abs(x);
  const warm: Colour = [paint.skin[0] * 1.02, paint.skin[1] * 0.68, paint.skin[2] * 0.62];
  layOver(out, warm, paint.blush * 0.7 * bell2(side - 0.36, y + 0.24, 0.16, 0.14));
  layOver(out, warm, (0.15 + paint.blush * 0.4) * bell2(x, y - marks.noseTip, 0.1, 0.09));
  shade(out, -0.06 * bell2(x, y - 0.42, 0.35, 0.2));
  shade(out, -0.07 * bell2(x, y - 0.0, 0.05, 0.25));
  // Around the eyes: the socket's shade, the inner corner, the bag beneath.
  shade(out, 0.24 * bell2(side - marks.eyeX + 0.01, y - marks.eyeY - 0.055, 0.15, 0.065));
  shade(out, 0.3 * bell2(side - marks.eyeX + marks.eyeHalf + 0.01, y - marks.eyeY - 0.01, 0.05, 0.08));
  const bag = bell2(side - marks.eyeX + 0.02, y - marks.eyeY + 0.085, 0.12, 0.035);
  layOver(
    out,
    [paint.skin[0] * 0.55, paint.skin[1] * 0.5, paint.skin[2] * 0.56],
    paint.underEye * 0.75 * bag,
  );
  const bagLine = bell(y - marks.eyeY + 0.115 + 0.5 * (side - marks.eyeX) * (side - marks.eyeX), 0.012);
  shade(out, (0.1 * paint.underEye + 0.28 * paint.age) * bagLine * bell(side - marks.eyeX + 0.03, 0.1));
  // The nose: its flanks, the wings' crease, the nostrils, the shade it throws.
  shade(out, 0.13 * bell2(side - 0.115, y - 0.02 + 0.12, 0.04, 0.16));
  const wing = Math.hypot((side - marks.noseHalf * 0.72) / 1.05, y - marks.noseBase - 0.045);
  shade(
    out,
    0.36 *
      bell(wing - 0.075, 0.018) *
      smoothstep(marks.noseHalf * 0.6, marks.noseHalf, side) *
      smoothstep(0.14, 0.04, y - marks.noseBase),
  );
  shade(out, 0.28 * bell2(x, y - marks.noseBase + 0.012, marks.noseHalf * 0.8, 0.026));
  layOver(
    out,
    [0.035, 0.014, 0.01],
    0.92 * bell2(side - marks.noseHalf * 0.46, y - marks.noseBase - 0.014, 0.034, 0.015),
  );
  shade(out, 0.1 * bell2(x, y - marks.noseBase + 0.09, 0.02, 0.05));
  // Under the lip, at the mouth's corners, under the chin and along the jaw.
  shade(out, 0.24 * bell2(x, y - marks.mouthY + marks.lowerLip + 0.04, 0.13, 0.03));
  shade(
    out,
    0.26 * bell2(side - marks.mouthHalf - 0.012, y - marks.mouthY - look.shape.mouthCurve, 0.03, 0.03),
  );
  shade(out, 0.42 * smoothstep(-0.93, -1.02, y));
  shade(out, 0.16 * bell2(side - 0.52, y + 0.38, 0.09, 0.2));
}

function paintYears(out: Rgb, x: number, y: number, look: Look, marks: Landmarks): void {
  const { age } = look.paint;
  const side = Math.abs(x);
  const foldX = marks.noseHalf + 0.03 + (marks.noseBase - y) * 0.38;
  const fold = bell(side - foldX, 0.016) * smoothstep(marks.mouthY - 0.13, marks.mouthY + 0.02, y);
  shade(out, (0.1 + age * 0.32) * fold * smoothstep(marks.noseBase + 0.08, marks.noseBase, y));
  if (age <= 0.05) return;
  const sway = grain(x * 3, y * 3, look.seed + 31) * 0.08;
  for (const line of [0.36, 0.44, 0.52]) {
    shade(out, age * 0.24 * bell(y - line - marks.browY + 0.2 - sway - 0.05 * x * x, 0.009) * bell(x, 0.3));
  }
  shade(out, age * 0.3 * bell2(side - 0.045, y - marks.browY + 0.02, 0.009, 0.06));
  for (const slope of [-0.35, 0.05, 0.45]) {
    const start = marks.eyeX + marks.eyeHalf + 0.03;
    const away = side - start;
    shade(out, age * 0.28 * bell(y - marks.eyeY - away * slope, 0.007) * bell(away - 0.06, 0.05));
  }
  shade(
    out,
    age *
      0.22 *
      bell(side - marks.mouthHalf - 0.04 - (marks.mouthY - y) * 0.15, 0.012) *
      bell(y - marks.mouthY + 0.12, 0.09),
  );
}

function paintMarks(out: Rgb, x: number, y: number, look: Look, marks: Landmarks): void {
  const { paint, seed } = look;
  const where = paint.freckles > 0 ? bell2(Math.abs(x) - 0.24, y + 0.16, 0.26, 0.17) : 0;
  if (where > 0.02) {
    const spot = smoothstep(0.78 - paint.freckles * 0.16, 0.92, noise(x * 42, y * 42, seed + 40));
    layOver(
      out,
      [paint.skin[0] * 0.5, paint.skin[1] * 0.36, paint.skin[2] * 0.28],
      spot * where * paint.freckles,
    );
  }
  for (const [moleX, moleY, size] of paint.moles) {
    const d = Math.hypot(x - moleX, y - moleY);
    layOver(out, [0.06, 0.03, 0.02], 0.85 * (1 - smoothstep(size * 0.6, size, d)));
  }
  if (paint.bindi > 0) {
    const d = Math.hypot(x, y - marks.browY - 0.04);
    layOver(out, [0.36, 0.01, 0.03], paint.bindi * (1 - smoothstep(0.024, 0.03, d)));
  }
}

function paintLips(out: Rgb, x: number, y: number, look: Look, marks: Landmarks): void {
  const t = Math.abs(x) / marks.mouthHalf;
  if (t > 1.1 || Math.abs(y - marks.mouthY) > 0.25) return;
  const line = marks.mouthY + mouthLine(x, look, marks);
  const full = Math.max(0, 1 - Math.pow(t, 2.2));
  const bow = 1 - 0.22 * bell(x, 0.035) + 0.12 * bell(Math.abs(x) - 0.06, 0.04);
  const upper = line + marks.upperLip * Math.pow(full, 0.85) * bow;
  const lower = line - marks.lowerLip * Math.pow(full, 0.7);
  const inside =
    smoothstep(upper + 0.008, upper - 0.008, y) *
    smoothstep(lower - 0.01, lower + 0.01, y) *
    smoothstep(1.04, 0.94, t);
  const { lip } = look.paint;
  const crinkle = 1 + (noise(x * 70, y * 8, look.seed + 50) - 0.5) * 0.22;
  const dim = y > line ? 0.78 : 1;
  layOver(out, [lip[0] * dim * crinkle, lip[1] * dim * crinkle, lip[2] * dim * crinkle], inside * 0.88);
  shade(out, -0.14 * inside * bell2(x, y - line + marks.lowerLip * 0.5, 0.09, 0.02));
  const slit = bell(y - line, 0.011) * smoothstep(1.06, 0.9, t);
  layOver(out, [0.045, 0.012, 0.012], slit * 0.95);
}

function paintBrow(out: Rgb, x: number, y: number, look: Look, marks: Landmarks): void {
  const { paint, seed } = look;
  const side = Math.abs(x);
  const inner = 0.085 + paint.browApart;
  const outer = marks.eyeX + marks.eyeHalf + 0.075;
  const t = (side - inner) / (outer - inner);
  if (t < -0.15 || t > 1.05 || Math.abs(y - marks.browY) > 0.2) return;
  const centre =
    marks.browY + paint.browArch * (1 - Math.pow((t - 0.62) / 0.62, 2)) + paint.browSlant * (t - 0.5);
  const thick =
    (0.024 + paint.browThick) *
    (0.55 + 0.45 * Math.sin(Math.PI * Math.min(1, Math.max(0, t * 0.75 + 0.18)))) *
    smoothstep(1.08, 0.6, t);
  // Hairs lean outwards: stretch the noise along that lean.
  if (Math.abs(y - centre) > thick * 1.3) return;
  const lean = side * 0.8 - y * 0.6;
  const across = side * 0.6 + y * 0.8;
  const hairs = noise(across * 130, lean * 26, seed + (x > 0 ? 60 : 61));
  const body = smoothstep(thick * 1.25, thick * 0.55, Math.abs(y - centre)) * smoothstep(-0.12, 0.08, t);
  layOver(out, paint.brow, body * paint.browDense * (0.5 + 0.7 * hairs));
}

function paintBeard(out: Rgb, x: number, y: number, look: Look, marks: Landmarks): void {
  const { paint, seed } = look;
  if (y > 0.1 || paint.beard + paint.moustache + paint.stubble === 0) return;
  const side = Math.abs(x);
  const ragged = grain(x * 14, y * 14, seed + 70) * 0.06;
  const cheekLine =
    -0.36 - 0.16 * bell(side - 0.3, 0.15) + 0.25 * smoothstep(0.42, 0.58, side) - paint.beardLow;
  const jaw =
    smoothstep(cheekLine + 0.05, cheekLine - 0.06, y + ragged) *
    smoothstep(marks.mouthHalf * 0.8, marks.mouthHalf + 0.07, side + ragged);
  const chin =
    smoothstep(marks.mouthY - marks.lowerLip - 0.02, marks.mouthY - marks.lowerLip - 0.075, y + ragged) *
    smoothstep(0.6, 0.3, side);
  const lipTop = marks.mouthY + marks.upperLip * 0.95;
  const tache =
    smoothstep(lipTop - 0.01, lipTop + 0.015, y) *
    smoothstep(marks.noseBase + 0.005, marks.noseBase - 0.03, y - ragged * 0.4 + 0.1 * side) *
    smoothstep(marks.mouthHalf + 0.09, marks.mouthHalf, side);
  const droop = bell2(side - marks.mouthHalf - 0.03, y - marks.mouthY, 0.035, 0.09);
  const zone = Math.max(jaw, chin);
  if (zone + tache + droop < 0.01) return;
  const beardHair = noise(x * 90 + y * 12, y * 34, seed + 71);
  const shadow: Colour = [paint.skin[0] * 0.42, paint.skin[1] * 0.46, paint.skin[2] * 0.52];
  const dots = 0.55 + 0.6 * (noise(x * 110, y * 110, seed + 72) - 0.2);
  layOver(out, shadow, paint.stubble * Math.max(zone, tache) * dots);
  layOver(out, paint.beardHair, paint.beard * zone * (0.62 + 0.5 * beardHair));
  layOver(out, paint.beardHair, paint.moustache * Math.max(tache, droop * 0.8) * (0.62 + 0.5 * beardHair));
}

export interface FaceTexture {
  readonly texture: Texture;
  /** Sets the eyelids: 0 open, 1 shut; `gaze` moves the irises, in head units. */
  readonly setEyes: (blink: number, gaze: readonly [number, number]) => void;
}

export function paintFace(look: Look, marks: Landmarks): FaceTexture {
  const texture = paintTexture(textureWidth, textureHeight, faceArea, 0.13, (x, y, out) => {
    paintSkin(out, x, y, look);
    paintZones(out, x, y, look, marks);
    paintYears(out, x, y, look, marks);
    paintMarks(out, x, y, look, marks);
    paintBeard(out, x, y, look, marks);
    paintLips(out, x, y, look, marks);
    paintBrow(out, x, y, look, marks);
  });
  const bare = texture.texels.slice();
  const reachX = marks.eyeHalf * 1.7;
  const reachY = 0.14;
  let painted = '';
  return {
    texture,
    setEyes(blink, gaze) {
      // The lids move in 24 steps: enough to the eye, and most frames repaint nothing.
      const step = Math.round(blink * 24) / 24;
      const key = `${step} ${gaze[0].toFixed(3)} ${gaze[1].toFixed(3)}`;
      if (key === painted) return;
      painted = key;
      for (const side of [-1, 1] as const) {
        const centre = side * marks.eyeX;
        const area = {
          u0: centre - reachX,
          u1: centre + reachX,
          v0: marks.eyeY - reachY,
          v1: marks.eyeY + reachY,
        };
        const column = (u: number): number => Math.round((u - texture.u0) * texture.texelsPerU);
        const row = (v: number): number => Math.round((v - texture.v0) * texture.texelsPerV);
        repaint(texture, area, (x, y, out) => {
          const at = (row(y) * texture.width + column(x)) * 3;
          out[0] = bare[at] ?? 0;
          out[1] = bare[at + 1] ?? 0;
          out[2] = bare[at + 2] ?? 0;
          paintEye(out, x, y, side, look, marks, step, gaze);
        });
      }
    },
  };
}
