// One kiosk a data folder. The lock is the operating system's own (through SQLite), so a killed kiosk leaves none behind
// and a copied folder carries none along; a lock file with a process number can be stale or lie.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { causeOf } from './shell-log.ts';

export interface DataFolderLock {
  release(): void;
}

export type LockFailure =
  | { readonly kind: 'folder-in-use' }
  | { readonly kind: 'folder-unusable'; readonly cause: string };

/** Makes the folder, for its owner alone, where it does not exist. */
export function lockDataFolder(folder: string): Result<DataFolderLock, LockFailure> {
  let database: Database.Database | null = null;
  // The edge to the file system: what it refuses becomes a value.
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    database = new Database(join(folder, 'kiosk.lock'), { timeout: 0 });
    // Nothing is ever written: without this an empty journal would lie beside the lock.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    const cause = causeOf(error);
    return err(
      cause.includes('SQLITE_BUSY') ? { kind: 'folder-in-use' } : { kind: 'folder-unusable', cause },
    );
  }
  const held = database;
  return ok({ release: () => void held.close() });
}
