// The machine's own timers and its monotonic clock.
import { performance } from 'node:perf_hooks';
import type { Schedule } from '../../port/schedule.ts';

/** setTimeout turns a longer wait than this (2^31 - 1 ms, 24.8 days) into none at all. */
const longestMs = 2 ** 31 - 1;

export const systemSchedule: Schedule = {
  after(ms, act) {
    const timer = setTimeout(act, Math.min(Math.max(ms, 0), longestMs));
    return { cancel: () => clearTimeout(timer) };
  },
  elapsedMs: () => performance.now(),
};
