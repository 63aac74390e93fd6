// One-time codes: made at random, sent once, kept only as a salted keyed hash, five minutes, five tries.
// A new code for the same case takes the place of the one before it.
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  codeLength,
  codeLifeS,
  codeResendAfterS,
  codeTries,
  type Challenge,
} from '#core/contract/bank/mobile.ts';
import { err, ok } from '#core/kernel/result.ts';
import { instantOf, later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import { openColumn, sealColumn } from '../store/sealed-column.ts';
import { takeTurn } from '../store/rate-limit.ts';
import type { Db } from '../store/tables.ts';
import { codeMessage } from './code-message.ts';

type ChallengePurpose = 'proof' | 'waiting-case';

type ChallengeFor = {
  readonly caseId: string;
  readonly kioskId: string;
  readonly mobile: string;
  readonly language: string;
  readonly purpose: ChallengePurpose;
};

/** Sends a code, within the caller's transaction, or says why not: too soon, too many, no way to send. */
export async function sendChallenge(
  bank: BankContext,
  tx: Db,
  wanted: ChallengeFor,
): Promise<Outcome<Challenge>> {
  const now = bank.now();
  const standing = await standingChallenge(bank, tx, wanted.caseId, wanted.purpose);
  const mobileHash = bank.keys.hash('mobile', wanted.mobile);
  if (standing !== null && standing.mobileHash === mobileHash && standing.resendAt > now) {
    return err({ kind: 'code-too-soon', retryAfterS: secondsUntil(standing.resendAt, now) });
  }
  const turn = await takeTurn(
    tx,
    bank.keys.hash('bucket', `code ${wanted.mobile}`),
    bank.limits.codesPerNumber,
    now,
  );
  if (!turn.ok) return turn;

  const challengeId = uuidv7();
  const code = String(randomInt(10 ** codeLength)).padStart(codeLength, '0');
  const salt = randomBytes(16).toString('base64url');
  const challenge = {
    challengeId,
    expiresAt: later(now, codeLifeS * 1000),
    resendAt: later(now, codeResendAfterS * 1000),
    triesLeft: codeTries,
  };
  // Before anything is written: a code that did not go out must not stand in the way of the next.
  const sent = await bank.sender.send(tx, {
    to: wanted.mobile,
    text: codeMessage(bank.name, code, wanted.language),
  });
  if (!sent.ok) return sent;
  await tx
    .updateTable('mobile_challenge')
    .set({ replaced_at: now })
    .where('case_id', '=', wanted.caseId)
    .where('purpose', '=', wanted.purpose)
    .where('replaced_at', 'is', null)
    .execute();
  await tx
    .insertInto('mobile_challenge')
    .values({
      challenge_id: challengeId,
      case_id: wanted.caseId,
      kiosk_id: wanted.kioskId,
      purpose: wanted.purpose,
      mobile_hash: mobileHash,
      mobile_sealed: sealColumn(bank.keys.columnKey, mobilePlace(challengeId), wanted.mobile),
      language: wanted.language,
      code_salt: salt,
      code_hash: codeHash(bank, salt, code),
      made_at: now,
      expires_at: challenge.expiresAt,
      resend_at: challenge.resendAt,
      tries_left: codeTries,
      replaced_at: null,
    })
    .execute();
  return ok(toWire(challenge));
}

type StandingChallenge = {
  readonly challengeId: string;
  readonly mobileHash: string;
  readonly expiresAt: Date;
  readonly resendAt: Date;
  readonly triesLeft: number;
};

/** The newest unreplaced code of a case, living or late. */
export async function standingChallenge(
  bank: BankContext,
  db: Db,
  caseId: string,
  purpose: ChallengePurpose,
): Promise<StandingChallenge | null> {
  const row = await db
    .selectFrom('mobile_challenge')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('purpose', '=', purpose)
    .where('replaced_at', 'is', null)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    challengeId: row.challenge_id,
    mobileHash: row.mobile_hash,
    expiresAt: row.expires_at,
    resendAt: row.resend_at,
    triesLeft: row.tries_left,
  };
}

export type Answered = { readonly caseId: string; readonly mobile: string };

/**
 * Judges an answer. The try is taken by the same statement that finds one left, so that parallel guesses share five.
 * The fifth wrong answer already says `code-tries-spent`.
 */
export async function answerChallenge(
  bank: BankContext,
  answer: { readonly challengeId: string; readonly kioskId: string; readonly code: string },
): Promise<Outcome<Answered>> {
  const now = bank.now();
  const mine =
    (await bank.db
      .selectFrom('mobile_challenge')
      .selectAll()
      .where('challenge_id', '=', answer.challengeId)
      .where('kiosk_id', '=', answer.kioskId)
      .executeTakeFirst()) ?? null;
  if (mine === null) return err({ kind: 'not-found' });
  if (mine.replaced_at !== null || mine.expires_at <= now) return err({ kind: 'code-late' });
  const row = await bank.db
    .updateTable('mobile_challenge')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('challenge_id', '=', answer.challengeId)
    .where('tries_left', '>', 0)
    .returning('tries_left')
    .executeTakeFirst();
  if (row === undefined) return err({ kind: 'code-tries-spent', triesLeft: 0 });
  const expected = Buffer.from(mine.code_hash, 'hex');
  const got = Buffer.from(codeHash(bank, mine.code_salt, answer.code), 'hex');
  if (!timingSafeEqual(expected, got)) {
    return err({ kind: row.tries_left === 0 ? 'code-tries-spent' : 'code-wrong', triesLeft: row.tries_left });
  }
  return ok({
    caseId: mine.case_id,
    mobile: openColumn(bank.keys.columnKey, mobilePlace(mine.challenge_id), mine.mobile_sealed),
  });
}

/** A number is not kept for a code that can no longer be answered. */
export async function forgetOldChallenges(bank: BankContext): Promise<void> {
  const dayAgo = later(bank.now(), -24 * 3600 * 1000);
  await bank.db.deleteFrom('mobile_challenge').where('expires_at', '<', dayAgo).execute();
}

export function toWire(challenge: Omit<StandingChallenge, 'mobileHash'>): Challenge {
  return {
    challengeId: challenge.challengeId,
    expiresAt: instantOf(challenge.expiresAt),
    resendAt: instantOf(challenge.resendAt),
    triesLeft: challenge.triesLeft,
  };
}

function codeHash(bank: BankContext, salt: string, code: string): string {
  // A million codes are searched in no time: without the bank's key the salt alone would not hide one.
  return bank.keys.hash('code', `${salt}:${code}`);
}

function mobilePlace(id: string): { table: string; id: string; column: string } {
  return { table: 'mobile_challenge', id, column: 'mobile_sealed' };
}

function secondsUntil(then: Date, now: Date): number {
  return Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 1000));
}
