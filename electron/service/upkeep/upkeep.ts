// What the kiosk does for itself while the vault is open, on its own timers: looks at clock and disk, signs the audit, keeps the log
// short, erases what has served. It ends by `close`.
import type { KioskWarning } from '#core/contract/kiosk/contract.ts';
import type { RetentionPolicy } from '#core/contract/bank/catalogue.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import type { CaseStore, StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import type { Disk } from '../../port/disk.ts';
import type { Schedule } from '../../port/schedule.ts';
import { judgeRoom, type DiskRoom } from '#core/outbox/disk-room.ts';
import { createClockWatch } from './clock-watch.ts';
import { createRetention, type Retention } from './retention.ts';

export const lookEveryMs = 60_000;
/** Rows without a signature wait no longer than this when nothing else is written. */
export const signEveryMs = 15 * 60_000;

/** The first turn of erasing waits until the screens stand, then once a day, and on from there while there is more. */
export const firstSweepMs = 30_000;
export const sweepEveryMs = 24 * 60 * 60_000;
const nextTurnMs = 1000;
const endingAtMost = 200;

export interface Upkeep {
  /** What a person at the kiosk should know of the machine; empty when all is well. */
  warnings(): KioskWarning[];
  /** Whether the disk takes another case, asked now. */
  hasRoom(): boolean;
  /** Drafts soon to be wiped, the soonest first. */
  endingDrafts(): ReturnType<Retention['endingDrafts']>;
  /** The bank's signed moment of an answer that has just come. */
  heardTime(bankTime: Instant): void;
  close(): void;
}

export interface UpkeepParts {
  readonly store: CaseStore;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly disk: Disk;
  /** The warnings changed. */
  /** How long what is kept. */
  readonly policy: () => RetentionPolicy;
  readonly onChange: () => void;
  readonly onCase: (caseId: CaseId) => void;
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

export function startUpkeep(parts: UpkeepParts): Upkeep {
  const { store, schedule, log } = parts;
  const watch = createClockWatch(parts);
  const retention = createRetention(parts);
  const timers = new Set<{ cancel(): void }>();

  function told(changed: Result<boolean, StoreFailure>): void {
    if (!changed.ok) return log('upkeep.store-failed', { kind: changed.error.kind });
    if (changed.value) parts.onChange();
  }

  /** The worker's edge: a mistake of ours is told by its class alone, and the next turn comes all the same. */
  function repeat(firstMs: number, work: () => number): void {
    const timer = schedule.after(firstMs, () => {
      timers.delete(timer);
      let nextMs = lookEveryMs;
      try {
        nextMs = work();
      } catch (thrown) {
        log('upkeep.mistake', { class: thrown instanceof Error ? thrown.name : 'thrown' });
      }
      repeat(nextMs, work);
    });
    timers.add(timer);
  }

  /** Milliseconds until the next turn. */
  function sweep(): number {
    // By a clock that is not believed nothing is old.
    if (watch.standing() !== 'trusted') return lookEveryMs;
    const swept = retention.sweep();
    if (!swept.ok) {
      log('upkeep.store-failed', { kind: swept.error.kind });
      return lookEveryMs;
    }
    for (const caseId of swept.value.erased) parts.onCase(caseId);
    return swept.value.more ? nextTurnMs : sweepEveryMs;
  }

  let room: DiskRoom = 'ample';
  function lookAtRoom(): DiskRoom {
    const before = room;
    room = judgeRoom(parts.disk.freeBytes());
    if (room !== before) parts.onChange();
    return room;
  }

  lookAtRoom();
  told(watch.look());
  repeat(lookEveryMs, () => {
    lookAtRoom();
    told(watch.look());
    const bounded = store.boundLog();
    if (!bounded.ok) log('upkeep.store-failed', { kind: bounded.error.kind });
    return lookEveryMs;
  });
  repeat(signEveryMs, () => {
    const signed = store.signAudit();
    if (!signed.ok) log('upkeep.store-failed', { kind: signed.error.kind });
    return signEveryMs;
  });
  repeat(firstSweepMs, sweep);

  return {
    warnings() {
      const standing = watch.standing();
      const warnings: KioskWarning[] = standing === 'trusted' ? [] : [standing];
      if (retention.endingDrafts(1).length > 0) warnings.push('drafts-ending');
      if (room !== 'ample') warnings.push(room === 'low' ? 'storage-low' : 'storage-reserved');
      return warnings;
    },
    hasRoom: () => lookAtRoom() !== 'reserved',
    endingDrafts: () => retention.endingDrafts(endingAtMost),
    heardTime: (bankTime) => told(watch.heard(bankTime)),
    close() {
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}
