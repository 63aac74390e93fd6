// The machine's own timers and its clock that never falls.
import type { Schedule } from '../../port/schedule.ts';

export const systemSchedule: Schedule = {
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return { cancel: () => clearTimeout(timer) };
  },
  elapsedMs: () => performance.now(),
};
