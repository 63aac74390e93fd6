// Whether the light on a face follows the colours that the screen showed, and how much more than what lies beside it. Rules LV7 and LV8 of docs/spec/liveness.md.
import type { GlowColour } from '../../contract/kiosk/liveness.ts';
import type { Light } from './frame-reading.ts';

export interface LitFrame {
  /** After the first colour was asked for, in milliseconds. */
  readonly atMs: number;
  readonly face: Light;
  readonly beside: Light;
}

export interface ColourAnswer {
  /** Correlation of what was seen with what was shown, at the best delay; -1 to 1. */
  readonly follows: number;
  /** How much of the face's light the screen's full colour adds: 0.1 is a tenth. */
  readonly share: number;
  /** The surroundings' share against the face's: a wall behind a person stays well below 1, a sheet of paper does not. */
  readonly besideShare: number;
  readonly delayMs: number;
}

/** Of a screen's full colour: red, green, blue as they arrive through its filters. */
const shine: Readonly<Record<GlowColour, Light>> = {
  red: [1, 0, 0],
  green: [0, 1, 0],
  blue: [0, 0, 1],
  white: [1, 1, 1],
  dark: [0, 0, 0],
};

/** A screen needs a frame or two, a camera and its driver up to a third of a second. */
const delaysMs = Array.from({ length: 13 }, (_, index) => index * 50);

/**
 * Red and blue against green, as logarithms: neither the camera's exposure nor a step nearer changes them. Null with too
 * few frames to say.
 */
export function colourAnswer(
  frames: readonly LitFrame[],
  colours: readonly GlowColour[],
  stepMs: number,
): ColourAnswer | null {
  const seen = frames.filter(({ face, beside }) => Math.min(...face, ...beside) > 0.0005);
  if (seen.length < colours.length * 2) return null;
  const face = centred(seen, ({ face: light }) => light);
  const beside = centred(seen, ({ beside: light }) => light);
  let best: ColourAnswer | null = null;
  for (const delayMs of delaysMs) {
    const shown = centred(seen, ({ atMs }) => {
      const colour = colours[Math.floor((atMs - delayMs) / stepMs)] ?? 'dark';
      // A small share, at which the logarithm is as good as straight.
      return shine[colour].map((part) => 1 + 0.1 * part) as unknown as Light;
    });
    const power = dot(shown, shown);
    if (power === 0) continue;
    const follows = dot(face, shown) / Math.sqrt(dot(face, face) * power || 1);
    if (best && follows <= best.follows) continue;
    const slope = dot(face, shown) / power;
    const besideSlope = dot(beside, shown) / power;
    best = {
      follows,
      share: slope * 0.1,
      besideShare: slope > 0 ? besideSlope / slope : 1,
      delayMs,
    };
  }
  return best;
}

/** Both ratios of all frames one after another, less their mean and their drift over the time. */
function centred(frames: readonly LitFrame[], of: (frame: LitFrame) => Light): number[] {
  return [0, 2].flatMap((channel) => {
    const values = frames.map((frame) => {
      const light = of(frame);
      return Math.log(light[channel] ?? 1) - Math.log(light[1]);
    });
    return withoutDrift(values);
  });
}

function withoutDrift(values: readonly number[]): number[] {
  const n = values.length;
  const meanX = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let xy = 0;
  let xx = 0;
  for (const [x, value] of values.entries()) {
    xy += (x - meanX) * (value - mean);
    xx += (x - meanX) ** 2;
  }
  const slope = xx === 0 ? 0 : xy / xx;
  return values.map((value, x) => value - mean - slope * (x - meanX));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
