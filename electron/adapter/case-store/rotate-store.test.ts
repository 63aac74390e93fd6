// The master key changed under a real database, ended without a word at every step and in between.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import { sha256Hex } from './audit-log.ts';
import { databaseFileName } from './open-database.ts';
import { openCaseStore } from './open-case-store.ts';
import { readAudit } from './read-audit.ts';
import { rotateStore } from './rotate-store.ts';
import { deriveStoreKeys } from './store-keys.ts';
import {
  actOn,
  canary,
  changeOf,
  clock,
  emptyCase,
  fullCase,
  identityHash,
  masterKey,
  newEnrolment,
  newEvidenceId,
  noon,
  queueCase,
} from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();
const next = masterKey();
const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

function fill() {
  const store = temp.open();
  const enrolment = newEnrolment();
  valueOf(store.saveEnrolment(enrolment, actOn(null, 'kiosk.enrolled')));
  const packet = queueCase(store, fullCase());
  const evidenceId = newEvidenceId();
  const { state, revision } = valueOf(store.load(packet.caseId));
  const addEvidence = [{ evidenceId, bytes: canary.image }];
  valueOf(store.save(changeOf(state, revision, { addEvidence })));
  // Enough pages that a kill can come in the middle of them.
  for (let n = 0; n < 40; n += 1) {
    const bytes = new Uint8Array(500_000).fill(n);
    const more = { addEvidence: [{ evidenceId: newEvidenceId(), bytes }] };
    valueOf(store.save(changeOf(emptyCase(), null, more)));
  }
  store.close();
  return { enrolment, packet, evidenceId, state };
}

function expectWhole(filled: ReturnType<typeof fill>, key: Uint8Array): void {
  const store = temp.open({ masterKey: key });
  const { packet, evidenceId, enrolment, state } = filled;
  expect(valueOf(store.load(packet.caseId)).state).toEqual(state);
  expect(Buffer.from(valueOf(store.evidence(packet.caseId, evidenceId))).equals(canary.image)).toBe(true);
  expect(store.list(100)).toHaveLength(41);
  expect(store.enrolment()).toEqual(enrolment);
  expect(store.nextToSend(noon)?.packetId).toBe(packet.packetId);
  // The index of equal customers goes by the new key too.
  expect(store.sealedWithIdentity(identityHash, emptyCase().caseId)).toBe(true);
  store.close();
  const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: key }));
  const verified = verifyAuditChain(trail.rows(), sha256Hex, { isSigned: trail.isSigned ?? (() => false) });
  trail.close();
  expect(verified.ok).toBe(true);
}

const rotate = () => rotateStore({ dataDir: temp.dataDir, from: temp.key, to: next, clock });

/** Begins in a process of its own, which ends at a step, or so many milliseconds after it. */
async function cutOff(step: string, afterMs?: number): Promise<string[]> {
  const entry = fileURLToPath(new URL('./rotating-child.fixture.ts', import.meta.url));
  const args = [entry, temp.dataDir, hex(temp.key), hex(next), afterMs === undefined ? step : 'none'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const reached: string[] = [];
  const ended = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    reached.push(line);
    if (line === step && afterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  await ended;
  return reached;
}

describe('the database under another master key', () => {
  it('VA20 opens with the new key alone, everything in it as it was', () => {
    const filled = fill();
    valueOf(rotate());
    expect(openCaseStore({ dataDir: temp.dataDir, masterKey: temp.key })).toEqual({
      ok: false,
      error: { kind: 'database-key-wrong' },
    });
    expectWhole(filled, next);
    // Done already: it finds nothing to do.
    const bytes = readFileSync(join(temp.dataDir, databaseFileName));
    valueOf(rotate());
    expect(readFileSync(join(temp.dataDir, databaseFileName)).equals(bytes)).toBe(true);
  });

  it.each(['begun', 'opened', 'rewrapped', 'rekeyed'])(
    'VA20 cut off once it has %s, it goes on',
    async (step) => {
      const filled = fill();
      expect(await cutOff(step, step === 'begun' ? 0 : undefined)).toContain(step);
      valueOf(rotate());
      expectWhole(filled, next);
    },
  );

  it('VA20 cut off anywhere among its pages, it goes on: no page is lost', async () => {
    const filled = fill();
    let amidst = 0;
    for (const afterMs of [0, 4, 8, 14, 20, 30, 45]) {
      await cutOff('rewrapped', afterMs);
      if (existsSync(join(temp.dataDir, `${databaseFileName}-journal`))) amidst += 1;
    }
    expect(amidst).toBeGreaterThan(0);
    valueOf(rotate());
    expectWhole(filled, next);
  });

  it('VA20 any key may follow, also one whose id is digits alone', () => {
    let digits = masterKey();
    while (!/^\d+$/.test(deriveStoreKeys(digits).masterKeyId)) digits = masterKey();
    const filled = fill();
    expect(rotateStore({ dataDir: temp.dataDir, from: temp.key, to: digits, clock }).ok).toBe(true);
    expectWhole(filled, digits);
  });

  it('VA20 a key that is neither changes nothing', () => {
    fill();
    const path = join(temp.dataDir, databaseFileName);
    const bytes = readFileSync(path);
    expect(rotateStore({ dataDir: temp.dataDir, from: masterKey(), to: next, clock })).toEqual({
      ok: false,
      error: { kind: 'database-key-wrong' },
    });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('VA20 a folder without a database has nothing to change', () => {
    expect(rotate().ok).toBe(true);
    expect(existsSync(join(temp.dataDir, databaseFileName))).toBe(false);
  });
});
