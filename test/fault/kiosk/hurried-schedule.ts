// The machine's time running so many times faster: rests of minutes pass in seconds, their order stays.
import type { Schedule } from '#electron/port/schedule.ts';

export function hurriedSchedule(times: number): Schedule {
  return {
    after(ms, act) {
      const timer = setTimeout(act, ms / times);
      return { cancel: () => clearTimeout(timer) };
    },
    elapsedMs: () => performance.now() * times,
  };
}
