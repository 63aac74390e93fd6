// Puts the whole database under another master key: first every wrap and seal in one transaction, then every page. Killed anywhere
// it is called again with the same two keys and goes on; until it has answered, both keys must be kept.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { CaseId } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import { createAuditLog } from './audit-log.ts';
import { createCaseTable } from './case-table.ts';
import { databaseFileName, isUnder, openDatabase, rekeyDatabase } from './open-database.ts';
import { openField, sealField, type Place } from './seal-field.ts';
import { settingPlace } from './setting-table.ts';
import { storeFailureOf } from './store-failure.ts';
import { deriveStoreKeys, forgetStoreKeys, identityTag, type StoreKeys } from './store-keys.ts';

export type RotationStep = 'opened' | 'rewrapped' | 'rekeyed';

export interface RotateOptions {
  readonly dataDir: string;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly clock: Clock;
  /** Told after each step, for tests that end the process there. */
  readonly onStep?: (step: RotationStep) => void;
}

export function rotateStore(options: RotateOptions): Result<null, StoreFailure> {
  const [from, to] = [deriveStoreKeys(options.from), deriveStoreKeys(options.to)];
  try {
    return rotate(options, from, to);
  } catch (error) {
    const failure = storeFailureOf(error, options.dataDir);
    if (failure === null) throw error;
    return err(failure);
  } finally {
    forgetStoreKeys(from);
    forgetStoreKeys(to);
  }
}

function rotate(options: RotateOptions, from: StoreKeys, to: StoreKeys): Result<null, StoreFailure> {
  const path = join(options.dataDir, databaseFileName);
  // Nothing kept yet: the next opening makes it under the new key.
  if (!existsSync(path) || statSync(path).size === 0) return ok(null);
  // A journal left behind undoes the pages half changed, and is under the old key, whatever the first page says.
  const isHalfDone = existsSync(`${path}-journal`) && statSync(`${path}-journal`).size > 0;
  if (!isHalfDone && isUnder(path, to)) return ok(null);
  const opened = openDatabase(options.dataDir, from, { alsoMark: to.databaseMark });
  if (!opened.ok) return opened;
  const { db } = opened.value;
  try {
    options.onStep?.('opened');
    db.transaction(() => rewrap(db, from, to, options.clock)).immediate();
    options.onStep?.('rewrapped');
    rekeyDatabase(db, to);
    options.onStep?.('rekeyed');
  } finally {
    db.close();
  }
  return ok(null);
}

interface WrapRow {
  readonly case_id: CaseId;
  readonly key_id: string;
  readonly wrapped: Buffer;
}

/** Once done it finds nothing more to do. A case or setting that does not open is left as it is, under the old key. */
function rewrap(db: Database, from: StoreKeys, to: StoreKeys, clock: Clock): void {
  const due = db
    .prepare<[string], WrapRow>('SELECT case_id, key_id, wrapped FROM case_keys WHERE master_key_id = ?')
    .all(from.masterKeyId);
  const settings = rewrapSettings(db, from, to);
  if (due.length === 0 && settings === 0) return;
  // By the old wraps, so before they go: the index knows equal customers by a key of the master key.
  retag(db, from, to);
  const write = db.prepare('UPDATE case_keys SET master_key_id = ?, wrapped = ? WHERE case_id = ?');
  const place = (row: WrapRow, keys: StoreKeys): Place => [
    row.case_id,
    `case key under ${keys.masterKeyId}`,
    row.key_id,
  ];
  for (const row of due) {
    const key = openField(from.caseWrap, place(row, from), row.wrapped);
    if (!key) continue;
    write.run(to.masterKeyId, sealField(to.caseWrap, place(row, to), key), row.case_id);
    key.fill(0);
  }
  createAuditLog(db).append({
    act: 'vault.key-changed',
    officerId: null,
    caseId: null,
    at: instantSchema.parse(clock.now()),
    // Named as keys: an id that happens to be digits alone would be refused as a number of somebody's.
    facts: { from: `key:${from.masterKeyId}`, to: `key:${to.masterKeyId}`, cases: due.length },
  });
}

/** How many were under the old key. */
function rewrapSettings(db: Database, from: StoreKeys, to: StoreKeys): number {
  const write = db.prepare('UPDATE settings SET sealed = ? WHERE name = ?');
  let changed = 0;
  for (const { name, sealed } of db
    .prepare<[], { name: string; sealed: Buffer }>('SELECT name, sealed FROM settings')
    .all()) {
    const value = openField(from.settings, settingPlace(name, from), sealed);
    if (!value) continue;
    write.run(sealField(to.settings, settingPlace(name, to), value), name);
    value.fill(0);
    changed += 1;
  }
  return changed;
}

function retag(db: Database, from: StoreKeys, to: StoreKeys): void {
  const cases = createCaseTable(db, from);
  const write = db.prepare('UPDATE cases SET identity_tag = ? WHERE case_id = ?');
  const tagged = db
    .prepare<[], { case_id: CaseId }>('SELECT case_id FROM cases WHERE identity_tag IS NOT NULL')
    .all();
  for (const { case_id } of tagged) {
    const loaded = cases.load(case_id);
    const hash = loaded.ok ? loaded.value.state.reading?.identity.identityHash : undefined;
    write.run(hash === undefined ? null : identityTag(to, hash), case_id);
  }
}
