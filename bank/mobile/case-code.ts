// The code of a case that arrived without a proof of the customer's number: sent again, and answered while it waits.
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { Challenge } from '#core/contract/bank/mobile.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import type { CaseFeed } from '../live/case-feed.ts';
import type { BankTables } from '../store/tables.ts';
import { caseStatus, openCaseFile } from '../verification/case-store.ts';
import { verifyCase } from '../verification/verify-case.ts';
import { answerChallenge, sendChallenge, standingChallenge, toWire } from './challenge.ts';

type Mine = { readonly caseId: string; readonly kioskId: string };

/** `sent` is false while the standing code is too young to be replaced: the customer has just been sent it. */
export async function codeForCase(
  bank: BankContext,
  mine: Mine,
): Promise<Outcome<{ readonly challenge: Challenge; readonly sent: boolean }>> {
  return bank.db
    .transaction()
    .execute(async (tx): Promise<Outcome<{ challenge: Challenge; sent: boolean }>> => {
      const row = await tx
        .selectFrom('bank_case')
        .selectAll()
        .where('case_id', '=', mine.caseId)
        .where('kiosk_id', '=', mine.kioskId)
        .forUpdate()
        .executeTakeFirst();
      const waiting = awaitsCode(row);
      if (!waiting.ok) return waiting;
      const standing = await standingChallenge(bank, tx, mine.caseId, 'waiting-case');
      if (standing !== null && standing.resendAt > bank.now()) {
        return ok({ challenge: toWire(standing), sent: false });
      }
      const file = openCaseFile(bank, waiting.value);
      const { mobile } = file.contact;
      const challenge = await sendChallenge(bank, tx, {
        ...mine,
        mobile,
        language: file.language,
        purpose: 'waiting-case',
      });
      return challenge.ok ? ok({ challenge: challenge.value, sent: true }) : challenge;
    });
}

export async function answerForCase(
  bank: BankContext,
  feed: CaseFeed,
  mine: Mine & { readonly code: string },
): Promise<Outcome<BankCaseStatus>> {
  const row = await bank.db
    .selectFrom('bank_case')
    .selectAll()
    .where('case_id', '=', mine.caseId)
    .where('kiosk_id', '=', mine.kioskId)
    .executeTakeFirst();
  const waiting = awaitsCode(row);
  if (!waiting.ok) return waiting;
  const standing = await standingChallenge(bank, bank.db, mine.caseId, 'waiting-case');
  if (standing === null) return err({ kind: 'code-late' });
  const answered = await answerChallenge(bank, { ...mine, challengeId: standing.challengeId });
  if (!answered.ok) return answered;
  await bank.db
    .updateTable('bank_case')
    .set({ mobile_verified_at: bank.now() })
    .where('case_id', '=', mine.caseId)
    // A correction that arrived since has its own number to prove.
    .where('version', '=', waiting.value.version)
    .where('state', '=', 'awaiting-mobile')
    .execute();
  const changed = await verifyCase(bank, mine.caseId);
  if (changed !== null) feed.publish(changed);
  const status = await caseStatus(bank.db, mine.caseId, mine.kioskId);
  return status === null ? err({ kind: 'not-found' }) : ok(status);
}

function awaitsCode(row: BankTables['bank_case'] | undefined): Outcome<BankTables['bank_case']> {
  if (row === undefined) return err({ kind: 'not-found' });
  return row.state === 'awaiting-mobile' ? ok(row) : err({ kind: 'case-not-awaiting-code' });
}
