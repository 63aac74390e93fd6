// What SQLite's and the system's refusals mean to a service. A code it does not know is a mistake, and thrown on.
import { accessSync, constants, statfsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { StoreFailure } from '../../port/case-store.ts';

/** Below this a write that failed has failed for want of room: one transaction of a case can need several MB. */
const fullBelowBytes = 8 * 1024 * 1024;

export function storeFailureOf(error: unknown, dataDir: string): StoreFailure | null {
  const code = codeOf(error);
  if (code === null) return null;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'disk-full' };
  if (code === 'SQLITE_NOTADB') return { kind: 'database-key-wrong' };
  if (code.startsWith('SQLITE_CORRUPT')) return { kind: 'database-damaged', detail: code };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return { kind: 'database-unavailable', reason: 'busy' };
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') {
    return { kind: 'database-unavailable', reason: 'read-only' };
  }
  // SQLite tells some full disks as plain write errors.
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return hasRoom(dataDir) ? { kind: 'database-unavailable', reason: 'io-error' } : { kind: 'disk-full' };
  }
  // On a medium that cannot be written SQLite fails to make its log beside the file, and says only that.
  if (code.startsWith('SQLITE_CANTOPEN') && isReadOnly(dataDir)) {
    return { kind: 'database-unavailable', reason: 'read-only' };
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'EACCES' || code === 'EPERM' || code === 'ENOTDIR') {
    return { kind: 'database-unavailable', reason: 'not-permitted' };
  }
  return null;
}

function codeOf(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code;
  const system = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : null;
  return typeof system === 'string' ? system : null;
}

function isReadOnly(dataDir: string): boolean {
  try {
    accessSync(dataDir, constants.W_OK);
    return false;
  } catch (error) {
    return codeOf(error) === 'EROFS';
  }
}

function hasRoom(dataDir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize >= fullBelowBytes;
  } catch {
    // The folder cannot even be asked: then it is the medium, not its room.
    return true;
  }
}
