// Sealed parts as files named by their digest: hashed while they stream in, kept only when the hash agrees,
// never held in memory whole. What lies here is ciphertext for the bank's sealing key.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { blobMaxBytes } from '#core/contract/bank/packet.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { Outcome } from '../failure.ts';

export type BlobStore = {
  readonly keep: (digest: string, body: Readable) => Promise<Outcome<'new' | 'held'>>;
  /** Size in bytes, null when not held. */
  readonly sizeOf: (digest: string) => Promise<number | null>;
  readonly read: (digest: string) => Promise<Buffer>;
  /** Gone for good when this ends; one that is not there is gone already. */
  readonly forget: (digest: string) => Promise<void>;
};

export async function openBlobStore(folder: string): Promise<BlobStore> {
  const drafts = join(folder, 'drafts');
  // Drafts are uploads that a crash cut short.
  await rm(drafts, { recursive: true, force: true });
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const placeOf = (digest: string): string => join(folder, digest.slice(0, 2), digest);

  const sizeOf: BlobStore['sizeOf'] = async (digest) => {
    try {
      return (await stat(placeOf(digest))).size;
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return null;
      throw cause;
    }
  };

  const keep: BlobStore['keep'] = async (digest, body) => {
    if ((await sizeOf(digest)) !== null) {
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
    sizeOf,
    read: (digest) => readFile(placeOf(digest)),
    async forget(digest) {
      if ((await sizeOf(digest)) === null) return;
      await rm(placeOf(digest), { force: true });
      await syncFolder(join(folder, digest.slice(0, 2)));
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

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
