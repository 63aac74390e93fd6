// Sealed parts as files named by their digest: hashed while they stream in, kept only when the hash agrees,
// never held in memory whole. What lies here is ciphertext for the bank's sealing key. A part's age counts from when it was last
// offered or named, so that a sweep never takes one that a packet is about to name.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { blobMaxBytes } from '#core/contract/bank/packet.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { Outcome } from '../failure.ts';

export type BlobStore = {
  readonly keep: (digest: string, body: Readable) => Promise<Outcome<'new' | 'held'>>;
  /** Size in bytes, null when not held; one that is held counts as offered now. */
  readonly renew: (digest: string) => Promise<number | null>;
  readonly read: (digest: string) => Promise<Buffer>;
  /** Gone for good when this ends; one that is not there is gone already. */
  readonly forget: (digest: string) => Promise<void>;
  /** Takes one away unless somebody offered it since `before`; whether it did. */
  readonly take: (digest: string, before: Date) => Promise<boolean>;
  /** When it was last offered or named, in milliseconds; null when not held. */
  readonly renewedAt: (digest: string) => Promise<number | null>;
  /** Takes away those of a shelf that nobody offered since `before` and that are not `named`. How many that were. */
  readonly sweep: (
    shelf: string,
    before: Date,
    named: (digests: readonly string[]) => Promise<ReadonlySet<string>>,
  ) => Promise<number>;
};

/** Each part lies on the shelf of its digest's first two digits. */
export const shelves: readonly string[] = Array.from({ length: 256 }, (_, at) =>
  at.toString(16).padStart(2, '0'),
);
const digestPattern = /^[0-9a-f]{64}$/;

export async function openBlobStore(folder: string): Promise<BlobStore> {
  const drafts = join(folder, 'drafts');
  // Drafts are uploads that a crash cut short.
  await rm(drafts, { recursive: true, force: true });
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const placeOf = (digest: string): string => join(folder, digest.slice(0, 2), digest);
  const away = join(folder, 'away');
  await mkdir(away, { recursive: true, mode: 0o700 });
  // A sweep that was cut short had not said whether they go.
  for (const digest of await readdir(away)) await putBack(digest);

  async function putBack(digest: string): Promise<void> {
    await rename(join(away, digest), placeOf(digest)).catch(unlessGone);
  }

  const renew: BlobStore['renew'] = async (digest) => {
    const now = new Date();
    try {
      await utimes(placeOf(digest), now, now);
      return (await stat(placeOf(digest))).size;
    } catch (cause) {
      return unlessGone(cause);
    }
  };

  async function offeredAt(path: string): Promise<number | null> {
    return stat(path).then(({ mtimeMs }) => mtimeMs, unlessGone);
  }

  /**
   * Moved aside first and looked at again there: who offers or names a part renews it before reading it, so either that is seen
   * here, or it found nothing and the kiosk is asked for the part.
   */
  async function take(digest: string, before: Date): Promise<boolean> {
    const aside = join(away, digest);
    if ((await rename(placeOf(digest), aside).then(() => true, unlessGone)) === null) return false;
    const at = await offeredAt(aside);
    if (at !== null && at >= before.getTime()) {
      await putBack(digest);
      return false;
    }
    await rm(aside, { force: true });
    return true;
  }

  const keep: BlobStore['keep'] = async (digest, body) => {
    if ((await renew(digest)) !== null) {
      body.resume();
      return ok('held');
    }
    const draft = join(drafts, randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            // Read on without keeping: ending the stream here would cut the line before the answer is out.
            if (bytes > blobMaxBytes) continue;
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(draft, { mode: 0o600 }),
      );
      if (bytes > blobMaxBytes) return err({ kind: 'too-large' });
      if (hash.digest('hex') !== digest) return err({ kind: 'blob-digest' });
      await syncFile(draft);
      await mkdir(join(folder, digest.slice(0, 2)), { recursive: true, mode: 0o700 });
      await rename(draft, placeOf(digest));
      // A receipt may follow at once: the name must survive a power cut as the bytes do.
      await syncFolder(join(folder, digest.slice(0, 2)));
      return ok('new');
    } catch (cause) {
      if (codeOf(cause) === 'ENOSPC') return err({ kind: 'unavailable', retryAfterS: 60 });
      if (codeOf(cause) === 'ERR_STREAM_PREMATURE_CLOSE') return err({ kind: 'bad-request' });
      throw cause;
    } finally {
      await rm(draft, { force: true });
    }
  };

  return {
    keep,
    renew,
    take,
    renewedAt: (digest) => offeredAt(placeOf(digest)),
    read: (digest) => readFile(placeOf(digest)),
    async forget(digest) {
      if ((await offeredAt(placeOf(digest))) === null) return;
      await rm(placeOf(digest), { force: true });
      await syncFolder(join(folder, digest.slice(0, 2)));
    },
    async sweep(shelf, before, named) {
      const names = (await readdir(join(folder, shelf)).catch(unlessGone)) ?? [];
      const old: string[] = [];
      for (const digest of names.filter((name) => digestPattern.test(name))) {
        const at = await offeredAt(placeOf(digest));
        if (at !== null && at < before.getTime()) old.push(digest);
      }
      const kept = old.length === 0 ? new Set<string>() : await named(old);
      let taken = 0;
      for (const digest of old.filter((each) => !kept.has(each))) if (await take(digest, before)) taken += 1;
      return taken;
    },
  };
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows keeps a folder's entries by itself, and opens no folder as a file. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null for what is not there; anything else is a fault. */
/** What was there when the folder was listed may have gone since. */
export function unlessGone(cause: unknown): null {
  if (codeOf(cause) === 'ENOENT') return null;
  throw cause;
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
