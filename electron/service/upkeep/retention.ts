// Erases by age what the bank has received and what nobody goes on with. It refuses to work by a clock that is not believed:
// one set a year ahead would empty the kiosk.
import { applyEvent } from '#core/case/apply-event.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import type { RetentionPolicy } from '#core/contract/bank/catalogue.ts';
import { draftEndsMs, retentionDue } from '#core/outbox/retention.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { ok, type Result } from '#core/kernel/result.ts';
import type { AuditAct, CaseStore, DueCase, ErasureKind, StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';

/** Cases a turn: each is a commit of a few milliseconds, and the screens wait behind them. */
export const erasedAtOnce = 20;

export interface Retention {
  /** One turn. `more`: there was more than one turn's work. */
  sweep(): Result<{ readonly erased: readonly CaseId[]; readonly more: boolean }, StoreFailure>;
  /** Drafts that will be wiped within the time of warning, and when. */
  endingDrafts(limit: number): readonly { readonly caseId: CaseId; readonly endsAt: Instant }[];
}

const instant = (ms: number): Instant => instantSchema.parse(new Date(ms).toISOString());

export function createRetention(parts: {
  readonly store: CaseStore;
  readonly clock: Clock;
  readonly policy: () => RetentionPolicy;
}): Retention {
  const { store, clock } = parts;

  function act(kind: ErasureKind, due: DueCase): AuditAct {
    const { caseId, since } = due;
    return { act: 'case.erased-by-age', officerId: null, caseId, at: clock.now(), facts: { kind, since } };
  }

  function wipe(kind: ErasureKind, due: DueCase, event: CaseEvent): Result<null, StoreFailure> {
    const loaded = store.load(due.caseId);
    if (!loaded.ok) return loaded;
    const applied = applyEvent(loaded.value.state, event);
    // Somebody went on with it, or it is gone already: then it is not due any more.
    if (!applied.ok) return ok(null);
    const saved = store.save({
      state: applied.value.state,
      expectedRevision: loaded.value.revision,
      addEvidence: [],
      dropEvidence: [],
      packet: null,
      wipe: true,
      audit: act(kind, due),
    });
    return saved.ok ? ok(null) : saved;
  }

  const eraser: Record<ErasureKind, (due: DueCase) => Result<null, StoreFailure>> = {
    pictures: (due) => store.erasePictures(due.caseId, act('pictures', due)),
    details: (due) => wipe('details', due, { type: 'erased', why: 'retention', at: clock.now() }),
    draft: (due) => wipe('draft', due, { type: 'abandoned' }),
  };

  return {
    sweep() {
      const due = retentionDue(Date.parse(clock.now()), parts.policy());
      const before = { details: due.detailsMs, pictures: due.picturesMs, draft: due.draftMs };
      const erased: CaseId[] = [];
      for (const kind of ['details', 'pictures', 'draft'] as const) {
        for (const entry of store.dueForErasure(kind, instant(before[kind]), erasedAtOnce - erased.length)) {
          const done = eraser[kind](entry);
          // One case that does not open keeps nobody else's data longer; a store in trouble ends the turn.
          if (!done.ok && done.error.kind !== 'database-damaged') return done;
          if (done.ok) erased.push(entry.caseId);
        }
      }
      return ok({ erased, more: erased.length >= erasedAtOnce });
    },
    endingDrafts(limit) {
      const policy = parts.policy();
      const { draftWarningMs } = retentionDue(Date.parse(clock.now()), policy);
      return store
        .dueForErasure('draft', instant(draftWarningMs), limit)
        .map(({ caseId, since }) => ({ caseId, endsAt: instant(draftEndsMs(Date.parse(since), policy)) }));
    },
  };
}
