// Tells the bank which customers took consent back, each until the bank's signed receipt is kept. The bank takes a word once in
// effect, so a repetition costs nothing; whatever it answers otherwise, the word waits and is sent again.
import { delayAfterTry, longestRestMs } from '#core/outbox/retry-policy.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { ok, type Result } from '#core/kernel/result.ts';
import type { BankLink } from '../../port/bank-link.ts';
import type { CaseStore, StoreFailure } from '../../port/case-store.ts';
import type { LineWatch } from './line-watch.ts';
import type { SyncMachine } from './machine.ts';

export interface WithdrawalSender {
  /** All that are due, while the line lasts. */
  sendDue(mayAsk: () => boolean): Promise<Result<null, StoreFailure>>;
  /** Milliseconds until one is due; Infinity when none waits. */
  dueMs(): number;
}

/** More wait only where a kiosk stood without a line for long; the others follow with the next turn. */
const atOnce = 50;

export function createWithdrawalSender(parts: {
  readonly store: CaseStore;
  readonly link: BankLink;
  readonly line: LineWatch;
  readonly machine: SyncMachine;
  onCase(caseId: CaseId): void;
}): WithdrawalSender {
  const { store, link, line, machine } = parts;
  const { schedule } = machine;
  /** Of this run alone: after a start everything is due at once. */
  const waits = new Map<CaseId, { readonly tries: number; readonly untilMs: number }>();
  const untilMs = (caseId: CaseId): number => waits.get(caseId)?.untilMs ?? 0;

  return {
    async sendDue(mayAsk) {
      for (const { caseId, withdrawalId, word } of store.withdrawals(atOnce)) {
        if (!mayAsk()) return ok(null);
        if (untilMs(caseId) > schedule.elapsedMs()) continue;
        const answer = await line.heard(() => link.withdraw({ caseId, withdrawalId, word }));
        if (!answer) return ok(null);
        if (!answer.ok) {
          const tries = (waits.get(caseId)?.tries ?? 0) + 1;
          // A bank that refuses the word itself may take it once it was brought up to date: asked seldom.
          const ms = answer.error.kind === 'refused' ? longestRestMs : delayAfterTry(tries, machine.random());
          waits.set(caseId, { tries, untilMs: schedule.elapsedMs() + ms });
          machine.log('sync.withdrawal-waits', { reason: answer.error.kind, tries });
          continue;
        }
        const { receipt, outcome } = answer.value;
        const kept = store.markWithdrawn(caseId, receipt, {
          act: 'withdrawal.confirmed',
          officerId: null,
          caseId,
          at: machine.clock.now(),
          facts: { outcome },
        });
        if (!kept.ok) return kept;
        waits.delete(caseId);
        parts.onCase(caseId);
      }
      return ok(null);
    },
    dueMs() {
      const waiting = store.withdrawals(atOnce);
      if (waiting.length === 0) return Infinity;
      const soonest = Math.min(...waiting.map(({ caseId }) => untilMs(caseId)));
      return Math.max(0, soonest - schedule.elapsedMs());
    },
  };
}
