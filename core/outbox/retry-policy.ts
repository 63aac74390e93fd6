// When a packet that failed is tried again: three tries a round as requirement E18, then a longer rest; rounds never end.

export const triesPerRound = 3;
/** E18: 1 s, doubling, 30 s at most, 10 % jitter. */
export const baseDelayMs = 1000;
export const longestDelayMs = 30_000;
export const jitterShare = 0.1;
/** Between rounds: long enough to spare a bank in trouble, short enough that a customer may still be in the branch. */
export const firstRestMs = 60_000;
export const longestRestMs = 5 * 60_000;
/** A bank that asks for more patience than this is asked again after it. */
export const longestRetryAfterMs = 60 * 60_000;
/** After the bank's "later" the packet stands back this much longer than the line rests, so that others go first. */
export const standBackMs = 1000;

/** `chance` in [0, 1): 0 shortens by the whole share, 0.5 leaves as it is. */
export function withJitter(ms: number, chance: number): number {
  return Math.round(ms * (1 + jitterShare * (2 * chance - 1)));
}

/** Milliseconds to wait after the `tries`-th failed try (1, 2, …). */
export function delayAfterTry(tries: number, chance: number): number {
  const round = Math.ceil(tries / triesPerRound);
  const within = tries - (round - 1) * triesPerRound;
  const ms =
    within < triesPerRound
      ? Math.min(baseDelayMs * 2 ** (within - 1), longestDelayMs)
      : Math.min(firstRestMs * 2 ** Math.min(round - 1, 16), longestRestMs);
  return withJitter(ms, chance);
}

/** The bank's Retry-After, in seconds, as a wait in milliseconds: never less than the base delay, never over an hour. */
export function retryAfterMs(seconds: number): number {
  return Math.min(Math.max(seconds * 1000, baseDelayMs), longestRetryAfterMs);
}

/**
 * A stored moment further ahead than any wait this policy makes was written under another clock: it no longer counts,
 * or a clock once set a year ahead would hold the queue for a year.
 */
export function isBeyondAnyWait(aheadMs: number): boolean {
  return aheadMs > (longestRetryAfterMs + standBackMs) * (1 + jitterShare);
}

/** Looking for the line: every 2 s for the first minute, so that a case leaves at once; then slower, up to 30 s. */
export const probeBaseMs = 2000;
export const probesAtBase = 30;
export const longestProbeMs = 30_000;

export function delayAfterProbe(failedProbes: number, chance: number): number {
  const slower = Math.min(Math.max(failedProbes - probesAtBase, 0), 16);
  return withJitter(Math.min(probeBaseMs * 2 ** slower, longestProbeMs), chance);
}
