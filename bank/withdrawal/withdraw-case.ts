// Consent taken back: what the bank may erase of a case goes, the legal minimum stays, and a signed receipt says so. Once in
// effect however often the word comes; cut off half-way it is ended by the next word or the next start. It refuses a word that
// is not signed by the kiosk whose case it is.
import { compactVerify } from 'jose';
import { sql } from 'kysely';
import {
  withdrawalClaimsSchema,
  withdrawalWordType,
  type WithdrawalClaims,
  type WithdrawalOutcome,
} from '#core/contract/bank/withdrawal.ts';
import { packetManifestSchema } from '#core/contract/bank/packet.ts';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Device } from '../device/device-token.ts';
import type { Outcome } from '../failure.ts';
import type { BlobStore } from '../intake/blob-store.ts';
import { signWord } from '../keys/signed-word.ts';
import type { CaseFeed } from '../live/case-feed.ts';
import { recipientHash } from '../message/message-sender.ts';
import type { Db } from '../store/tables.ts';
import { openCaseFile, statusOf } from '../verification/case-store.ts';

type Parts = { readonly bank: BankContext; readonly blobs: BlobStore; readonly feed: CaseFeed };

export async function withdrawCase(
  parts: Parts,
  device: Device,
  submission: { readonly caseId: string; readonly word: string },
): Promise<Outcome<{ readonly receipt: string }>> {
  const { bank, feed } = parts;
  const claims = await readWord(device, submission.word);
  if (!claims.ok) return claims;
  if (claims.value.caseId !== submission.caseId) return err({ kind: 'bad-request', detail: 'See caseId' });
  const begun = await bank.db.transaction().execute((tx) => begin(bank, tx, claims.value, submission.word));
  if (!begun.ok) return begun;
  if (begun.value.changed !== null) feed.publish({ kioskId: device.kioskId, status: begun.value.changed });
  return ok({ receipt: begun.value.receipt ?? (await finish(parts, submission.caseId)) });
}

/** Withdrawals that a crash cut off between the database and the files. */
export async function finishWithdrawals(parts: Parts): Promise<void> {
  const rows = await parts.bank.db
    .selectFrom('withdrawal')
    .select('case_id')
    .where('receipt', 'is', null)
    .execute();
  for (const { case_id } of rows) await finish(parts, case_id);
}

/** A case's first packet and its withdrawal may come at once: one of them goes first, also where there is no row to lock yet. */
export async function lockCase(tx: Db, caseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${caseId}, 1))`.execute(tx);
}

/** True once a customer has taken back what this case rests on: nothing more of it is taken in. */
export async function isWithdrawn(db: Db, caseId: string): Promise<boolean> {
  const row = await db
    .selectFrom('withdrawal')
    .select('case_id')
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row !== undefined;
}

async function readWord(device: Device, word: string): Promise<Outcome<WithdrawalClaims>> {
  try {
    const { payload, protectedHeader } = await compactVerify(word, device.key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== withdrawalWordType) return err({ kind: 'packet-signature' });
    const claims = withdrawalClaimsSchema.safeParse(JSON.parse(Buffer.from(payload).toString('utf8')));
    if (!claims.success) return err({ kind: 'bad-request' });
    return claims.data.kioskId === device.kioskId ? ok(claims.data) : err({ kind: 'packet-signature' });
  } catch {
    // jose throws for every fault of a token.
    return err({ kind: 'packet-signature' });
  }
}

type Begun = { readonly receipt: string | null; readonly changed: ReturnType<typeof statusOf> | null };

async function begin(
  bank: BankContext,
  tx: Db,
  claims: WithdrawalClaims,
  word: string,
): Promise<Outcome<Begun>> {
  await lockCase(tx, claims.caseId);
  const row = await tx
    .selectFrom('bank_case')
    .selectAll()
    .where('case_id', '=', claims.caseId)
    .forUpdate()
    .executeTakeFirst();
  // Another kiosk's case is none of this one's, and not said to be there.
  if (row !== undefined && row.kiosk_id !== claims.kioskId) return err({ kind: 'not-found' });
  const outcome: WithdrawalOutcome =
    row === undefined ? 'never-received' : row.state === 'opened' ? 'kept-by-law' : 'erased';
  const inserted = await tx
    .insertInto('withdrawal')
    .values({
      case_id: claims.caseId,
      withdrawal_id: claims.withdrawalId,
      kiosk_id: claims.kioskId,
      outcome,
      word,
      receipt: null,
      at: bank.now(),
    })
    .onConflict((on) => on.column('case_id').doNothing())
    .returning('case_id')
    .executeTakeFirst();
  if (inserted === undefined) {
    const known = await tx
      .selectFrom('withdrawal')
      .select(['kiosk_id', 'receipt'])
      .where('case_id', '=', claims.caseId)
      .executeTakeFirstOrThrow();
    return known.kiosk_id === claims.kioskId
      ? ok({ receipt: known.receipt, changed: null })
      : err({ kind: 'not-found' });
  }
  if (row === undefined || outcome === 'kept-by-law') return ok({ receipt: null, changed: null });
  const { mobile } = openCaseFile(bank, row).contact;
  const changed = {
    state: 'refused' as const,
    reasons: JSON.stringify(['consent-withdrawn']),
    case_file_sealed: '',
    mobile_verified_at: null,
    revision: row.revision + 1,
    changed_at: bank.now(),
  };
  await tx.updateTable('bank_case').set(changed).where('case_id', '=', claims.caseId).execute();
  await tx
    .insertInto('case_change')
    .values({
      case_id: claims.caseId,
      revision: changed.revision,
      state: changed.state,
      reasons: changed.reasons,
      at: changed.changed_at,
    })
    .execute();
  await tx.deleteFrom('mobile_challenge').where('case_id', '=', claims.caseId).execute();
  await tx.deleteFrom('ekyc_answer').where('case_id', '=', claims.caseId).execute();
  await tx
    .deleteFrom('outbox_message')
    .where('recipient_hash', '=', recipientHash(bank.keys, mobile))
    .execute();
  return ok({ receipt: null, changed: statusOf({ ...row, ...changed }) });
}

/** The files go, then the receipt is signed: what it says has happened. Done twice at once, one receipt stands. */
async function finish({ bank, blobs }: Parts, caseId: string): Promise<string> {
  const { db } = bank;
  const row = await db
    .selectFrom('withdrawal')
    .selectAll()
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  if (row.receipt !== null) return row.receipt;
  let parts = 0;
  if (row.outcome === 'erased') {
    const packets = await db.selectFrom('packet').select('manifest').where('case_id', '=', caseId).execute();
    for (const { manifest } of packets) {
      for (const { digest } of packetManifestSchema.parse(JSON.parse(manifest)).parts) {
        await blobs.forget(digest);
        parts += 1;
      }
    }
  }
  const receipt = await signWord(bank.keys, 'pravesh-erasure', {
    withdrawalId: row.withdrawal_id,
    caseId: caseIdSchema.parse(caseId),
    outcome: row.outcome,
    erasedAt: instantOf(bank.now()),
    parts,
  });
  await db
    .updateTable('withdrawal')
    .set({ receipt })
    .where('case_id', '=', caseId)
    .where('receipt', 'is', null)
    .execute();
  const kept = await db
    .selectFrom('withdrawal')
    .select('receipt')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return kept.receipt ?? receipt;
}
