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
/** A packet that names a part has renewed it and will soon have said so: what was renewed just now is let be. */
const busyMs = 60_000;

export async function forgetUnnamed(db: Db, blobs: BlobStore, now: Date): Promise<number> {
  const first = (Math.floor(now.getTime() / sweepTurnMs) * shelvesATurn) % shelves.length;
  let taken = 0;
  for (const shelf of shelves.slice(first, first + shelvesATurn)) {
    taken += await blobs.sweep(shelf, later(now, -graceMs), (digests) => namedOf(db, digests));
  }
  await db.deleteFrom('offered_part').where('at', '<', later(now, -graceMs)).execute();
  return taken;
}

/** Whole parts of one kiosk that wait for their packet: it sends those of two packets at most, some 20 parts. At 6 MiB a part 768 MiB. */
export const unnamedAtMost = 128;

/** Notes that a kiosk brought a part whole. Too many that no packet names: those brought first give way, and are asked for again. */
export async function noteOffered(
  db: Db,
  blobs: BlobStore,
  { kioskId, digest }: { readonly kioskId: string; readonly digest: string },
  now: Date,
): Promise<void> {
  if ((await namedOf(db, [digest])).has(digest)) return;
  await db
    .insertInto('offered_part')
    .values({ kiosk_id: kioskId, digest, at: now })
    .onConflict((on) => on.columns(['kiosk_id', 'digest']).doUpdateSet({ at: now }))
    .execute();
  const tooMany = await db
    .selectFrom('offered_part')
    .select('digest')
    .where('kiosk_id', '=', kioskId)
    .orderBy('at', 'desc')
    .orderBy('digest')
    .offset(unnamedAtMost)
    .execute();
  for (const { digest: old } of tooMany) {
    const others = await db
      .selectFrom('offered_part')
      .select('kiosk_id')
      .where('digest', '=', old)
      .where('kiosk_id', '!=', kioskId)
      .executeTakeFirst();
    // Another kiosk's as well, or named since: then it is not this one's to take away. One renewed just now goes with a later part.
    const isOurs = others === undefined && !(await namedOf(db, [old])).has(old);
    if (isOurs && !(await blobs.take(old, later(now, -busyMs))) && (await blobs.renewedAt(old)) !== null)
      continue;
    await db.deleteFrom('offered_part').where('kiosk_id', '=', kioskId).where('digest', '=', old).execute();
  }
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
