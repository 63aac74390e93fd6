// Looks at the wall clock again and again: what a look finds is written down once, in the audit and for the status. It stops
// nothing; whoever deletes by age asks it first.
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import { judgeByBank, judgeClock, type ClockStanding, type ClockVerdict } from '#core/outbox/trusted-time.ts';
import type { AuditAct, CaseStore, StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';

export interface ClockWatch {
  standing(): ClockStanding;
  /** One look; true when the standing changed by it. */
  look(): Result<boolean, StoreFailure>;
  /** The bank's signed moment, made for an answer that has just come. */
  heard(bankTime: Instant): Result<boolean, StoreFailure>;
}

const actOfStanding: Record<ClockStanding, string> = {
  trusted: 'clock.agrees',
  'clock-set-back': 'clock.set-back',
  'clock-set-forward': 'clock.set-forward',
};

const instant = (ms: number): Instant => instantSchema.parse(new Date(ms).toISOString());
const msOf = (at: Instant | null): number | null => (at === null ? null : Date.parse(at));

export function createClockWatch(parts: {
  readonly store: CaseStore;
  readonly clock: Clock;
  readonly schedule: Schedule;
}): ClockWatch {
  const { store, clock, schedule } = parts;
  const begun = store.timeMark();
  let standing = begun.standing;
  /** Since the start of this process the kiosk's own count tells how much time passed; before it, nothing does. */
  let seen = { wallMs: msOf(begun.seenAt), elapsedMs: schedule.elapsedMs() };

  function settle(
    verdict: ClockVerdict,
    nowMs: number,
    bankTime: Instant | null,
  ): Result<boolean, StoreFailure> {
    const elapsedMs = schedule.elapsedMs();
    const ranMs = elapsedMs - seen.elapsedMs;
    // A clock not believed is not taken over: the last moment believed goes on by what has passed since.
    const believedMs = verdict.standing === 'trusted' ? nowMs : (seen.wallMs ?? nowMs) + ranMs;
    const seenMs = bankTime === null ? believedMs : Date.parse(bankTime);
    const isNews = verdict.standing !== standing;
    const act: AuditAct = {
      act: actOfStanding[verdict.standing],
      officerId: null,
      caseId: null,
      at: clock.now(),
      facts: { bySeconds: Math.round(verdict.byMs / 1000), byBank: bankTime !== null },
    };
    const saved = store.noteTime(
      { seenAt: instant(seenMs), provedAt: bankTime, standing: verdict.standing },
      isNews ? act : null,
    );
    if (!saved.ok) return saved;
    seen = { wallMs: seenMs, elapsedMs };
    standing = verdict.standing;
    return { ok: true, value: isNews };
  }

  return {
    standing: () => standing,
    look() {
      const nowMs = Date.parse(clock.now());
      const ranMs = schedule.elapsedMs() - seen.elapsedMs;
      const seenMs = seen.wallMs === null ? null : seen.wallMs + ranMs;
      const provedMs = msOf(store.timeMark().provedAt);
      const verdict = judgeClock(nowMs, { seenMs, provedMs, standing });
      return settle(verdict, nowMs, null);
    },
    heard(bankTime) {
      const nowMs = Date.parse(clock.now());
      return settle(judgeByBank(nowMs, Date.parse(bankTime)), nowMs, bankTime);
    },
  };
}
