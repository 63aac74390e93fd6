// What the store does when the machine fails it: killed in mid-write, full, locked, with another key, or with bytes flipped.
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import { caseIdSchema, evidenceIdSchema, packetIdSchema } from '#core/kernel/brand.ts';
import { createAuditLog, sha256Hex } from './audit-log.ts';
import { migrations } from './migrations.ts';
import { databaseFileName, openDatabase } from './open-database.ts';
import { openCaseStore } from './open-case-store.ts';
import { storeFailureOf } from './store-failure.ts';
import { deriveStoreKeys } from './store-keys.ts';
import {
  canary,
  changeOf,
  emptyCase,
  fullCase,
  masterKey,
  newEvidenceId,
  noon,
  queueCase,
} from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();
const file = (suffix = ''): string => join(temp.dataDir, `${databaseFileName}${suffix}`);

const acknowledgedSchema = z.object({
  caseId: caseIdSchema,
  evidenceId: evidenceIdSchema,
  revision: z.int(),
  packetId: packetIdSchema.optional(),
});

/** Lets a process save until it has acknowledged so many changes, then ends it without a word. */
async function killedAfter(count: number): Promise<z.infer<typeof acknowledgedSchema>[]> {
  const entry = fileURLToPath(new URL('./saving-child.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, temp.dataDir, Buffer.from(temp.key).toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: z.infer<typeof acknowledgedSchema>[] = [];
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Lines that were already on their way when it was killed count too: it had been told so.
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(acknowledgedSchema.parse(JSON.parse(line)));
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  await ended;
  return acknowledged;
}

describe('killed', () => {
  it('OB11 between and within saves: everything acknowledged is there, and the audit is whole', async () => {
    for (const count of [1, 4, 9, 30]) {
      const acknowledged = await killedAfter(count);
      expect(acknowledged.length).toBeGreaterThanOrEqual(count);
      const store = temp.open();
      for (const { caseId, evidenceId, revision, packetId } of acknowledged) {
        expect(valueOf(store.load(caseId)).revision).toBeGreaterThanOrEqual(revision);
        expect(valueOf(store.evidence(caseId, evidenceId)).byteLength).toBe(50_000);
        if (!packetId) continue;
        expect(store.delivery(caseId)).toMatchObject({ packetId, state: 'waiting' });
        expect(valueOf(store.packet(packetId)).parts).toHaveLength(2);
      }
      store.close();
    }
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    const rows = createAuditLog(db).rows(0, 10_000);
    db.close();
    expect(rows.length).toBeGreaterThan(44);
    expect(verifyAuditChain(rows, sha256Hex).ok).toBe(true);
  });
});

describe('another key', () => {
  it('VA14 opens nothing and leaves every byte of database and log as it was', async () => {
    // Killed, so that the log still holds changes: a close with the wrong key must not write them back.
    await killedAfter(5);
    const before = [file(), file('-wal')].map((path) => sha256Hex(readFileSync(path, 'base64')));
    expect(openCaseStore({ dataDir: temp.dataDir, masterKey: masterKey() })).toEqual({
      ok: false,
      error: { kind: 'database-key-wrong' },
    });
    expect([file(), file('-wal')].map((path) => sha256Hex(readFileSync(path, 'base64')))).toEqual(before);
    expect(temp.open().deliveryCounts().waiting).toBeGreaterThan(0);
  });
});

describe('full', () => {
  it('OB12 a change that finds no room is refused whole, and goes through once there is some', () => {
    const limitBytes = 400_000;
    const store = temp.open({ limitBytes });
    const state = emptyCase();
    valueOf(store.save(changeOf(state, null)));
    const head = store.auditHead();
    const evidenceId = newEvidenceId();
    const change = changeOf({ ...state, language: 'hi' }, 1, {
      addEvidence: [{ evidenceId, bytes: new Uint8Array(600_000) }],
    });
    expect(store.save(change)).toEqual({ ok: false, error: { kind: 'disk-full' } });
    expect(valueOf(store.load(state.caseId))).toEqual({ state, revision: 1 });
    expect(store.auditHead()).toBe(head);
    // A small one still fits: the store is not stuck.
    expect(store.save(changeOf(state, 1)).ok).toBe(true);
    store.close();
    const roomy = temp.open();
    expect(roomy.save({ ...change, expectedRevision: 2 }).ok).toBe(true);
    expect(valueOf(roomy.evidence(state.caseId, evidenceId)).byteLength).toBe(600_000);
  });

  // A device that takes no byte: the system's own ENOSPC, not SQLite's count of pages.
  it.skipIf(!existsSync('/dev/full'))('OB12 the system’s "no space left" has the same name', () => {
    const error = (() => {
      try {
        writeFileSync('/dev/full', 'x');
        return null;
      } catch (cause) {
        return cause;
      }
    })();
    expect(storeFailureOf(error, temp.dataDir)).toEqual({ kind: 'disk-full' });
  });
});

describe('in use', () => {
  it('OB13 a write that another process holds up fails by name, and nothing is written', () => {
    const store = temp.open();
    const state = emptyCase();
    valueOf(store.save(changeOf(state, null)));
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    db.exec('BEGIN IMMEDIATE');
    expect(store.save(changeOf({ ...state, language: 'hi' }, 1))).toEqual({
      ok: false,
      error: { kind: 'database-unavailable', reason: 'busy' },
    });
    // Reading goes on meanwhile.
    expect(valueOf(store.load(state.caseId)).revision).toBe(1);
    db.exec('ROLLBACK');
    db.close();
    expect(store.save(changeOf(state, 1)).ok).toBe(true);
  });

  it('OB13 a database of a newer program is left alone', () => {
    temp.open().close();
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    expect(openCaseStore({ dataDir: temp.dataDir, masterKey: temp.key })).toEqual({
      ok: false,
      error: { kind: 'database-unavailable', reason: 'made-by-newer-version' },
    });
    expect(readdirSync(temp.dataDir)).toContain(databaseFileName);
  });

  it('OB13 a folder that is a file is a named outcome', () => {
    writeFileSync(join(temp.dataDir, 'file'), '');
    expect(openCaseStore({ dataDir: join(temp.dataDir, 'file', 'in'), masterKey: temp.key })).toEqual({
      ok: false,
      error: { kind: 'database-unavailable', reason: 'not-permitted' },
    });
  });
});

describe('damaged', () => {
  function fill(): { readonly caseId: ReturnType<typeof fullCase>['caseId']; readonly bytes: Buffer } {
    const store = temp.open();
    const state = fullCase();
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: canary.image }];
    valueOf(store.save(changeOf(state, null, { addEvidence })));
    queueCase(store);
    store.close();
    return { caseId: state.caseId, bytes: readFileSync(file()) };
  }

  it('OB14 is told and moved aside whole, never deleted; the next start has what is readable', () => {
    const { caseId, bytes } = fill();
    // The last page: one of the second case's parts.
    const place = bytes.length - 100;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(file(), bytes);
    const opened = openCaseStore({ dataDir: temp.dataDir, masterKey: temp.key });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
    expect(opened.ok ? '' : JSON.stringify(opened.error)).toContain('moved to damaged-1');
    expect(readFileSync(join(temp.dataDir, 'damaged-1', databaseFileName)).equals(bytes)).toBe(true);
    const anew = temp.open();
    expect(valueOf(anew.load(caseId)).revision).toBe(1);
    expect(readdirSync(temp.dataDir)).not.toContain('salvage');
  });

  it('OB14 one bit anywhere is noticed at start or does no harm', () => {
    const { caseId, bytes } = fill();
    const outcomes = new Set<string>();
    const folder = join(temp.dataDir, 'flipped');
    mkdirSync(folder);
    // Every page's beginning, a spread of the rest, and all of the header in the clear.
    const places = Array.from({ length: 120 }, (_, index) => Math.floor((index * bytes.length) / 120));
    for (const place of [...Array.from({ length: 32 }, (_, index) => index), ...places]) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ (1 << (place % 8));
      writeFileSync(join(folder, databaseFileName), flipped);
      const opened = openCaseStore({ dataDir: folder, masterKey: temp.key });
      outcomes.add(opened.ok ? 'opened' : opened.error.kind);
      if (!opened.ok) continue;
      expect(valueOf(opened.value.load(caseId)).revision).toBe(1);
      opened.value.close();
    }
    // Never a "wrong key": the key is right, and somebody would go looking for another.
    expect([...outcomes].sort()).toEqual(['database-damaged', 'opened']);
  });

  it.each([0, 10])(
    'OB14 a file cut to %i bytes while its log remains is damage, not a fresh start',
    async (size) => {
      await killedAfter(2);
      expect(statSync(file('-wal')).size).toBeGreaterThan(0);
      truncateSync(file(), size);
      const opened = openCaseStore({ dataDir: temp.dataDir, masterKey: temp.key });
      expect(opened).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
      expect(readdirSync(join(temp.dataDir, 'damaged-1'))).toContain(databaseFileName);
    },
  );

  it('OB14 a copy of the folder with its key opens the same cases', () => {
    const { caseId } = fill();
    const folder = join(temp.dataDir, 'copy');
    mkdirSync(folder);
    copyFileSync(file(), join(folder, databaseFileName));
    const copy = temp.open({ dataDir: folder });
    expect(valueOf(copy.load(caseId)).revision).toBe(1);
    expect(copy.nextToSend(noon)).not.toBeNull();
  });
});
