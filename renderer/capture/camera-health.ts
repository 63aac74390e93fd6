// Whether an open camera still gives pictures: black and frozen ones are told apart from a slow start, and so is one that is too slow or too small. Pure.
import type { CameraNotice, CameraProblem } from './capture-kinds.ts';

export interface CameraTick {
  readonly atMs: number;
  /** Counts the frames that the camera delivered since it was opened. */
  readonly frameCount: number;
  /** Mean luma of the newest frame, 0 to 255; null before the first. */
  readonly brightness: number | null;
  /** The shorter side of its picture, in pixels; null before the first. */
  readonly sidePx: number | null;
}

export interface CameraHealth {
  readonly lastTickMs: number;
  readonly frameCount: number;
  /** Since when no new frame came. */
  readonly stillSinceMs: number;
  /** Since when every frame was black; null while one was not. */
  readonly blackSinceMs: number | null;
  /** Frames and time since the rate was last taken. */
  readonly rateFrom: { readonly atMs: number; readonly frameCount: number };
  readonly problem: Extract<CameraProblem, 'black' | 'frozen' | 'too-small'> | null;
  readonly notice: CameraNotice | null;
}

/** A dim room lies at 20 and above; a lost sensor or a covered lens sends 0 with a little noise. */
export const blackBelow = 8;
export const blackAfterMs = 1000;
/** Webcams take two seconds and more to their first frame. */
export const frozenAfterMs = 5000;
/** No 160 × 120 and no 176 × 144: neither a face nor print can be told on them (core/biometrics has the same limit). */
export const tooSmallBelowPx = 200;
/** Below this many frames a second nobody can follow what is asked, and a hand is never still. */
export const slowBelowPerSecond = 7;
/** A room that grows dark halves a camera's rate for a moment. */
export const rateOverMs = 3000;
/** Ticks further apart mean that the machine slept or the page was hidden: nothing from before counts. */
export const gapMs = 1500;

export function startHealth(atMs: number): CameraHealth {
  return {
    lastTickMs: atMs,
    frameCount: 0,
    stillSinceMs: atMs,
    blackSinceMs: null,
    rateFrom: { atMs, frameCount: 0 },
    problem: null,
    notice: null,
  };
}

export function nextHealth(health: CameraHealth, tick: CameraTick): CameraHealth {
  const slept = tick.atMs - health.lastTickMs > gapMs;
  const moved = tick.frameCount !== health.frameCount;
  const stillSinceMs = moved || slept ? tick.atMs : health.stillSinceMs;
  const black = tick.brightness !== null && tick.brightness < blackBelow;
  const blackSinceMs = black ? ((slept ? null : health.blackSinceMs) ?? tick.atMs) : null;
  let problem: CameraHealth['problem'] = null;
  if (tick.sidePx !== null && tick.sidePx < tooSmallBelowPx) problem = 'too-small';
  else if (tick.atMs - stillSinceMs >= frozenAfterMs) problem = 'frozen';
  else if (blackSinceMs !== null && tick.atMs - blackSinceMs > blackAfterMs) problem = 'black';
  const rate = nextRate(health, tick, slept);
  return {
    lastTickMs: tick.atMs,
    frameCount: tick.frameCount,
    stillSinceMs,
    blackSinceMs,
    ...rate,
    problem,
  };
}

/** The rate over whole stretches; the first second of a camera, before its first frame, belongs to none. */
function nextRate(
  { rateFrom, notice }: CameraHealth,
  { atMs, frameCount, brightness }: CameraTick,
  slept: boolean,
): Pick<CameraHealth, 'rateFrom' | 'notice'> {
  if (slept || brightness === null) return { rateFrom: { atMs, frameCount }, notice };
  const spanMs = atMs - rateFrom.atMs;
  if (spanMs < rateOverMs) return { rateFrom, notice };
  const perSecond = ((frameCount - rateFrom.frameCount) * 1000) / spanMs;
  return { rateFrom: { atMs, frameCount }, notice: perSecond < slowBelowPerSecond ? 'slow' : null };
}
