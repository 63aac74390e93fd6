// Sealed parts on their way in pieces: a file a kiosk and digest, as long as what has come of it. Kept over the end of the
// process, and over a cut in the middle of a piece. What is whole goes to the blob store, which proves its digest.
// A power cut may leave a file that is not what came; then the digest is not right and the part begins anew.
// A kiosk has so many unfinished parts and no more: another one takes the place of that which was left alone longest.
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { err, ok } from '#core/kernel/result.ts';
import type { Outcome } from '../failure.ts';
import { unlessGone, type BlobStore } from './blob-store.ts';

/** Nobody goes on with an upload after that long: the case would be sealed anew or its parts sent from the start. */
const keepMs = 14 * 24 * 3600 * 1000;
/** A kiosk sends three at a time. Each is 6 MiB at most, so that no kiosk takes more than 192 MiB of room for what is not whole. */
export const unfinishedAtMost = 32;
/** When all of them are being written at this moment. */
const busyRetryS = 5;

export type Place = { readonly kioskId: string; readonly digest: string };
export type Standing = { readonly offset: number; readonly complete: boolean };
export type Appended = { readonly offset: number; readonly state: 'more' | 'new' | 'held' };

export type PartialBlobs = {
  readonly standing: (place: Place) => Promise<Standing>;
  readonly append: (
    place: Place,
    piece: { readonly offset: number; readonly length: number; readonly body: Readable },
  ) => Promise<Outcome<Appended>>;
  readonly forgetOld: (now: Date) => Promise<void>;
};

export async function openPartialBlobs(folder: string, blobs: BlobStore): Promise<PartialBlobs> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Apart by kiosk: what one kiosk has sent of a digest can neither help nor spoil what another sends.
  const pathOf = ({ kioskId, digest }: Place): string => join(folder, `${kioskId}.${digest}`);
  const writing = new Map<string, Readable>();
  const turns = new Map<string, Promise<unknown>>();

  /** One piece at a time for each part: a request that came twice must not write twice. */
  async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(path) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    turns.set(path, settled);
    try {
      return await mine;
    } finally {
      if (turns.get(path) === settled) turns.delete(path);
    }
  }

  const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(unlessGone))?.size ?? 0;

  /** The file of a new part, empty. Null when the kiosk has its share of them and each is being written. */
  async function begin(place: Place, path: string): Promise<'begun' | null> {
    const others = (await readdir(folder)).filter((name) => name.startsWith(`${place.kioskId}.`));
    if (others.length >= unfinishedAtMost) {
      const idle: { readonly path: string; readonly mtimeMs: number }[] = [];
      for (const other of others.map((name) => join(folder, name))) {
        const at = await stat(other).catch(() => null);
        if (at !== null && !turns.has(other)) idle.push({ path: other, mtimeMs: at.mtimeMs });
      }
      const oldest = idle
        .toSorted((a, b) => a.mtimeMs - b.mtimeMs)
        .slice(0, others.length - unfinishedAtMost + 1);
      for (const one of oldest) await rm(one.path, { force: true });
      if (oldest.length === 0) return null;
    }
    await (await open(path, 'a', 0o600)).close();
    return 'begun';
  }

  async function finish(place: Place, path: string, length: number): Promise<Outcome<Appended>> {
    const kept = await blobs.keep(place.digest, createReadStream(path));
    // Wrong whole or kept whole: either way these bytes have served. Without room they wait for it.
    if (kept.ok || kept.error.kind !== 'unavailable') await rm(path, { force: true });
    return kept.ok ? ok({ offset: length, state: kept.value }) : kept;
  }

  async function write(
    path: string,
    body: Readable,
    room: number,
  ): Promise<'whole' | 'too-long' | 'no-room' | 'cut'> {
    const file: FileHandle = await open(path, 'a', 0o600);
    let left = room;
    try {
      for await (const bytes of body as AsyncIterable<Buffer>) {
        if (bytes.length > left) return 'too-long';
        left -= bytes.length;
        await file.appendFile(bytes);
      }
      return 'whole';
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC') return 'no-room';
      // The line, or a newer piece of the same part, ended it; what had come stays.
      if (body.destroyed) return 'cut';
      throw cause;
    } finally {
      await file.close();
    }
  }

  return {
    async standing(place) {
      const whole = await blobs.renew(place.digest);
      return whole === null
        ? { offset: await sizeOf(pathOf(place)), complete: false }
        : { offset: whole, complete: true };
    },
    append(place, { offset, length, body }) {
      const path = pathOf(place);
      // A connection that died without a word would hold the part until its time is out; whoever comes now has given it up.
      writing.get(path)?.destroy();
      return inTurn(path, async (): Promise<Outcome<Appended>> => {
        const whole = await blobs.renew(place.digest);
        if (whole !== null) {
          body.resume();
          return ok({ offset: whole, state: 'held' });
        }
        const held = await sizeOf(path);
        // All had come when the bank was ended; only the proof was missing.
        if (held === length) {
          body.resume();
          return finish(place, path, length);
        }
        if (held !== offset || held > length) {
          body.resume();
          if (held > length) await rm(path, { force: true });
          return err({ kind: 'blob-offset', offset: held > length ? 0 : held });
        }
        // One beginning at a time for each kiosk, so that many at once are counted too.
        if (held === 0 && (await inTurn(place.kioskId, () => begin(place, path))) === null) {
          body.resume();
          return err({ kind: 'too-many-requests', retryAfterS: busyRetryS });
        }
        writing.set(path, body);
        const written = await write(path, body, length - offset);
        if (writing.get(path) === body) writing.delete(path);
        if (written === 'cut') return err({ kind: 'bad-request', detail: 'The piece was cut short.' });
        if (written === 'too-long') {
          body.resume();
          return err({ kind: 'too-large' });
        }
        if (written === 'no-room') return err({ kind: 'unavailable', retryAfterS: 60 });
        const now = await sizeOf(path);
        return now === length ? finish(place, path, length) : ok({ offset: now, state: 'more' });
      });
    },
    async forgetOld(now) {
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        // The kiosks are served meanwhile: one that is being written is not old, and one may be whole and gone by now.
        if (turns.has(path)) continue;
        const at = await stat(path).catch(unlessGone);
        if (at !== null && now.getTime() - at.mtimeMs > keepMs) await rm(path, { force: true });
      }
    },
  };
}
