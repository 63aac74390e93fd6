// Nothing of a customer lies readable in the data folder, and after a wipe nothing of the case at all: the files are searched.
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databaseFileName, openDatabase } from './open-database.ts';
import { deriveStoreKeys } from './store-keys.ts';
import {
  canary,
  changeOf,
  emptyCase,
  fullCase,
  identityHash,
  newEvidenceId,
  queueCase,
} from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();

/** The same value as programs write it. */
function spellings(value: string): Buffer[] {
  const bytes = Buffer.from(value, 'utf8');
  // Base64 of a value inside a longer one depends on where it begins: all three, without the ends that neighbours touch.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [
    bytes,
    Buffer.from(value, 'utf16le'),
    Buffer.from(value, 'utf16le').swap16(),
    ...base64.map((text) => Buffer.from(text)),
    Buffer.from(bytes.toString('hex')),
  ];
}

const secrets = [canary.name, canary.number, canary.mobile, identityHash, 'CANARY-PICTURE-CONTENT'].flatMap(
  spellings,
);
const jpegHeaders = [canary.image.subarray(0, 12), Buffer.from('JFIF'), Buffer.from('/9j/4AAQ')];

function filesOf(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
}

const found = (files: readonly Buffer[], needles: readonly Buffer[]): string[] =>
  needles
    .filter((needle) => files.some((bytes) => bytes.includes(needle)))
    .map((needle) => needle.toString('hex'));

/** The database with its cipher taken off, free pages and all: what someone with the master key could read. */
function withoutCipher(): Buffer {
  const folder = join(temp.dataDir, 'plain');
  mkdirSync(folder);
  cpSync(join(temp.dataDir, databaseFileName), join(folder, databaseFileName));
  const keys = deriveStoreKeys(temp.key);
  const { db } = valueOf(openDatabase(folder, keys));
  db.pragma('journal_mode = DELETE');
  db.pragma("rekey = ''");
  db.close();
  // It must really be plain now, or a search of it would prove nothing.
  const check = new Database(join(folder, databaseFileName));
  check.prepare('SELECT count(*) FROM cases').get();
  check.close();
  return readFileSync(join(folder, databaseFileName));
}

function keyRow(caseId: string): { readonly key_id: string; readonly wrapped: Buffer } | undefined {
  const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
  const row = db
    .prepare<[string], { key_id: string; wrapped: Buffer }>(
      'SELECT key_id, wrapped FROM case_keys WHERE case_id = ?',
    )
    .get(caseId);
  db.close();
  return row;
}

describe('residue', () => {
  it('VA15 the search finds what lies in the clear', () => {
    const text = Buffer.from(JSON.stringify({ name: canary.name, picture: canary.image.toString('base64') }));
    expect(found([text], spellings(canary.name))).not.toEqual([]);
    expect(found([text], spellings('CANARY-PICTURE-CONTENT'))).not.toEqual([]);
    expect(found([canary.image], jpegHeaders)).not.toEqual([]);
  });

  it('VA15 no name, number or picture is readable in any file, while open and after', () => {
    const store = temp.open();
    const state = fullCase();
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: canary.image }];
    valueOf(store.save(changeOf(state, null, { addEvidence })));
    queueCase(store, fullCase());
    // Still in the log, then in the database.
    expect(filesOf(temp.dataDir).reduce((sum, bytes) => sum + bytes.length, 0)).toBeGreaterThan(
      canary.image.length,
    );
    expect(found(filesOf(temp.dataDir), [...secrets, ...jpegHeaders])).toEqual([]);
    store.close();
    expect(found(filesOf(temp.dataDir), [...secrets, ...jpegHeaders])).toEqual([]);
  });

  it('VA10 nor with the database’s cipher taken off: the case’s own key is still wanted', () => {
    const store = temp.open();
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: canary.image }];
    valueOf(store.save(changeOf(fullCase(), null, { addEvidence })));
    store.close();
    const plain = withoutCipher();
    expect(plain.includes('case.saved')).toBe(true);
    expect(found([plain], [...secrets, ...jpegHeaders])).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('VA15 the files are their owner’s alone', () => {
    const store = temp.open();
    valueOf(store.save(changeOf(emptyCase(), null)));
    const open = readdirSync(temp.dataDir).filter(
      (name) => (statSync(join(temp.dataDir, name)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });
});

describe('a wiped case', () => {
  it('VA12 keeps neither key, picture nor state, not even in pages no longer used or in the log', () => {
    const store = temp.open();
    const state = fullCase();
    const evidenceId = newEvidenceId();
    valueOf(store.save(changeOf(state, null, { addEvidence: [{ evidenceId, bytes: canary.image }] })));
    const before = keyRow(state.caseId);
    const tombstone = { ...emptyCase(state.caseId), status: 'abandoned' } as const;
    valueOf(store.save(changeOf(tombstone, 1, { wipe: true })));

    expect(statSync(join(temp.dataDir, `${databaseFileName}-wal`)).size).toBe(0);
    expect(store.evidence(state.caseId, evidenceId)).toEqual({
      ok: false,
      error: { kind: 'case-not-found' },
    });
    expect(valueOf(store.load(state.caseId))).toEqual({ state: tombstone, revision: 2 });
    store.close();
    const after = keyRow(state.caseId);
    expect(after?.key_id).not.toBe(before?.key_id);
    const plain = withoutCipher();
    // The tombstone's key is found by the same search, so the old one's absence means something.
    expect(found([plain], [after?.wrapped ?? Buffer.alloc(1)])).not.toEqual([]);
    expect(
      found([plain], [before?.wrapped ?? Buffer.alloc(1), Buffer.from(before?.key_id ?? 'none')]),
    ).toEqual([]);
    expect(found([plain], [...secrets, ...jpegHeaders])).toEqual([]);
  });

  it('VA12 a reader in the way delays only the clearing up, not the wipe', () => {
    const store = temp.open();
    const state = fullCase();
    valueOf(store.save(changeOf(state, null)));
    const { db: reader } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM cases').get();
    const wipe = changeOf({ ...emptyCase(state.caseId), status: 'abandoned' }, 1, { wipe: true });
    expect(store.save(wipe).ok).toBe(true);
    const log = join(temp.dataDir, `${databaseFileName}-wal`);
    expect(statSync(log).size).toBeGreaterThan(0);
    reader.exec('COMMIT');
    reader.close();
    valueOf(store.save(changeOf(emptyCase(), null)));
    expect(statSync(log).size).toBe(0);
  });
});
