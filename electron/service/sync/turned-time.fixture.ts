// Time turned by hand: timers fire in order as it is turned, and the wall clock may be set as a person would set it.
import { instantSchema } from '#core/kernel/instant.ts';
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';

export interface TurnedTime {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Lets so many milliseconds pass, everything in them happening in order. */
  turn(ms: number): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Moves the wall clock alone. */
  shiftWall(ms: number): void;
  pending(): number;
}

const start = Date.parse('2026-11-20T12:00:00.000Z');

export function createTurnedTime(): TurnedTime {
  let elapsed = 1000;
  let shift = 0;
  let timers: { readonly at: number; readonly act: () => void }[] = [];

  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) await new Promise(setImmediate);
  }

  return {
    clock: { now: () => instantSchema.parse(new Date(start + elapsed + shift).toISOString()) },
    schedule: {
      after(ms, act) {
        const timer = { at: elapsed + Math.max(0, ms), act };
        timers.push(timer);
        return {
          cancel() {
            timers = timers.filter((other) => other !== timer);
          },
        };
      },
      elapsedMs: () => elapsed,
    },
    async turn(ms) {
      const end = elapsed + ms;
      await settle();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        elapsed = Math.max(elapsed, next.at);
        next.act();
        await settle();
      }
      elapsed = end;
    },
    settle,
    shiftWall(ms) {
      shift += ms;
    },
    pending: () => timers.length,
  };
}
