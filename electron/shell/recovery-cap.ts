// How often a crashed screen, or the devices' process, is brought back by itself: a few times, then a person must look, or it
// would flicker for ever.

/** 3 in 10 minutes: a bad picture or driver shows itself by then; a rare crash once a day never reaches it. */
export const recoveries = { most: 3, withinMs: 10 * 60_000 } as const;

export interface RecoveryCap {
  /** True when this crash may be recovered from. */
  allows(): boolean;
}

export function createRecoveryCap(nowMs: () => number = () => performance.now()): RecoveryCap {
  let crashes: number[] = [];
  return {
    allows() {
      const now = nowMs();
      crashes = [...crashes.filter((at) => now - at < recoveries.withinMs), now];
      return crashes.length <= recoveries.most;
    },
  };
}
