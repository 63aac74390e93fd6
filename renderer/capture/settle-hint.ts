// Lets one hint stand at a time: a new one must last before it replaces the old, and `ready` must hold before a picture is taken. Pure.

export interface SettledHint<H extends string> {
  /** What is shown. */
  readonly shown: H;
  /** What the newest frame says, and since when it says so. */
  readonly candidate: H;
  readonly sinceMs: number;
  /** 0 to 1: the ring that closes while everything holds still. */
  readonly readiness: number;
}

/** Long enough to read half a word, so that a hint at the edge of two does not flicker. */
export const settleMs = 250;
/** How long `ready` must hold without a break before the kiosk may take the picture by itself. */
export const readyHoldMs = 600;

export function startHint<H extends string>(hint: H, atMs: number): SettledHint<H> {
  return { shown: hint, candidate: hint, sinceMs: atMs, readiness: 0 };
}

export function settleHint<H extends string>(state: SettledHint<H>, hint: H, atMs: number): SettledHint<H> {
  const sinceMs = hint === state.candidate ? state.sinceMs : atMs;
  const heldMs = atMs - sinceMs;
  const shown = heldMs >= settleMs ? hint : state.shown;
  const readiness = hint === 'ready' ? Math.min(1, heldMs / readyHoldMs) : 0;
  return { shown, candidate: hint, sinceMs, readiness };
}

/** The picture may be taken without a touch. */
export function mayTake<H extends string>(state: SettledHint<H>): boolean {
  return state.readiness >= 1;
}
