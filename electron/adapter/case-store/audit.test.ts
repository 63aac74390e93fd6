// The audit over a real database: how it is signed, what it says of long waits, and how it is read beside a running kiosk.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpointAct } from '#core/audit/audit-checkpoint.ts';
import type { AuditRow } from '#core/audit/audit-row.ts';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { Clock } from '../../port/clock.ts';
import { sha256Hex } from './audit-log.ts';
import { createAuditSigner } from './audit-signer.ts';
import { databaseFileName } from './open-database.ts';
import { readAudit } from './read-audit.ts';
import {
  actOn,
  at,
  bankAnswer,
  changeOf,
  masterKey,
  newEnrolment,
  noon,
  queueCase,
} from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();

function rowsNow(): AuditRow[] {
  const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
  const rows = [...trail.rows()];
  trail.close();
  return rows;
}

function verifyNow() {
  const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
  const { isSigned } = trail;
  const verified = verifyAuditChain(trail.rows(), sha256Hex, isSigned ? { isSigned } : {});
  trail.close();
  return valueOf(verified);
}

const acts = (): string[] => rowsNow().map((row) => row.act);
const checkpoints = (): number => acts().filter((act) => act === checkpointAct).length;

describe('signatures', () => {
  it('AU7 stand at each sealing, when the store is closed, and after every 256 rows at most', () => {
    const store = temp.open();
    valueOf(store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
    expect(checkpoints()).toBe(0);
    queueCase(store);
    expect(acts().slice(-2)).toEqual(['case.saved', checkpointAct]);
    for (let n = 0; n < 600; n += 1) valueOf(store.audit(actOn(null, 'officer.signed-in')));
    expect(checkpoints()).toBe(3);
    valueOf(store.signAudit());
    valueOf(store.signAudit());
    expect(checkpoints()).toBe(4);
    valueOf(store.audit(actOn(null, 'officer.signed-in')));
    store.close();
    expect(acts().at(-1)).toBe(checkpointAct);
    const { rows, signed } = verifyNow();
    expect(signed).toBe(rows - 1);
  });

  it('AU7 come with the next act when a quarter of an hour has passed', () => {
    let now: Instant = noon;
    const clock: Clock = { now: () => now };
    const store = temp.open({ clock });
    valueOf(store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
    valueOf(store.signAudit());
    now = at('2026-11-20T12:20:00.000Z');
    valueOf(store.audit({ ...actOn(null), at: now }));
    expect(acts().slice(-2)).toEqual(['case.saved', checkpointAct]);
  });

  it('AU7 are made by any key, also one whose id would be digits alone', () => {
    // One key in about two thousand: an audit that took its id for a telephone number would refuse every sealing.
    let enrolment = newEnrolment();
    while (!/^ed25519:\d+$/.test(createAuditSigner(enrolment).key)) enrolment = newEnrolment();
    const store = temp.open();
    valueOf(store.saveEnrolment(enrolment, actOn(null, 'kiosk.enrolled')));
    queueCase(store);
    expect(acts().slice(-2)).toEqual(['case.saved', checkpointAct]);
    store.close();
    expect(verifyNow().signed).toBeGreaterThan(0);
  });

  it('AU7 are the device’s own: another kiosk’s key does not pass', () => {
    const store = temp.open();
    valueOf(store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
    queueCase(store);
    valueOf(store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
    const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
    const verified = verifyAuditChain(trail.rows(), sha256Hex, { isSigned: trail.isSigned ?? (() => true) });
    trail.close();
    expect(verified).toMatchObject({ ok: false, error: { kind: 'audit-signature-wrong' } });
  });
});

describe('waits', () => {
  const days = (n: number): Instant => at(new Date(Date.parse(noon) + n * 86_400_000).toISOString());

  it('AU6 a wait that goes on for the same reason is said once a day, with how often it came again', () => {
    let now: Instant = noon;
    const store = temp.open({ clock: { now: () => now } });
    const packet = queueCase(store);
    const before = rowsNow().length;
    for (let hour = 0; hour < 72; hour += 1) {
      now = days(hour / 24);
      valueOf(store.markSending(packet.packetId));
      valueOf(
        store.markWaiting(packet.packetId, { reason: 'bank-failed', notBefore: null, countsAsTry: true }),
      );
    }
    const said = rowsNow().slice(before);
    expect(said.map((row) => [row.act, row.facts['repeats']])).toEqual([
      ['packet.sending', undefined],
      ['packet.waiting', undefined],
      ['packet.waiting', 23],
      ['packet.waiting', 23],
    ]);
    expect(store.delivery(packet.caseId)?.tries).toBe(72);
  });

  it('AU6 another reason is said at once, and the outcome names what was left unsaid', () => {
    const store = temp.open();
    const packet = queueCase(store);
    const before = rowsNow().length;
    const wait = (reason: string): void => {
      valueOf(store.markSending(packet.packetId));
      valueOf(store.markWaiting(packet.packetId, { reason, notBefore: null, countsAsTry: false }));
    };
    for (const reason of ['no-line', 'no-line', 'bank-failed', 'bank-failed', 'bank-failed']) wait(reason);
    valueOf(store.markSending(packet.packetId));
    const state = { ...valueOf(store.load(packet.caseId)).state, bank: bankAnswer(packet.caseId) };
    valueOf(store.markAccepted(packet.packetId, 'a.b.c', changeOf(state, 1)));
    const said = rowsNow().slice(before);
    expect(said.map((row) => [row.act, row.facts['reason'], row.facts['repeats']])).toEqual([
      ['packet.sending', undefined, undefined],
      ['packet.waiting', 'no-line', undefined],
      ['packet.waiting', 'bank-failed', 1],
      ['packet.accepted', undefined, 2],
      ['case.saved', undefined, undefined],
    ]);
  });
});

describe('reading', () => {
  it('AU8 goes on beside a running kiosk and changes nothing', () => {
    const store = temp.open();
    queueCase(store);
    valueOf(store.markSending(store.nextToSend(noon)?.packetId ?? queueCase(store).packetId));
    const file = join(temp.dataDir, databaseFileName);
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect(verifyNow().rows).toBe(rowsNow().length);
    expect(readFileSync(file).equals(before[0] ?? Buffer.alloc(0))).toBe(true);
    expect(readFileSync(`${file}-wal`).equals(before[1] ?? Buffer.alloc(0))).toBe(true);
    // An opening to work would have put it back into the queue.
    expect(store.nextToSend(noon)).toBeNull();
  });

  it('AU8 says by name why there is nothing to read, and makes and moves nothing', () => {
    const ask = { dataDir: temp.dataDir, masterKey: temp.key };
    expect(readAudit(ask)).toEqual({
      ok: false,
      error: { kind: 'database-unavailable', reason: 'missing' },
    });
    temp.open().close();
    expect(readAudit({ ...ask, masterKey: masterKey() })).toEqual({
      ok: false,
      error: { kind: 'database-key-wrong' },
    });
    const file = join(temp.dataDir, databaseFileName);
    const bytes = readFileSync(file);
    bytes[17] = 99;
    writeFileSync(file, bytes);
    expect(readAudit(ask)).toEqual({
      ok: false,
      error: { kind: 'database-damaged', detail: 'file-header' },
    });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});
