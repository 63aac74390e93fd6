// Counts uses of a bucket in a fixed window, in one statement, so that parallel callers cannot slip past the count.
import { sql } from 'kysely';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Db } from './tables.ts';

export type RateRule = { readonly limit: number; readonly windowS: number };
type RateExceeded = { readonly kind: 'too-many-requests'; readonly retryAfterS: number };

/** `bucket` must already be a keyed hash where it names a person or an address. */
export async function takeTurn(
  db: Db,
  bucket: string,
  rule: RateRule,
  now: Date,
): Promise<Result<null, RateExceeded>> {
  const windowMs = rule.windowS * 1000;
  const start = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const row = await db
    .insertInto('rate_window')
    .values({ bucket, window_start: start, uses: 1 })
    .onConflict((on) =>
      on.column('bucket').doUpdateSet({
        uses: sql<number>`case when rate_window.window_start = excluded.window_start then rate_window.uses + 1 else 1 end`,
        window_start: (eb) => eb.ref('excluded.window_start'),
      }),
    )
    .returning('uses')
    .executeTakeFirstOrThrow();
  if (row.uses <= rule.limit) return ok(null);
  return err({
    kind: 'too-many-requests',
    retryAfterS: Math.max(1, Math.ceil((start.getTime() + windowMs - now.getTime()) / 1000)),
  });
}

/** No rule looks further back than an hour. */
export async function forgetOldWindows(db: Db, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 3600 * 1000);
  await db.deleteFrom('rate_window').where('window_start', '<', dayAgo).execute();
}
