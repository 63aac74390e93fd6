// Opens the encrypted file, or says why not. A wrong key leaves it untouched; a damaged one is moved aside, never deleted.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { StoreFailure } from '../../port/case-store.ts';
import { readLogMark } from './log-mark.ts';
import { migrate, migrations } from './migrations.ts';
import { storeFailureOf } from './store-failure.ts';
import type { StoreKeys } from './store-keys.ts';
import { walkLog } from './write-ahead-log.ts';

export const databaseFileName = 'cases.db';
/** Half the commits' time of 4 KiB pages at 200 KB a case, measured with checkpoints. */
export const pageBytes = 8192;
/** 1,000 pages: a checkpoint each 8 MB, so that the log stays near that size. */
const checkpointPages = 1000;
/** A reader that does not end keeps the log growing; beyond four times its usual size it is cut as soon as that reader has gone. */
export const logAtMostBytes = 4 * checkpointPages * pageBytes;
/** How long a write waits for another process's (an audit script, a backup) before it fails: the screens wait with it. */
export const busyTimeoutMs = 1500;
/** Bytes 16 to 23, which the cipher leaves in the clear and unproved: page size, reserved bytes, SQLite's fixed fractions. */
const header = { at: 16, bytes: 8, pageSize: pageBytes, reserved: 64, fractions: [64, 32, 32] } as const;
/** SQLite's file format with a rollback journal (1, for a moment while it is made) or a log (2). */
const formats = new Set<number | undefined>([1, 2]);
/** Up to here the whole file is checked at start (some 100 ms); above, the tables that are not pictures. */
const wholeCheckBytes = 64 * 1024 * 1024;
const smallTables = ['cases', 'case_keys', 'packets', 'deliveries', 'outbox_counter', 'settings', 'audit'];
/** Bits in which two unrelated marks of 128 differ: about 64. Fewer than this many is our mark with a few bits flipped. */
const flippedBitsAtMost = 16;

export interface OpenedDatabase {
  readonly db: Database.Database;
  readonly created: boolean;
}

export interface DatabaseOptions {
  /** How large the file may grow. */
  readonly limitBytes?: number | undefined;
  /** Of the key that was to follow when a change of keys was cut off: its mark may stand on the first page already. */
  readonly alsoMark?: Buffer;
}

export function openDatabase(
  dataDir: string,
  keys: StoreKeys,
  { limitBytes, alsoMark }: DatabaseOptions = {},
): Result<OpenedDatabase, StoreFailure> {
  const path = join(dataDir, databaseFileName);
  let db: Database.Database | null = null;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const found = inspect(path, alsoMark ? [keys.databaseMark, alsoMark] : [keys.databaseMark]);
    if (found === 'other-key') return err({ kind: 'database-key-wrong' });
    if (found === 'damaged') return setAside(dataDir, 'file-header');
    if (found === 'none' && actsTold(path) > 0) return setAside(dataDir, 'file-gone');
    if (found === 'none') createFile(path);
    // Before SQLite sees it: on closing it would throw away what it did not count to the log.
    const log = judgeLog(path);
    if (log.fault !== null) return setAside(dataDir, log.fault);
    db = new Database(path, { timeout: busyTimeoutMs });
    unlock(db, keys);
    configure(db, limitBytes);
    const fault = found === 'ours' ? faultOf(db, path) : null;
    if (fault !== null) {
      db.close();
      return setAside(dataDir, fault);
    }
    // What a power cut left of a transaction goes, so that behind the next one's end it is not taken for more.
    if (log.hasRemains) db.pragma('wal_checkpoint(TRUNCATE)');
    if (migrate(db)) return ok({ db, created: found === 'none' });
    db.close();
    return err({ kind: 'database-unavailable', reason: 'made-by-newer-version' });
  } catch (error) {
    db?.close();
    const failure = storeFailureOf(error, dataDir);
    if (failure === null) throw error;
    // Its mark says the key is right, and SQLite says no page makes sense: damage, not another key.
    if (failure.kind === 'database-key-wrong') return setAside(dataDir, 'first-page');
    return failure.kind === 'database-damaged' ? setAside(dataDir, failure.detail) : err(failure);
  }
}

/** Whether the first page bears the mark of these keys. */
export function isUnder(path: string, keys: StoreKeys): boolean {
  return inspect(path, [keys.databaseMark]) !== 'other-key';
}

/** Every page under another key, in one transaction of the old kind: its journal undoes it whole if it is cut off. */
export function rekeyDatabase(db: Database.Database, keys: StoreKeys): void {
  db.pragma('journal_mode = DELETE');
  db.pragma(`rekey = '${rawKey(keys)}'`);
  db.pragma('journal_mode = WAL');
}

const rawKey = (keys: StoreKeys): string =>
  `raw:${keys.database.toString('hex')}${keys.databaseMark.toString('hex')}`;

/** What a file of these keys begins with; all of it is in the clear. */
export function fileHeader(keys: StoreKeys): Buffer {
  const { pageSize, reserved, fractions } = header;
  const fixed = Buffer.from([0, 0, 2, 2, reserved, ...fractions]);
  fixed.writeUInt16BE(pageSize, 0);
  return Buffer.concat([keys.databaseMark, fixed]);
}

/** A damaged file for reading what still reads; null when its first page does not. */
export function openPages(path: string, keys: StoreKeys): Database.Database | null {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
  try {
    unlock(db, keys);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError) return null;
    throw error;
  }
}

/** Opens what is there for reading alone: nothing is made, migrated or moved aside, and the log stays as it is. */
export function openToRead(dataDir: string, keys: StoreKeys): Result<Database.Database, StoreFailure> {
  const path = join(dataDir, databaseFileName);
  let db: Database.Database | null = null;
  try {
    const found = inspect(path, [keys.databaseMark]);
    if (found === 'none') return err({ kind: 'database-unavailable', reason: 'missing' });
    if (found === 'other-key') return err({ kind: 'database-key-wrong' });
    if (found === 'damaged') return err({ kind: 'database-damaged', detail: 'file-header' });
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
    unlock(db, keys);
    if (Number(db.pragma('user_version', { simple: true })) === migrations.length) return ok(db);
    db.close();
    return err({ kind: 'database-unavailable', reason: 'made-by-other-version' });
  } catch (error) {
    db?.close();
    const failure = storeFailureOf(error, dataDir);
    if (failure === null) throw error;
    return err(
      failure.kind === 'database-key-wrong' ? { kind: 'database-damaged', detail: 'first-page' } : failure,
    );
  }
}

/** The raw key, so that no time goes into deriving one from what is already 256 random bits; the mark takes the salt's place. */
function unlock(db: Database.Database, keys: StoreKeys): void {
  db.pragma("cipher = 'aegis'");
  db.pragma(`key = '${rawKey(keys)}'`);
  db.prepare('SELECT count(*) FROM sqlite_master').get();
}

function configure(db: Database.Database, limitBytes: number | undefined): void {
  db.pragma(`page_size = ${pageBytes}`);
  db.pragma('journal_mode = WAL');
  // An acknowledged save survives a power cut: the log is synced at each commit.
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  db.pragma(`journal_size_limit = ${checkpointPages * pageBytes}`);
  if (limitBytes !== undefined) db.pragma(`max_page_count = ${Math.ceil(limitBytes / pageBytes)}`);
}

/** Looks at the file before SQLite does: closing a database opened with a wrong key could write its log back wrongly. */
function inspect(path: string, marks: readonly Buffer[]): 'none' | 'ours' | 'other-key' | 'damaged' {
  const bytes = existsSync(path) ? statSync(path).size : 0;
  // The log is made after the first page: one without the other has lost its beginning.
  if (bytes === 0) return existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0 ? 'damaged' : 'none';
  const start = Buffer.alloc(header.at + header.bytes);
  const file = openSync(path, 'r');
  const read = readSync(file, start, 0, start.byteLength, 0);
  closeSync(file);
  if (read < start.byteLength) return 'damaged';
  const first = start.subarray(0, header.at);
  if (marks.every((mark) => differingBits(first, mark) > flippedBitsAtMost)) return 'other-key';
  return hasHeader(start.subarray(header.at)) ? 'ours' : 'damaged';
}

/** SQLite would take some flipped bits here for a read-only file, others for another page size. */
function hasHeader(bytes: Buffer): boolean {
  return (
    bytes.readUInt16BE(0) === header.pageSize &&
    formats.has(bytes[2]) &&
    formats.has(bytes[3]) &&
    bytes[4] === header.reserved &&
    header.fractions.every((fraction, index) => bytes[5 + index] === fraction)
  );
}

function differingBits(a: Buffer, b: Buffer): number {
  let bits = 0;
  for (const [index, byte] of a.entries()) {
    for (let difference = byte ^ (b[index] ?? 0); difference > 0; difference &= difference - 1) bits += 1;
  }
  return bits;
}

/** SQLite would make it readable by all whom the umask lets; its log takes over the mode. */
function createFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  syncFolder(dirname(path));
}

/** What is wrong with the pages, in SQLite's codes only: its messages could name contents. */
function faultOf(db: Database.Database, path: string): string | null {
  // A newer program's tables are its own affair; one that never finished its first step has none.
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > migrations.length) return null;
  if ((version < 1 ? 0 : actsIn(db)) < actsTold(path)) return 'log-gone';
  if (version < 1) return null;
  const checks =
    statSync(path).size <= wholeCheckBytes
      ? ['quick_check(1)']
      : smallTables.map((name) => `quick_check(${name})`);
  return checks.every((check) => db.pragma(check, { simple: true }) === 'ok') ? null : 'quick-check';
}

const actsTold = (path: string): number => readLogMark(path)?.acts ?? 0;

/** Of the audit, from which nothing ever goes: fewer than were acknowledged, and the log that held the others is gone. */
function actsIn(db: Database.Database): number {
  return db.prepare<[], { n: number }>('SELECT coalesce(max(seq), 0) AS n FROM audit').get()?.n ?? 0;
}

export interface JudgedLog {
  /** Null: every change that was acknowledged is in it, as far as can be told. */
  readonly fault: 'log-head' | 'log-frames' | 'log-end' | null;
  /** Frames behind the last commit that holds. */
  readonly hasRemains: boolean;
}

/** Each transaction is synced before the next begins: one that does not hold, with another behind it, was once durable. */
export function judgeLog(path: string): JudgedLog {
  const logPath = `${path}-wal`;
  const walk = existsSync(logPath) ? walkLog(readFileSync(logPath), pageBytes) : null;
  if (!walk) return { fault: null, hasRemains: false };
  const hasRemains = walk.framesBehind > 0;
  if (!walk.headHolds) return { fault: walk.commitsBehind > 0 ? 'log-head' : null, hasRemains };
  if (walk.commitsBehind > 1) return { fault: 'log-frames', hasRemains };
  const marked = readLogMark(path);
  const isShort = marked !== null && marked.salts === walk.salts && marked.frames > walk.committed;
  return { fault: isShort ? 'log-end' : null, hasRemains };
}

/** The log first: were only it left behind, a new database would not be taken for the old one's. The mark last, which misses both. */
const filesOfAll = ['-wal', '-shm', '-journal', '', '-mark'].map((suffix) => `${databaseFileName}${suffix}`);

const damagedFolder = (number: number): string => `damaged-${number}`;

/** Null: nothing was ever moved aside here. */
export function newestDamaged(dataDir: string): string | null {
  const numbers = readdirSync(dataDir).flatMap((name) => {
    const number = /^damaged-(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.length === 0 ? null : damagedFolder(Math.max(...numbers));
}

/** A move that was cut off has taken some of these files and left the others; one that was ended has one of each kept here too. */
function isCutOff(dataDir: string, folder: string): boolean {
  const left = filesOfAll.filter((name) => existsSync(join(dataDir, name)));
  return left.every((name) => !existsSync(join(dataDir, folder, name)));
}

/** What is still here goes to where the rest of it is. */
export function moveDamaged(dataDir: string, folder: string): void {
  for (const name of filesOfAll) {
    const to = join(dataDir, folder, name);
    if (existsSync(join(dataDir, name)) && !existsSync(to)) renameSync(join(dataDir, name), to);
  }
  syncFolder(join(dataDir, folder));
  syncFolder(dataDir);
}

/** Moves the file, its log and its mark to a `damaged-N` of their own, whole, for whoever can save what is readable. */
function setAside(dataDir: string, detail: string): Result<never, StoreFailure> {
  const newest = newestDamaged(dataDir);
  const next = damagedFolder(Number(newest?.slice(damagedFolder(0).length - 1) ?? 0) + 1);
  const folder = newest !== null && isCutOff(dataDir, newest) ? newest : next;
  try {
    mkdirSync(join(dataDir, folder), { mode: 0o700, recursive: true });
    moveDamaged(dataDir, folder);
  } catch (error) {
    const failure = storeFailureOf(error, dataDir);
    if (failure === null) throw error;
    return err(failure);
  }
  return err({ kind: 'database-damaged', detail: `${detail}, moved to ${folder}` });
}

/** Windows cannot open a folder, and journals renames itself. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
