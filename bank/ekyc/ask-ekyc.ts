// An eKYC asked for by a kiosk: put to UIDAI once, what it says of the person held against what the document says, and only the
// outcome kept. The PidData is overwritten before this returns, whatever happened; the number becomes a keyed hash.
import { createHmac } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { EkycHead, EkycOutcome, EkycReply } from '#core/contract/bank/ekyc.ts';
import type { KioskId } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { compareNames } from '#core/reading/name.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import { takeTurn } from '../store/rate-limit.ts';
import type { UidaiPerson } from './uidai-gateway.ts';

/** UIDAI, Authentication API 2.5: 300 to 320 biometrics, 330 locked, 996 to 998 the number itself. */
function outcomeOfCode(code: string): EkycOutcome {
  if (code === '330') return 'locked';
  if (['996', '997', '998'].includes(code)) return 'number-unknown';
  return /^3\d\d$/.test(code) ? 'not-matched' : 'refused';
}

function isSame(known: UidaiPerson, claimed: EkycHead['claimed']): boolean {
  const agree = (a: string | null, b: string | null) => a === null || b === null || a === b;
  return (
    compareNames(known.name, claimed.name) === 'match' &&
    agree(known.dateOfBirth, claimed.dateOfBirth) &&
    agree(known.sex, claimed.sex)
  );
}

export async function askEkyc(
  bank: BankContext,
  kioskId: KioskId,
  head: EkycHead,
  pidData: Uint8Array,
): Promise<Outcome<EkycReply>> {
  try {
    const turn = await takeTurn(bank.db, `ekyc:${kioskId}`, bank.limits.ekyc, bank.now());
    if (!turn.ok) return err({ kind: 'too-many-requests', retryAfterS: turn.error.retryAfterS });
    const { number, transactionId, consentAt, claimed } = head;
    const before = await bank.db
      .selectFrom('ekyc_answer')
      .select('transaction_id')
      .where('transaction_id', '=', transactionId)
      .executeTakeFirst();
    if (before) return err({ kind: 'bad-request', detail: 'This capture was asked about before.' });
    const said = await bank.uidai.ask({ number, transactionId, consentAt, claimed, pidData });
    if (!said.ok) return err({ kind: 'ekyc-unavailable' });
    const reply: EkycReply = {
      reference: uuidv7(),
      at: instantOf(bank.now()),
      outcome:
        said.value.kind === 'refused'
          ? outcomeOfCode(said.value.code)
          : isSame(said.value.person, claimed)
            ? 'confirmed'
            : 'differs',
      code: said.value.kind === 'refused' ? said.value.code : null,
      simulated: bank.uidai.simulated,
    };
    await bank.db
      .insertInto('ekyc_answer')
      .values({
        reference: reply.reference,
        transaction_id: transactionId,
        case_id: head.caseId,
        kiosk_id: kioskId,
        identity_hash: createHmac('sha256', bank.keys.identityHashKey)
          .update(`aadhaar:${number}`)
          .digest('hex'),
        outcome: reply.outcome,
        code: reply.code,
        simulated: reply.simulated,
        consent_at: new Date(consentAt),
        at: new Date(reply.at),
      })
      .execute();
    return ok(reply);
  } finally {
    pidData.fill(0);
  }
}
