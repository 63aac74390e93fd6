// How a person sits who waits: sways a little, blinks, looks about. A function of time alone, so that a frame can be drawn again.
import type { HeadPose } from '../head/render-head.ts';

/** People blink every 3 to 5 s, for about 200 ms. */
const blinkEveryMs = 3700;
const blinkLastsMs = 220;

export function blinkAt(ms: number): number {
  const into = ms % blinkEveryMs;
  const start = blinkEveryMs - blinkLastsMs;
  if (into < start) return 0;
  return Math.sin((Math.PI * (into - start)) / blinkLastsMs);
}

export function idlePose(
  ms: number,
): Pick<HeadPose, 'yawDeg' | 'pitchDeg' | 'rollDeg' | 'blink' | 'smile' | 'gaze'> {
  const t = ms / 1000;
  return {
    yawDeg: 2.4 * Math.sin(t * 0.6) + 0.8 * Math.sin(t * 1.7),
    pitchDeg: 1.2 * Math.sin(t * 0.45 + 1),
    rollDeg: 0.9 * Math.sin(t * 0.33 + 2),
    blink: blinkAt(ms),
    smile: 0.12 + 0.1 * Math.sin(t * 0.2),
    gaze: [0.004 * Math.sin(t * 0.9), 0.002 * Math.sin(t * 0.7)],
  };
}

/** A hand that holds a card: it comes up in under a second, tilts it once, then trembles by a few thousandths of the picture. */
export function handAt(ms: number): {
  readonly x: number;
  readonly y: number;
  readonly turnDeg: number;
  /** Width by that of a card held square: the cosine of its tilt. */
  readonly squeeze: number;
} {
  const t = ms / 1000;
  const coming = Math.pow(Math.max(0, 1 - ms / 800), 2);
  const tilting = Math.min(1, Math.max(0, (ms - 500) / 1200));
  return {
    // 27° at most.
    squeeze: 1 - 0.11 * Math.sin(tilting * Math.PI) ** 2,
    x: 0.0016 * Math.sin(t * 2.1) + 0.0008 * Math.sin(t * 5.3),
    y: 0.0014 * Math.sin(t * 1.7 + 1) + 0.5 * coming,
    turnDeg: 1.1 + 0.12 * Math.sin(t * 1.3) + 6 * coming,
  };
}
