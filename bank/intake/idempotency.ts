// One answer per Idempotency-Key of a kiosk: the first caller works, the others wait or are given the same answer.
// Never keeps a 5xx, nor a refusal the kiosk can cure and send again under the same key (missing blobs).
import { createHash } from 'node:crypto';
import { err, ok } from '#core/kernel/result.ts';
import { later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';

export type Answer = { readonly status: number; readonly body: string; readonly lasting: boolean };
type KeyedAnswer = { readonly status: number; readonly body: string; readonly replayed: boolean };

/** A worker that has not finished by then is dead: its process was killed and another takes the key over. */
const leaseMs = 60_000;
/** Kiosks stay offline for long: at least 90 days, and then some. The packet's own unique key stands for ever. */
const keepAnswersMs = 180 * 24 * 3600 * 1000;

export async function underKey(
  bank: BankContext,
  request: { readonly kioskId: string; readonly key: string; readonly body: string },
  work: () => Promise<Answer>,
): Promise<Outcome<KeyedAnswer>> {
  const place = { kiosk_id: request.kioskId, key: request.key };
  const requestHash = createHash('sha256').update(request.body).digest('hex');
  const claimed = await claim(bank, place, requestHash);
  if (!claimed.ok) return claimed;
  if (claimed.value !== null) return ok(claimed.value);

  const mine = bank.db
    .deleteFrom('idempotency')
    .where('kiosk_id', '=', place.kiosk_id)
    .where('key', '=', place.key);
  let answer: Answer;
  try {
    answer = await work();
  } catch (cause) {
    await mine.execute();
    throw cause;
  }
  if (answer.lasting && answer.status < 500) {
    await bank.db
      .updateTable('idempotency')
      .set({ status: answer.status, body: answer.body, finished_at: bank.now() })
      .where('kiosk_id', '=', place.kiosk_id)
      .where('key', '=', place.key)
      .execute();
  } else {
    await mine.execute();
  }
  return ok({ status: answer.status, body: answer.body, replayed: false });
}

/** null when the key is ours to work under, an answer when it was worked under before. */
async function claim(
  bank: BankContext,
  place: { readonly kiosk_id: string; readonly key: string },
  requestHash: string,
): Promise<Outcome<KeyedAnswer | null>> {
  const now = bank.now();
  const row = {
    ...place,
    request_hash: requestHash,
    status: null,
    body: null,
    started_at: now,
    finished_at: null,
  };
  const won = await bank.db
    .insertInto('idempotency')
    .values(row)
    .onConflict((on) => on.columns(['kiosk_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (won !== undefined) return ok(null);

  const standing = await bank.db
    .selectFrom('idempotency')
    .selectAll()
    .where('kiosk_id', '=', place.kiosk_id)
    .where('key', '=', place.key)
    .executeTakeFirst();
  // Gone in between: its worker ended without a lasting answer, so the caller may try again.
  if (standing === undefined) return err({ kind: 'idempotency-in-progress', retryAfterS: 1 });
  if (standing.request_hash !== requestHash) return err({ kind: 'idempotency-key-reused' });
  if (standing.status !== null && standing.body !== null) {
    return ok({ status: standing.status, body: standing.body, replayed: true });
  }
  const takenOver = await bank.db
    .updateTable('idempotency')
    .set({ started_at: now })
    .where('kiosk_id', '=', place.kiosk_id)
    .where('key', '=', place.key)
    .where('finished_at', 'is', null)
    .where('started_at', '<', later(now, -leaseMs))
    .returning('key')
    .executeTakeFirst();
  return takenOver === undefined ? err({ kind: 'idempotency-in-progress', retryAfterS: 1 }) : ok(null);
}

/** At the start of a bank that has its database to itself: whatever is unfinished lost its worker. */
export async function releaseUnfinishedKeys(bank: BankContext): Promise<void> {
  await bank.db.deleteFrom('idempotency').where('finished_at', 'is', null).execute();
}

export async function forgetOldAnswers(bank: BankContext): Promise<void> {
  await bank.db
    .deleteFrom('idempotency')
    .where('finished_at', '<', later(bank.now(), -keepAnswersMs))
    .execute();
}
