// Whether an open camera still gives pictures: black and frozen ones are told apart from a slow start. Pure.
import type { CameraProblem } from './capture-kinds.ts';

export interface CameraTick {
  readonly atMs: number;
  /** Counts the frames that the camera delivered since it was opened. */
  readonly frameCount: number;
  /** Mean luma of the newest frame, 0 to 255; null before the first. */
  readonly brightness: number | null;
}

export interface CameraHealth {
  readonly lastTickMs: number;
  readonly frameCount: number;
  /** Since when no new frame came. */
  readonly stillSinceMs: number;
  /** Since when every frame was black; null while one was not. */
  readonly blackSinceMs: number | null;
  readonly problem: Extract<CameraProblem, 'black' | 'frozen'> | null;
}

/** A dim room lies at 20 and above; a lost sensor or a covered lens sends 0 with a little noise. */
export const blackBelow = 8;
export const blackAfterMs = 1000;
/** Webcams take two seconds and more to their first frame. */
export const frozenAfterMs = 5000;
/** Ticks further apart mean that the machine slept or the page was hidden: nothing from before counts. */
export const gapMs = 1500;

export function startHealth(atMs: number): CameraHealth {
  return { lastTickMs: atMs, frameCount: 0, stillSinceMs: atMs, blackSinceMs: null, problem: null };
}

export function nextHealth(health: CameraHealth, tick: CameraTick): CameraHealth {
  const slept = tick.atMs - health.lastTickMs > gapMs;
  const moved = tick.frameCount !== health.frameCount;
  const stillSinceMs = moved || slept ? tick.atMs : health.stillSinceMs;
  const black = tick.brightness !== null && tick.brightness < blackBelow;
  const blackSinceMs = black ? ((slept ? null : health.blackSinceMs) ?? tick.atMs) : null;
  let problem: CameraHealth['problem'] = null;
  if (tick.atMs - stillSinceMs >= frozenAfterMs) problem = 'frozen';
  else if (blackSinceMs !== null && tick.atMs - blackSinceMs > blackAfterMs) problem = 'black';
  return { lastTickMs: tick.atMs, frameCount: tick.frameCount, stillSinceMs, blackSinceMs, problem };
}
