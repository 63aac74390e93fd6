// What the synchronisation needs of the machine; all time and chance come from here, so that tests run without waiting.
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';

export interface SyncMachine {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** In [0, 1). */
  random(): number;
  /** Names of events and plain facts; never a value of a case. */
  log(event: string, facts: Readonly<Record<string, string | number>>): void;
}
