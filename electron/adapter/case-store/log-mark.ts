// How far the write-ahead log had come when the last change was acknowledged, in a small file beside it, so that a log which
// lost its last transaction is not taken for a shorter one. Written after the change is durable and not synced itself: it
// may tell less than there is (after a power cut), never more. What it cannot write or read it leaves unsaid.
import { closeSync, constants, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { storeFailureOf } from './store-failure.ts';

const markPathOf = (path: string): string => `${path}-mark`;

/** Format, salts (8 bytes), frames, CRC-32 over these. */
const markBytes = 20;
const format = Buffer.from('plm1', 'latin1');

export interface MarkedLog {
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
export function createLogMark(db: Database, path: string): LogMark {
  // NOOP (SQLite 3.51) tells how many frames the log has, and does nothing.
  const count = db.prepare<[]>('PRAGMA wal_checkpoint(NOOP)');
  const bytes = Buffer.alloc(markBytes);
  let file: number | null = null;
  let frames = Infinity;

  function readSalts(): void {
    const log = openSync(`${path}-wal`, 'r');
    readSync(log, bytes, format.byteLength, 8, 16);
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
    format.copy(bytes);
    bytes.writeUInt32BE(log, 12);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 16)), 16);
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
  if (bytes.readUInt32BE(16) !== crc32(bytes.subarray(0, 16))) return null;
  return { salts: bytes.toString('hex', 4, 12), frames: bytes.readUInt32BE(12) };
}
