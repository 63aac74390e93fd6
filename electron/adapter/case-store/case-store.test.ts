// Cases in the real encrypted database: what comes back, what is refused, and that a change is whole or not at all.
import { describe, expect, it } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import { createAuditLog, sha256Hex } from './audit-log.ts';
import { openDatabase } from './open-database.ts';
import { deriveStoreKeys } from './store-keys.ts';
import {
  actOn,
  at,
  canary,
  changeOf,
  emptyCase,
  fullCase,
  identityHash,
  newEnrolment,
  newEvidenceId,
  noon,
  queueCase,
} from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();

describe('a case', () => {
  it('VA10 comes back as it was saved, also after the store was closed', () => {
    const store = temp.open();
    const state = fullCase();
    const evidenceId = newEvidenceId();
    const change = changeOf(state, null, { addEvidence: [{ evidenceId, bytes: canary.image }] });
    expect(store.save(change)).toEqual({ ok: true, value: { revision: 1 } });
    store.close();
    const again = temp.open();
    expect(again.load(state.caseId)).toEqual({ ok: true, value: { state, revision: 1 } });
    expect(Buffer.from(valueOf(again.evidence(state.caseId, evidenceId))).equals(canary.image)).toBe(true);
  });

  it('OB1 refuses a change to a case that somebody changed meanwhile', () => {
    const store = temp.open();
    const state = emptyCase();
    valueOf(store.save(changeOf(state, null)));
    valueOf(store.save(changeOf({ ...state, language: 'hi' }, 1)));
    const head = store.auditHead();
    expect(store.save(changeOf(state, 1))).toEqual({ ok: false, error: { kind: 'revision-conflict' } });
    expect(store.save(changeOf(state, null))).toEqual({ ok: false, error: { kind: 'revision-conflict' } });
    expect(store.save(changeOf(emptyCase(), 1))).toEqual({ ok: false, error: { kind: 'case-not-found' } });
    expect(valueOf(store.load(state.caseId))).toMatchObject({ revision: 2, state: { language: 'hi' } });
    expect(store.auditHead()).toBe(head);
  });

  it('OB1 names a case or picture that is not there', () => {
    const store = temp.open();
    const state = emptyCase();
    expect(store.load(state.caseId)).toEqual({ ok: false, error: { kind: 'case-not-found' } });
    valueOf(store.save(changeOf(state, null)));
    expect(store.evidence(state.caseId, newEvidenceId())).toEqual({
      ok: false,
      error: { kind: 'case-not-found' },
    });
  });

  it('VA10 lists the one begun last first and leaves abandoned ones out', () => {
    const store = temp.open();
    const [older, newer, gone] = ['10', '11', '12'].map((hour) =>
      emptyCase(undefined, at(`2026-11-20T${hour}:00:00.000Z`)),
    );
    for (const state of [older, newer, gone]) if (state) valueOf(store.save(changeOf(state, null)));
    if (gone) valueOf(store.save(changeOf({ ...gone, status: 'abandoned' }, 1, { wipe: true })));
    expect(store.list(10).map((entry) => entry.state.caseId)).toEqual([newer?.caseId, older?.caseId]);
    expect(store.list(1)).toHaveLength(1);
  });

  it('VA13 finds another sealed case of the same customer, never itself, a draft or a wiped one', () => {
    const store = temp.open();
    const draft = fullCase();
    valueOf(store.save(changeOf(draft, null)));
    expect(store.sealedWithIdentity(identityHash, emptyCase().caseId)).toBe(false);
    const sealed = fullCase();
    queueCase(store, sealed);
    expect(store.sealedWithIdentity(identityHash, draft.caseId)).toBe(true);
    expect(store.sealedWithIdentity(identityHash, sealed.caseId)).toBe(false);
    expect(store.sealedWithIdentity('cd'.repeat(32), draft.caseId)).toBe(false);
    valueOf(store.save(changeOf({ ...emptyCase(sealed.caseId), status: 'abandoned' }, 1, { wipe: true })));
    expect(store.sealedWithIdentity(identityHash, draft.caseId)).toBe(false);
  });

  it('OB2 drops and replaces pictures in the same change as the state', () => {
    const store = temp.open();
    const state = fullCase();
    const [first, second] = [newEvidenceId(), newEvidenceId()];
    valueOf(store.save(changeOf(state, null, { addEvidence: [{ evidenceId: first, bytes: canary.image }] })));
    valueOf(
      store.save(
        changeOf(state, 1, {
          dropEvidence: [first],
          addEvidence: [{ evidenceId: second, bytes: canary.image }],
        }),
      ),
    );
    expect(store.evidence(state.caseId, first).ok).toBe(false);
    expect(store.evidence(state.caseId, second).ok).toBe(true);
  });
});

describe('one change, one transaction', () => {
  it('AU1 an act whose audit row cannot be written does not happen', () => {
    const store = temp.open();
    const state = emptyCase();
    valueOf(store.save(changeOf(state, null)));
    const packet = queueCase(store);
    const other = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    other.db.exec(
      "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'the audit is full'); END",
    );
    other.db.close();
    const head = store.auditHead();
    const evidenceId = newEvidenceId();
    const addEvidence = [{ evidenceId, bytes: canary.image }];
    expect(() => store.save(changeOf({ ...state, language: 'hi' }, 1, { addEvidence }))).toThrow('audit');
    expect(() => store.save(changeOf(emptyCase(), null))).toThrow('audit');
    expect(() => store.markSending(packet.packetId)).toThrow('audit');
    expect(() => store.saveCatalogue('a.b.c', noon)).toThrow('audit');
    expect(valueOf(store.load(state.caseId))).toEqual({ state, revision: 1 });
    expect(store.evidence(state.caseId, evidenceId).ok).toBe(false);
    expect(store.list(10)).toHaveLength(2);
    expect(store.delivery(packet.caseId)?.state).toBe('waiting');
    expect(store.catalogue()).toBeNull();
    expect(store.auditHead()).toBe(head);
  });

  it('AU4 an act with customer data among its facts does not happen', () => {
    const store = temp.open();
    const state = emptyCase();
    const audit = { ...actOn(state.caseId), facts: { name: canary.name } };
    expect(() => store.save(changeOf(state, null, { audit }))).toThrow('"name"');
    expect(store.load(state.caseId).ok).toBe(false);
  });

  it('OB2 a packet that cannot be queued leaves the case as it was', () => {
    const store = temp.open();
    const state = emptyCase();
    valueOf(store.save(changeOf(state, null)));
    const queued = queueCase(store);
    const twice = { ...queued, caseId: state.caseId, sequence: store.nextSequence() };
    expect(() => store.save(changeOf({ ...state, status: 'sealed' }, 1, { packet: twice }))).toThrow(
      'UNIQUE',
    );
    expect(valueOf(store.load(state.caseId))).toMatchObject({ revision: 1, state: { status: 'draft' } });
    expect(store.nextSequence()).toBe(queued.sequence + 1);
  });
});

describe('the audit', () => {
  it('AU2 is one chain over every act, in the order they happened', () => {
    const store = temp.open();
    const packet = queueCase(store);
    valueOf(store.audit({ ...actOn(null, 'officer.signed-in') }));
    valueOf(store.markSending(packet.packetId));
    valueOf(store.markWaiting(packet.packetId, { reason: 'no-line', notBefore: noon, countsAsTry: false }));
    const head = store.auditHead();
    store.close();
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    const rows = createAuditLog(db).rows(0, 100);
    db.close();
    expect(rows.map((row) => row.act)).toEqual([
      'store.created',
      'case.saved',
      'officer.signed-in',
      'packet.sending',
      'packet.waiting',
    ]);
    expect(verifyAuditChain(rows, sha256Hex)).toEqual({ ok: true, value: { rows: 5, head, signed: 0 } });
  });

  it('AU5 no row can be changed or deleted', () => {
    temp.open().close();
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    expect(() => db.exec("UPDATE audit SET act = 'x'")).toThrow('not changed');
    expect(() => db.exec('DELETE FROM audit')).toThrow('not deleted');
    db.close();
  });
});

describe('settings', () => {
  const enrolment = newEnrolment();
  const officer = {
    officerId: officerIdSchema.parse('asha'),
    name: 'Asha',
    role: 'officer' as const,
    verifier: '$argon2id$',
    cachedAt: noon,
  };

  it('VA10 come back after a restart; none is null', () => {
    const store = temp.open();
    expect([store.enrolment(), store.officer(officer.officerId), store.catalogue()]).toEqual([
      null,
      null,
      null,
    ]);
    valueOf(store.saveEnrolment(enrolment, actOn(null, 'kiosk.enrolled')));
    valueOf(store.saveOfficer(officer, actOn(null, 'officer.cached')));
    valueOf(store.saveCatalogue('a.b.c', noon));
    valueOf(store.saveCatalogue('d.e.f', noon));
    store.close();
    const again = temp.open();
    expect(again.enrolment()).toEqual(enrolment);
    expect(again.officer(officer.officerId)).toEqual(officer);
    expect(again.catalogue()).toBe('d.e.f');
  });

  it('VA11 a setting moved to another name does not open', () => {
    const store = temp.open();
    valueOf(store.saveOfficer(officer, actOn(null)));
    store.close();
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    db.exec("UPDATE settings SET name = 'officer/ravi'");
    db.close();
    expect(() => temp.open().officer(officerIdSchema.parse('ravi'))).toThrow('does not open');
  });
});

describe('seals', () => {
  it('VA11 a state or picture moved to another case does not open', () => {
    const store = temp.open();
    const [a, b] = [fullCase(), fullCase()];
    const [mine, theirs] = [newEvidenceId(), newEvidenceId()];
    valueOf(store.save(changeOf(a, null, { addEvidence: [{ evidenceId: mine, bytes: canary.image }] })));
    valueOf(store.save(changeOf(b, null, { addEvidence: [{ evidenceId: theirs, bytes: canary.image }] })));
    store.close();
    const { db } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
    const sealed = db.prepare<[string], { sealed_state: Buffer }>(
      'SELECT sealed_state FROM cases WHERE case_id = ?',
    );
    db.prepare('UPDATE cases SET sealed_state = ? WHERE case_id = ?').run(
      sealed.get(a.caseId)?.sealed_state,
      b.caseId,
    );
    db.prepare('UPDATE evidence SET case_id = ? WHERE evidence_id = ?').run(b.caseId, mine);
    db.close();
    const again = temp.open();
    expect(again.load(b.caseId)).toEqual({
      ok: false,
      error: { kind: 'database-damaged', detail: 'case-state' },
    });
    expect(again.evidence(b.caseId, mine)).toEqual({
      ok: false,
      error: { kind: 'database-damaged', detail: 'evidence' },
    });
    // The one that does not open hides itself, not the others.
    expect(again.list(10).map((entry) => entry.state.caseId)).toEqual([a.caseId]);
  });
});
