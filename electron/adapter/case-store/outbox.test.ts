// The queue in the real database: order, rest, one effect a packet, and what a stop in mid-sending leaves.
import { describe, expect, it } from 'vitest';
import { packetIdSchema } from '#core/kernel/brand.ts';
import { v7 } from 'uuid';
import type { CaseStore, SealedPacket } from '../../port/case-store.ts';
import {
  actOn,
  at,
  bankAnswer,
  canary,
  changeOf,
  emptyCase,
  newEvidenceId,
  noon,
  packetOf,
  queueCase,
} from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();
const later = at('2026-11-20T12:05:00.000Z');
const rest = (store: CaseStore, packet: SealedPacket, notBefore = later) =>
  valueOf(store.markWaiting(packet.packetId, { reason: 'bank-failed', notBefore, countsAsTry: true }));

describe('next to send', () => {
  it('OB3 is the lowest number of those that may go now', () => {
    const store = temp.open();
    expect(store.nextToSend(noon)).toBeNull();
    const [one, two, three] = [queueCase(store), queueCase(store), queueCase(store)];
    expect([one.sequence, two.sequence, three.sequence]).toEqual([1, 2, 3]);
    expect(store.nextToSend(noon)?.packetId).toBe(one.packetId);
    rest(store, one);
    expect(store.nextToSend(noon)?.packetId).toBe(two.packetId);
    rest(store, two, at('2026-11-20T12:01:00.000Z'));
    valueOf(store.markParked(three.packetId, 'refused', actOn(three.caseId, 'packet.parked')));
    expect(store.nextToSend(noon)).toBeNull();
    expect(store.deliveryCounts()).toEqual({ waiting: 2, parked: 1, nextDue: '2026-11-20T12:01:00.000Z' });
    expect(store.nextToSend(at('2026-11-20T12:01:00.000Z'))?.packetId).toBe(two.packetId);
    // Due again, the older one goes first.
    expect(store.nextToSend(later)).toMatchObject({
      packetId: one.packetId,
      tries: 1,
      reason: 'bank-failed',
      notBefore: later,
    });
  });

  it('OB4 one that is parked or being sent never blocks the others', () => {
    const store = temp.open();
    const [one, two, three] = [queueCase(store), queueCase(store), queueCase(store)];
    valueOf(store.markParked(one.packetId, 'unreadable', actOn(one.caseId)));
    valueOf(store.markSending(two.packetId));
    expect(store.nextToSend(noon)?.packetId).toBe(three.packetId);
    expect(store.deliveryCounts()).toEqual({ waiting: 2, parked: 1, nextDue: null });
    // A parked one goes again when somebody retries it.
    valueOf(store.markWaiting(one.packetId, { reason: 'retried', notBefore: null, countsAsTry: false }));
    expect(store.nextToSend(noon)?.packetId).toBe(one.packetId);
  });

  it('OB5 no line is not counted as a try', () => {
    const store = temp.open();
    const packet = queueCase(store);
    valueOf(store.markSending(packet.packetId));
    valueOf(store.markWaiting(packet.packetId, { reason: 'no-line', notBefore: null, countsAsTry: false }));
    expect(store.delivery(packet.caseId)).toMatchObject({ state: 'waiting', tries: 0, reason: 'no-line' });
  });
});

describe('a packet', () => {
  it('OB6 is kept as sealed, byte for byte, with the key it will be sent under', () => {
    const store = temp.open();
    const packet = queueCase(store);
    store.close();
    const kept = valueOf(temp.open().packet(packet.packetId));
    expect({ ...kept, parts: [] }).toEqual({ ...packet, parts: [] });
    for (const [index, part] of packet.parts.entries()) {
      const { ciphertext, ...facts } = part;
      expect(kept.parts[index]).toMatchObject(facts);
      expect(Buffer.from(kept.parts[index]?.ciphertext ?? []).equals(ciphertext)).toBe(true);
    }
    expect(temp.open().packet(packetIdSchema.parse(v7()))).toEqual({
      ok: false,
      error: { kind: 'case-not-found' },
    });
  });

  it('OB7 numbers rise by one; a number drawn twice is refused to the later', () => {
    const store = temp.open();
    const packet = packetOf(emptyCase().caseId, store.nextSequence());
    const late = emptyCase();
    const drawnTwice = packetOf(late.caseId, store.nextSequence());
    valueOf(store.save(changeOf(emptyCase(packet.caseId), null, { packet })));
    expect(store.save(changeOf(late, null, { packet: drawnTwice }))).toEqual({
      ok: false,
      error: { kind: 'revision-conflict' },
    });
    expect(store.load(late.caseId).ok).toBe(false);
    expect(store.nextSequence()).toBe(2);
  });

  it('OB7 a number given is not given again when its case is erased', () => {
    const store = temp.open();
    const packet = queueCase(store);
    valueOf(store.save(changeOf({ ...emptyCase(packet.caseId), status: 'abandoned' }, 1, { wipe: true })));
    expect(store.packet(packet.packetId).ok).toBe(false);
    expect(store.delivery(packet.caseId)).toBeNull();
    expect(store.nextSequence()).toBe(2);
  });

  it('OB8 what was being sent when the kiosk stopped waits again', () => {
    const store = temp.open();
    const packet = queueCase(store);
    valueOf(store.markSending(packet.packetId));
    store.close();
    expect(temp.open().nextToSend(noon)).toMatchObject({ packetId: packet.packetId, state: 'waiting' });
  });
});

describe('accepted', () => {
  const accepted = (store: CaseStore, packet: SealedPacket, expectedRevision = 1) => {
    const { state } = valueOf(store.load(packet.caseId));
    const change = changeOf({ ...state, bank: bankAnswer(packet.caseId) }, expectedRevision);
    return store.markAccepted(packet.packetId, 'r.e.c', change);
  };

  it('OB9 receipt and the case’s new state are one change', () => {
    const store = temp.open();
    const packet = queueCase(store);
    valueOf(store.markSending(packet.packetId));
    expect(accepted(store, packet, 7)).toEqual({ ok: false, error: { kind: 'revision-conflict' } });
    expect(store.delivery(packet.caseId)?.state).toBe('sending');
    valueOf(accepted(store, packet));
    expect(store.delivery(packet.caseId)).toMatchObject({ state: 'accepted', reason: null });
    expect(valueOf(store.load(packet.caseId))).toMatchObject({
      revision: 2,
      state: { bank: { state: 'opened' } },
    });
    expect(store.deliveryCounts()).toEqual({ waiting: 0, parked: 0, nextDue: null });
    expect(store.packet(packet.packetId).ok).toBe(true);
  });

  it('OB9 stays accepted, whatever arrives late', () => {
    const store = temp.open();
    const packet = queueCase(store);
    valueOf(accepted(store, packet));
    const conflict = { ok: false, error: { kind: 'revision-conflict' } };
    expect(store.markSending(packet.packetId)).toEqual(conflict);
    expect(
      store.markWaiting(packet.packetId, { reason: 'no-line', notBefore: null, countsAsTry: true }),
    ).toEqual(conflict);
    expect(store.markParked(packet.packetId, 'refused', actOn(packet.caseId))).toEqual(conflict);
    expect(accepted(store, packet, 2)).toEqual(conflict);
    expect(store.delivery(packet.caseId)?.state).toBe('accepted');
  });

  it('OB10 counts the cases whose customer must still answer a code', () => {
    const store = temp.open();
    const packet = queueCase(store);
    const { state } = valueOf(store.load(packet.caseId));
    const answer = (bankState: 'awaiting-mobile' | 'opened') => ({
      ...state,
      bank: bankAnswer(packet.caseId, bankState),
    });
    expect(store.awaitingCode()).toBe(0);
    valueOf(store.markAccepted(packet.packetId, 'r.e.c', changeOf(answer('awaiting-mobile'), 1)));
    expect(store.awaitingCode()).toBe(1);
    valueOf(store.save(changeOf(answer('opened'), 2)));
    expect(store.awaitingCode()).toBe(0);
  });

  it('OB9 names a packet that is not there', () => {
    const store = temp.open();
    expect(store.markSending(packetIdSchema.parse(v7()))).toEqual({
      ok: false,
      error: { kind: 'case-not-found' },
    });
  });
});

describe('mistakes of a caller', () => {
  it('VA12 a wipe that would keep or add something is refused before anything is written', () => {
    const store = temp.open();
    const state = emptyCase();
    valueOf(store.save(changeOf(state, null)));
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: canary.image }];
    const contact = { state: 'unverified', mobile: canary.mobile } as NonNullable<typeof state.contact>;
    expect(() => store.save(changeOf(state, 1, { wipe: true, addEvidence }))).toThrow('nothing new');
    expect(() => store.save(changeOf({ ...state, contact }, 1, { wipe: true }))).toThrow(
      'nothing of the customer',
    );
    expect(() => store.save(changeOf(state, 1, { packet: packetOf(emptyCase().caseId, 1) }))).toThrow(
      'another case',
    );
    expect(valueOf(store.load(state.caseId)).revision).toBe(1);
  });
});
