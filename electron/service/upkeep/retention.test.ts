// Retention and erasure over the real store, with time turned by hand and the files searched afterwards.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applyEvent } from '#core/case/apply-event.ts';
import { defaultRetention } from '#core/outbox/retention.ts';
import type { BankCaseState } from '#core/contract/bank/packet.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import type { CaseStore, SealedPacket } from '../../port/case-store.ts';
import { openDatabase } from '../../adapter/case-store/open-database.ts';
import { readAudit } from '../../adapter/case-store/read-audit.ts';
import { deriveStoreKeys } from '../../adapter/case-store/store-keys.ts';
import {
  bankAnswer,
  canary,
  changeOf,
  emptyCase,
  fullCase,
  identityHash,
  newEvidenceId,
  queueCase,
} from '../../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../../adapter/case-store/temp-store.fixture.ts';
import { createTurnedTime } from '../sync/turned-time.fixture.ts';
import { createRetention } from './retention.ts';
import { firstSweepMs, lookEveryMs, startUpkeep, sweepEveryMs } from './upkeep.ts';

const temp = useTempStore();
const dayMs = 86_400_000;
const policy = { ...defaultRetention, picturesDays: 2, detailsDays: 5, draftDays: 4, draftWarningDays: 1 };

function start() {
  const time = createTurnedTime();
  const store = temp.open({ clock: time.clock });
  const erased: CaseId[] = [];
  const { clock } = time;
  const retention = createRetention({ store, clock, policy: () => policy });
  /** The upkeep as the kiosk runs it; its looks at the clock write nothing here, or days of them would take minutes. */
  function runUpkeep(): ReturnType<typeof startUpkeep> {
    const upkeep = startUpkeep({
      store: { ...store, noteTime: () => ({ ok: true, value: null }) },
      clock,
      schedule: time.schedule,
      disk: { freeBytes: () => null },
      policy: () => policy,
      onChange: () => undefined,
      onCase: (caseId) => erased.push(caseId),
      log: () => undefined,
    });
    onTestFinished(() => upkeep.close());
    return upkeep;
  }
  function turnDays(n: number): void {
    time.shiftWall(n * dayMs);
    const swept = valueOf(retention.sweep());
    erased.push(...swept.erased);
  }

  /** A case with a picture, sealed and queued. */
  function sealed(): { packet: SealedPacket; evidenceId: ReturnType<typeof newEvidenceId> } {
    const packet = queueCase(store, fullCase());
    const evidenceId = newEvidenceId();
    const { state, revision } = valueOf(store.load(packet.caseId));
    const addEvidence = [{ evidenceId, bytes: canary.image }];
    valueOf(store.save(withTime(changeOf(state, revision, { addEvidence }))));
    return { packet, evidenceId };
  }
  function withTime(change: ReturnType<typeof changeOf>): ReturnType<typeof changeOf> {
    return { ...change, audit: { ...change.audit, at: clock.now() } };
  }
  function accept(packet: SealedPacket, bankState: BankCaseState = 'opened'): void {
    const { packetId, caseId } = packet;
    const claims = { packetId, caseId, version: 1, packetDigest: 'a'.repeat(64), receivedAt: clock.now() };
    const receipt = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    const { state, revision } = valueOf(store.load(caseId));
    const answered = { ...state, bank: bankAnswer(caseId, bankState) };
    valueOf(store.markAccepted(packetId, receipt, withTime(changeOf(answered, revision))));
  }
  return { time, store, retention, runUpkeep, erased, sealed, accept, withTime, turnDays };
}

function rowsOf(sql: string): unknown[] {
  const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
  const rows = db.prepare(sql).all();
  db.close();
  return rows;
}

const keyIdOf = (caseId: CaseId): unknown =>
  rowsOf(`SELECT key_id FROM case_keys WHERE case_id = '${caseId}'`)[0];
const hasPicture = (store: CaseStore, caseId: CaseId, id: ReturnType<typeof newEvidenceId>): boolean =>
  store.evidence(caseId, id).ok;

describe('after the bank’s receipt', () => {
  it('RT2 pictures and the sealed copy go when their days are over; state and receipt stay, under a new key', () => {
    const kiosk = start();
    const { packet, evidenceId } = kiosk.sealed();
    kiosk.accept(packet, 'in-review');
    const before = keyIdOf(packet.caseId);
    kiosk.turnDays(1.5);
    expect(hasPicture(kiosk.store, packet.caseId, evidenceId)).toBe(true);
    kiosk.turnDays(1.5);
    expect(hasPicture(kiosk.store, packet.caseId, evidenceId)).toBe(false);
    expect(valueOf(kiosk.store.packet(packet.packetId)).parts).toEqual([]);
    expect(valueOf(kiosk.store.load(packet.caseId)).state.reading).not.toBeNull();
    expect(kiosk.store.delivery(packet.caseId)?.state).toBe('accepted');
    expect(rowsOf('SELECT count(*) AS n FROM deliveries WHERE receipt IS NOT NULL')).toEqual([{ n: 1 }]);
    expect(keyIdOf(packet.caseId)).not.toEqual(before);
    expect(kiosk.erased).toEqual([packet.caseId]);
    // Not decided yet: the details wait for the bank's word, however long that takes.
    kiosk.turnDays(30);
    expect(valueOf(kiosk.store.load(packet.caseId)).state.erased).toBeNull();
  });

  it('RT3 once the bank has decided, the details go too: a tombstone without name, number or account stays', async () => {
    const kiosk = start();
    const { packet } = kiosk.sealed();
    kiosk.accept(packet, 'opened');
    kiosk.turnDays(7);
    const { state } = valueOf(kiosk.store.load(packet.caseId));
    expect(state).toMatchObject({
      status: 'sealed',
      contact: null,
      document: null,
      reading: null,
      face: null,
      sealed: { packetId: packet.packetId },
      bank: { state: 'opened', accountNumber: null },
      erased: { why: 'retention' },
    });
    expect(kiosk.store.list(10)).toEqual([]);
    expect(kiosk.store.sealedWithIdentity(identityHash, emptyCase().caseId)).toBe(false);
    expect(rowsOf('SELECT count(*) AS n FROM deliveries WHERE receipt IS NOT NULL')).toEqual([{ n: 1 }]);
  });

  it('RT2 what the bank has not received is kept, whatever its age', async () => {
    const kiosk = start();
    const [waiting, parked] = [kiosk.sealed(), kiosk.sealed()];
    valueOf(
      kiosk.store.markParked(parked.packet.packetId, 'packet-schema', {
        act: 'packet.parked',
        officerId: null,
        caseId: parked.packet.caseId,
        at: kiosk.time.clock.now(),
        facts: {},
      }),
    );
    kiosk.turnDays(400);
    for (const { packet, evidenceId } of [waiting, parked]) {
      expect(hasPicture(kiosk.store, packet.caseId, evidenceId)).toBe(true);
      expect(valueOf(kiosk.store.packet(packet.packetId)).parts).toHaveLength(2);
    }
    expect(kiosk.erased).toEqual([]);
  });
});

describe('drafts', () => {
  it('RT4 nobody goes on with are announced, then wiped; one that is touched lives on', async () => {
    const kiosk = start();
    const [left, touched] = [fullCase(), fullCase()];
    for (const state of [left, touched]) valueOf(kiosk.store.save(kiosk.withTime(changeOf(state, null))));
    kiosk.turnDays(2.5);
    expect(kiosk.retention.endingDrafts(10)).toEqual([]);
    valueOf(kiosk.store.save(kiosk.withTime(changeOf({ ...touched, language: 'hi' }, 1))));
    kiosk.turnDays(1);
    expect(kiosk.retention.endingDrafts(10).map((draft) => draft.caseId)).toEqual([left.caseId]);
    const upkeep = kiosk.runUpkeep();
    expect(upkeep.warnings()).toEqual(['drafts-ending']);
    expect(upkeep.endingDrafts()).toEqual(kiosk.retention.endingDrafts(10));
    upkeep.close();
    kiosk.turnDays(1.6);
    expect(valueOf(kiosk.store.load(left.caseId)).state).toMatchObject({
      status: 'abandoned',
      reading: null,
    });
    expect(valueOf(kiosk.store.load(touched.caseId)).state.status).toBe('draft');
  });
});

describe('the worker', () => {
  it('RT5 begins soon after the start, goes on in turns, and then comes daily', async () => {
    const kiosk = start();
    for (let n = 0; n < 45; n += 1) valueOf(kiosk.store.save(kiosk.withTime(changeOf(emptyCase(), null))));
    kiosk.time.shiftWall(5 * dayMs);
    kiosk.runUpkeep();
    await kiosk.time.turn(firstSweepMs);
    expect(kiosk.erased).toHaveLength(20);
    await kiosk.time.turn(5000);
    expect(kiosk.erased).toHaveLength(45);
    valueOf(kiosk.store.save(changeOf(emptyCase(), null)));
    await kiosk.time.turn(sweepEveryMs);
    expect(kiosk.erased).toHaveLength(46);
  });

  it('RT6 erases nothing by a clock that is not believed', async () => {
    const kiosk = start();
    const { packet, evidenceId } = kiosk.sealed();
    kiosk.accept(packet);
    const upkeep = kiosk.runUpkeep();
    await kiosk.time.turn(lookEveryMs);
    kiosk.time.shiftWall(400 * dayMs);
    await kiosk.time.turn(lookEveryMs * 5);
    expect(upkeep.warnings()).toContain('clock-set-forward');
    expect(hasPicture(kiosk.store, packet.caseId, evidenceId)).toBe(true);
    kiosk.time.shiftWall(-400 * dayMs);
    await kiosk.time.turn(4 * dayMs);
    expect(hasPicture(kiosk.store, packet.caseId, evidenceId)).toBe(false);
  });

  it('RT7 each erasure is a row of the audit with its kind and the moment it counts from', async () => {
    const kiosk = start();
    const { packet } = kiosk.sealed();
    kiosk.accept(packet);
    kiosk.turnDays(3);
    kiosk.turnDays(4);
    kiosk.store.close();
    const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
    const rows = [...trail.rows()].filter((row) => row.act === 'case.erased-by-age');
    trail.close();
    expect(rows.map((row) => row.facts['kind'])).toEqual(['pictures', 'details']);
    expect(rows[0]?.facts['since']).toMatch(/^2026-11-20T/);
  });
});

describe('consent taken back', () => {
  it.each(['waiting', 'accepted'] as const)(
    'RT8 destroys the key of a case that is %s: nothing of it opens, in file or log; the receipt stays',
    (standing) => {
      const kiosk = start();
      const { packet, evidenceId } = kiosk.sealed();
      if (standing === 'accepted') kiosk.accept(packet);
      const before = keyIdOf(packet.caseId) as { key_id: string };
      const { state, revision } = valueOf(kiosk.store.load(packet.caseId));
      const at = kiosk.time.clock.now();
      const erased = applyEvent(
        { ...state, consent: { textVersion: '1', at, purposes: [{ purposeId: 'kyc', given: true }] } },
        { type: 'erased', why: 'consent-withdrawn', at },
      );
      if (!erased.ok) throw new Error(erased.error.kind);
      valueOf(kiosk.store.save(kiosk.withTime(changeOf(erased.value.state, revision, { wipe: true }))));
      expect(statSync(join(temp.dataDir, 'cases.db-wal')).size).toBe(0);
      expect(kiosk.store.evidence(packet.caseId, evidenceId).ok).toBe(false);
      const kept = valueOf(kiosk.store.load(packet.caseId)).state;
      expect(kept).toMatchObject({
        reading: null,
        consent: { textVersion: '1' },
        erased: { why: 'consent-withdrawn' },
      });
      expect(kiosk.store.delivery(packet.caseId)?.state).toBe(
        standing === 'accepted' ? 'accepted' : undefined,
      );
      expect(kiosk.store.nextToSend(at)).toBeNull();
      const copy = readFileSync(join(temp.dataDir, 'cases.db'));
      expect(copy.includes(Buffer.from(before.key_id))).toBe(false);
      expect(keyIdOf(packet.caseId)).not.toEqual(before);
      // The bank's word that comes after brings no account number back.
      const late = applyEvent(kept, { type: 'bank-answered', status: bankAnswer(packet.caseId) });
      expect(late).toMatchObject({ ok: true, value: { state: { bank: kept.bank } } });
    },
  );
});
