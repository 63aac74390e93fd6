// What the kiosk does for itself while the vault is open, on its own timers: looks at the clock, signs the audit. It ends by `close`.
import type { KioskWarning } from '#core/contract/kiosk/contract.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import type { CaseStore, StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';
import { createClockWatch } from './clock-watch.ts';

export const lookEveryMs = 60_000;
/** Rows without a signature wait no longer than this when nothing else is written. */
export const signEveryMs = 15 * 60_000;

export interface Upkeep {
  /** What a person at the kiosk should know of the machine; empty when all is well. */
  warnings(): KioskWarning[];
  /** The bank's signed moment of an answer that has just come. */
  heardTime(bankTime: Instant): void;
  close(): void;
}

export interface UpkeepParts {
  readonly store: CaseStore;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** The warnings changed. */
  readonly onChange: () => void;
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

export function startUpkeep(parts: UpkeepParts): Upkeep {
  const { store, schedule, log } = parts;
  const watch = createClockWatch(parts);
  const timers = new Set<{ cancel(): void }>();

  function told(changed: Result<boolean, StoreFailure>): void {
    if (!changed.ok) return log('upkeep.store-failed', { kind: changed.error.kind });
    if (changed.value) parts.onChange();
  }

  /** The worker's edge: a mistake of ours is told by its class alone, and the next turn comes all the same. */
  function every(ms: number, work: () => void): void {
    const timer = schedule.after(ms, () => {
      timers.delete(timer);
      try {
        work();
      } catch (thrown) {
        log('upkeep.mistake', { class: thrown instanceof Error ? thrown.name : 'thrown' });
      }
      every(ms, work);
    });
    timers.add(timer);
  }

  told(watch.look());
  every(lookEveryMs, () => told(watch.look()));
  every(signEveryMs, () => {
    const signed = store.signAudit();
    if (!signed.ok) log('upkeep.store-failed', { kind: signed.error.kind });
  });

  return {
    warnings() {
      const standing = watch.standing();
      return standing === 'trusted' ? [] : [standing];
    },
    heardTime: (bankTime) => told(watch.heard(bankTime)),
    close() {
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}
