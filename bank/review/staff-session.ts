// The bank's own staff at their desk: a token after the password, for fifteen minutes, kept as a hash. Only supervisors are let in.
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Officer } from '#core/contract/bank/identity.ts';
import type { staffSessionSchema } from '#core/contract/bank/review.ts';
import type { OfficerId } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { instantOf, later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import { findOfficer, signIn } from '../officer/officer-store.ts';
import { writeStaffAct } from './staff-act.ts';

const sessionLifeMs = 15 * 60_000;

export async function openStaffSession(
  bank: BankContext,
  request: { readonly officerId: OfficerId; readonly password: string },
): Promise<Outcome<z.infer<typeof staffSessionSchema>>> {
  const officer = await signIn(bank, request);
  if (!officer.ok) return officer;
  if (officer.value.role !== 'supervisor') return err({ kind: 'staff-not-allowed' });
  const token = randomBytes(32).toString('base64url');
  const now = bank.now();
  const expiresAt = later(now, sessionLifeMs);
  await bank.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('staff_session').where('expires_at', '<', now).execute();
    await tx
      .insertInto('staff_session')
      .values({
        token_hash: bank.keys.hash('staff', token),
        officer_id: request.officerId,
        expires_at: expiresAt,
      })
      .execute();
    await writeStaffAct(bank, tx, { act: 'staff.signed-in', officerId: request.officerId, caseId: null });
  });
  return ok({ token, expiresAt: instantOf(expiresAt), officer: officer.value });
}

/** Asked with every request: a role taken away ends what it allowed at once. */
export async function staffOf(
  bank: BankContext,
  authorization: string | undefined,
): Promise<Outcome<Officer>> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return err({ kind: 'unauthenticated' });
  const row = await bank.db
    .selectFrom('staff_session')
    .selectAll()
    .where('token_hash', '=', bank.keys.hash('staff', token))
    .executeTakeFirst();
  if (row === undefined || row.expires_at <= bank.now()) return err({ kind: 'unauthenticated' });
  const officer = await findOfficer(bank, row.officer_id);
  if (officer === null) return err({ kind: 'unauthenticated' });
  return officer.role === 'supervisor' ? ok(officer) : err({ kind: 'staff-not-allowed' });
}
