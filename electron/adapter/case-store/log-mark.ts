// How far the write-ahead log had come when the last change was acknowledged, in a small file beside it, so that a log which
// lost its last transaction is not taken for a shorter one; and how many acts and packets there were by then, so that a log which
// is gone whole is missed too. Written after the change is durable and not synced itself: it may tell less than there is (after
// a power cut), never more. What it cannot write or read it leaves unsaid.
import { closeSync, constants, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { storeFailureOf } from './store-failure.ts';

const markPathOf = (path: string): string => `${path}-mark`;

/** Format, salts (8 bytes), frames, rows of the audit, last sequence number, CRC-32 over these. */
const markBytes = 28;
const format = Buffer.from('plm2', 'latin1');
const at = { salts: 4, frames: 12, acts: 16, sequence: 20, sum: 24 } as const;

/** What has been acknowledged, whichever file it lies in. */
export interface Acknowledged {
  /** Rows of the audit. */
  readonly acts: number;
  /** The last sequence number given to a packet. */
  readonly sequence: number;
}

export interface MarkedLog extends Acknowledged {
  readonly salts: string;
  readonly frames: number;
}

export interface LogMark {
  /** After each commit. */
  note(): void;
  close(): void;
}

const countSchema = z.object({ log: z.number() });

/** `path` is the database's. */
export function createLogMark(db: Database, path: string, told: () => Acknowledged): LogMark {
  // NOOP (SQLite 3.51) tells how many frames the log has, and does nothing.
  const count = db.prepare<[]>('PRAGMA wal_checkpoint(NOOP)');
  const bytes = Buffer.alloc(markBytes);
  let file: number | null = null;
  let frames = Infinity;

  function readSalts(): void {
    const log = openSync(`${path}-wal`, 'r');
    readSync(log, bytes, at.salts, 8, 16);
    closeSync(log);
  }

  function write(): void {
    const { log } = countSchema.parse(count.get());
    if (log <= 0) {
      frames = Infinity;
      return;
    }
    // The log grows until it begins at the front again, under other salts.
    if (log <= frames) readSalts();
    frames = log;
    const { acts, sequence } = told();
    format.copy(bytes);
    bytes.writeUInt32BE(log, at.frames);
    bytes.writeUInt32BE(acts, at.acts);
    bytes.writeUInt32BE(sequence, at.sequence);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, at.sum)), at.sum);
    file ??= openSync(markPathOf(path), constants.O_RDWR | constants.O_CREAT, 0o600);
    writeSync(file, bytes, 0, markBytes, 0);
  }

  return {
    note() {
      try {
        write();
      } catch (error) {
        frames = Infinity;
        if (storeFailureOf(error, dirname(path)) === null && !isAbsent(error)) throw error;
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Null where nothing is told. */
export function readLogMark(path: string): MarkedLog | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(markPathOf(path));
  } catch {
    return null;
  }
  if (bytes.byteLength !== markBytes || !bytes.subarray(0, 4).equals(format)) return null;
  if (bytes.readUInt32BE(at.sum) !== crc32(bytes.subarray(0, at.sum))) return null;
  return {
    salts: bytes.toString('hex', at.salts, at.frames),
    frames: bytes.readUInt32BE(at.frames),
    acts: bytes.readUInt32BE(at.acts),
    sequence: bytes.readUInt32BE(at.sequence),
  };
}
