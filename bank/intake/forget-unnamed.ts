// Sealed parts that no packet names: sent by a kiosk that never came to say what they were for. They go a fortnight after they were
// last offered, a few shelves a turn, so that each shelf is looked at about once a day. A kiosk whose packet comes later still is asked
// for its parts again.
import { later } from '../clock.ts';
import type { Db } from '../store/tables.ts';
import { shelves, type BlobStore } from './blob-store.ts';

const graceMs = 14 * 24 * 3600 * 1000;
/** With a turn every ten minutes all are seen in 21 hours. By the clock, so that a restart neither skips nor repeats. */
export const sweepTurnMs = 10 * 60 * 1000;
const shelvesATurn = 2;

export async function forgetUnnamed(db: Db, blobs: BlobStore, now: Date): Promise<number> {
  const first = (Math.floor(now.getTime() / sweepTurnMs) * shelvesATurn) % shelves.length;
  let taken = 0;
  for (const shelf of shelves.slice(first, first + shelvesATurn)) {
    taken += await blobs.sweep(shelf, later(now, -graceMs), (digests) => namedOf(db, digests));
  }
  return taken;
}

/** The most a statement takes as parameters is 65,535; a shelf of a bank with a million parts has four thousand. */
const askedAtOnce = 5000;

async function namedOf(db: Db, digests: readonly string[]): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (let from = 0; from < digests.length; from += askedAtOnce) {
    const rows = await db
      .selectFrom('packet_part')
      .select('digest')
      .where('digest', 'in', digests.slice(from, from + askedAtOnce))
      .execute();
    for (const { digest } of rows) named.add(digest);
  }
  return named;
}
