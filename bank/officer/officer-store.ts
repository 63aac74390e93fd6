// Officers: made with a random password that goes to them as a message, checked with a lock-out.
// An unknown officer and a wrong password look the same from outside, in answer and in time.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Officer, OfficerRole } from '#core/contract/bank/identity.ts';
import { officerIdSchema, type OfficerId } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import type { Db } from '../store/tables.ts';
import { hashPassword, passwordMatches, randomPassword } from './password.ts';

const lockOutTries = 5;
const lockOutWindowMs = 15 * 60 * 1000;

export async function signIn(
  bank: BankContext,
  request: { readonly officerId: OfficerId; readonly password: string },
): Promise<Outcome<Officer>> {
  const attempt = await takeAttempt(bank, request.officerId);
  if (!attempt.ok) return attempt;
  const row = await bank.db
    .selectFrom('officer')
    .selectAll()
    .where('officer_id', '=', request.officerId)
    .executeTakeFirst();
  // Who has left looks like one who never was.
  const hash = row === undefined || row.ended_at !== null ? nobodysHash : row.password_hash;
  const matches = await passwordMatches(hash, request.password);
  if (row === undefined || row.ended_at !== null || !matches)
    return err({ kind: 'officer-unknown', triesLeft: attempt.value.triesLeft });
  await bank.db.deleteFrom('officer_attempt').where('officer_id', '=', request.officerId).execute();
  return ok({ officerId: request.officerId, name: row.name, role: row.role });
}

/**
 * The attempt is written before the password is looked at and counted under a lock, so that many guesses at once
 * cannot all pass the count. Success deletes the attempts.
 */
async function takeAttempt(bank: BankContext, officerId: OfficerId): Promise<Outcome<{ triesLeft: number }>> {
  return bank.db.transaction().execute(async (tx): Promise<Outcome<{ triesLeft: number }>> => {
    const now = bank.now();
    // A lock on the name rather than on a row: an officer who does not exist must look the same.
    await sql`select pg_advisory_xact_lock(hashtextextended(${officerId}, 0))`.execute(tx);
    await tx.deleteFrom('officer_attempt').where('at', '<=', later(now, -lockOutWindowMs)).execute();
    const { made } = await tx
      .selectFrom('officer_attempt')
      .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('made'))
      .where('officer_id', '=', officerId)
      .executeTakeFirstOrThrow();
    if (made >= lockOutTries) return err({ kind: 'officer-locked' });
    await tx
      .insertInto('officer_attempt')
      .values({ attempt_id: uuidv7(), officer_id: officerId, at: now })
      .execute();
    return ok({ triesLeft: lockOutTries - made - 1 });
  });
}

/** Makes the officer, or a new password for one who exists; the password goes out as a message and is kept nowhere. */
export async function setRandomPassword(
  bank: BankContext,
  officer: { readonly officerId: OfficerId; readonly name: string; readonly role: OfficerRole },
): Promise<void> {
  const password = randomPassword();
  const password_hash = await hashPassword(password);
  const now = bank.now();
  await bank.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('officer')
      .values({
        officer_id: officer.officerId,
        name: officer.name,
        role: officer.role,
        password_hash,
        changed_at: now,
      })
      .onConflict((on) => on.column('officer_id').doUpdateSet({ password_hash, changed_at: now }))
      .execute();
    await tx.deleteFrom('officer_attempt').where('officer_id', '=', officer.officerId).execute();
    await bank.sender.send(tx, {
      to: `officer:${officer.officerId}`,
      text: `Your new password at the kiosk is ${password}`,
    });
  });
}

export async function findOfficer(bank: BankContext, officerId: string): Promise<Officer | null> {
  const row = await bank.db
    .selectFrom('officer')
    .select(['officer_id', 'name', 'role'])
    .where('officer_id', '=', officerId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, officerId: officerIdSchema.parse(row.officer_id) };
}

export async function endOfficer(bank: BankContext, officerId: string): Promise<void> {
  await bank.db
    .updateTable('officer')
    .set({ ended_at: bank.now() })
    .where('officer_id', '=', officerId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Whether each of these is an officer of this bank today. */
export async function areOfficers(db: Db, officerIds: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(officerIds)];
  const rows = await db
    .selectFrom('officer')
    .select('officer_id')
    .where('officer_id', 'in', wanted)
    .where('ended_at', 'is', null)
    .execute();
  return rows.length === wanted.length;
}

/** A well-formed hash that no password is known for, with our own parameters: checking it costs what a real check costs. */
const nobodysHash = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
