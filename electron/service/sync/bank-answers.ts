// Brings the bank's word about a case into the case: the state machine judges it, one transaction keeps it.
// Keeps in mind which cases the bank has not decided yet.
import { applyEvent } from '#core/case/apply-event.ts';
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { CaseChange, CaseStore, StoredCase, StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';

const final = new Set<BankCaseStatus['state']>(['opened', 'refused']);

export interface BankAnswers {
  /** The change a status makes to its case, to be saved together with a receipt. */
  changeFor(status: BankCaseStatus): Result<CaseChange, StoreFailure>;
  /** Saves a status that came by itself. True when the case changed. */
  take(status: BankCaseStatus): Result<boolean, StoreFailure>;
  /** Undecided cases, the longest not asked after first. */
  undecided(limit: number): readonly CaseId[];
  noteStanding(status: BankCaseStatus): void;
  forget(caseId: CaseId): void;
}

export function createBankAnswers(store: CaseStore, clock: Clock): BankAnswers {
  const open = new Set<CaseId>(store.undecided());

  function noteStanding(status: BankCaseStatus): void {
    open.delete(status.caseId);
    if (!final.has(status.state)) open.add(status.caseId);
  }

  function changeOf(stored: StoredCase, status: BankCaseStatus): CaseChange {
    const applied = applyEvent(stored.state, { type: 'bank-answered', status });
    return {
      // A case that takes no answer any more stays as it is; the receipt beside it is kept all the same.
      state: applied.ok ? applied.value.state : stored.state,
      expectedRevision: stored.revision,
      addEvidence: [],
      dropEvidence: [],
      packet: null,
      wipe: false,
      audit: {
        act: 'case.bank-answered',
        officerId: null,
        caseId: status.caseId,
        at: clock.now(),
        facts: { state: status.state, revision: status.revision },
      },
    };
  }

  return {
    changeFor(status) {
      const stored = store.load(status.caseId);
      return stored.ok ? ok(changeOf(stored.value, status)) : stored;
    },
    take(status) {
      const stored = store.load(status.caseId);
      // Cases of a kiosk that was set up anew are the bank's, not ours any more.
      if (!stored.ok) return stored.error.kind === 'case-not-found' ? ok(false) : err(stored.error);
      const change = changeOf(stored.value, status);
      if (store.delivery(status.caseId)?.state === 'accepted') noteStanding(status);
      if (change.state === stored.value.state) return ok(false);
      const saved = store.save(change);
      return saved.ok ? ok(true) : saved;
    },
    undecided: (limit) => [...open].slice(0, limit),
    noteStanding,
    forget: (caseId) => void open.delete(caseId),
  };
}
