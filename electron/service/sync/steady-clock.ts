// Wall time that never falls while the kiosk runs, for waits only: a clock set back must not hold the queue, and sleep,
// in which the machine's own count may stand still, must not lengthen a wait. Records keep the clock as it is.
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';

export interface SteadyClock {
  nowMs(): number;
  now(): Instant;
  in(ms: number): Instant;
}

export function createSteadyClock(clock: Clock, schedule: Schedule): SteadyClock {
  let last = { wallMs: Date.parse(clock.now()), elapsedMs: schedule.elapsedMs() };
  function nowMs(): number {
    const elapsedMs = schedule.elapsedMs();
    const wallMs = Math.max(Date.parse(clock.now()), last.wallMs + elapsedMs - last.elapsedMs);
    last = { wallMs, elapsedMs };
    return wallMs;
  }
  const instant = (ms: number): Instant => instantSchema.parse(new Date(ms).toISOString());
  return { nowMs, now: () => instant(nowMs()), in: (ms) => instant(nowMs() + ms) };
}
