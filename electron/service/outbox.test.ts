// The queue as staff see it and act on it, over the real store.
import { describe, expect, it } from 'vitest';
import { decodePacketFile } from '#core/contract/bank/packet-file.ts';
import { referenceOf } from '#core/case/reference.ts';
import { actOn, bankAnswer, changeOf, clock, noon, queueCase } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { createChanges } from './changes.ts';
import { exportPacket, historyOf, listOutbox, retryDelivery } from './outbox.ts';

const temp = useTempStore();
const officer = {
  officerId: officerIdSchema.parse('vikram'),
  name: 'Vikram Joshi',
  role: 'supervisor',
} as const;
const ports = { clock, changes: createChanges() };

function open() {
  const store = temp.open();
  const vault = { store, officer, line: null };
  const packets = [1, 2, 3, 4].map(() => queueCase(store));
  const [parked, resting, fresh, gone] = packets;
  if (!parked || !resting || !fresh || !gone) throw new Error('four');
  valueOf(store.markParked(parked.packetId, 'packet-schema', actOn(parked.caseId, 'packet.parked')));
  const notBefore = instantSchema.parse('2026-11-20T13:00:00.000Z');
  valueOf(store.markWaiting(resting.packetId, { reason: 'bank-failed', notBefore, countsAsTry: true }));
  const state = { ...valueOf(store.load(gone.caseId)).state, bank: bankAnswer(gone.caseId) };
  valueOf(store.markAccepted(gone.packetId, 'e30.e30.c2ln', changeOf(state, 1)));
  return { store, vault, parked, resting, fresh, gone, notBefore };
}

describe('what the queue shows', () => {
  it('OB19 lists by state, in the order they go, with reason and age and nothing of the customer', () => {
    const { vault, parked, resting, fresh, gone, notBefore } = open();
    const all = listOutbox(vault, 'open');
    expect(all.items.map((item) => item.caseId)).toEqual([parked.caseId, resting.caseId, fresh.caseId]);
    expect(all).toMatchObject({ waiting: 2, parked: 1, more: false });
    expect(all.items[0]).toEqual({
      caseId: parked.caseId,
      reference: referenceOf(parked.caseId),
      sequence: 1,
      state: 'parked',
      reason: 'packet-schema',
      tries: 1,
      sealedAt: noon,
      nextTryAt: null,
    });
    expect(listOutbox(vault, 'parked').items).toEqual([all.items[0]]);
    expect(listOutbox(vault, 'waiting').items.map((item) => item.nextTryAt)).toEqual([notBefore, null]);
    expect(listOutbox(vault, 'accepted').items.map((item) => item.caseId)).toEqual([gone.caseId]);
  });

  it('OB19 a long queue is given in part and says so', () => {
    const { vault, store } = open();
    for (let each = 0; each < 500; each += 1) queueCase(store);
    const { items, more, waiting } = listOutbox(vault, 'waiting');
    expect([items.length, more, waiting]).toEqual([500, true, 502]);
  });

  it('OB19 a history is of one case, in order, in acts and reasons of the closed lists', () => {
    const { vault, parked } = open();
    const rows = valueOf(historyOf(vault, parked.caseId));
    expect(rows.map(({ act, reason }) => [act, reason])).toEqual([
      ['other', null],
      ['packet.parked', null],
    ]);
    retryDelivery(ports, vault, parked.caseId);
    expect(valueOf(historyOf(vault, parked.caseId)).at(-1)).toMatchObject({
      act: 'packet.retried',
      officerId: 'vikram',
    });
  });
});

describe('what may be done about it', () => {
  it('OB16 a parked case goes with the next sending, in its order; so does one that rests', () => {
    const { vault, store, parked, resting, fresh } = open();
    expect(store.nextToSend(noon)?.caseId).toBe(fresh.caseId);
    expect(valueOf(retryDelivery(ports, vault, resting.caseId))).toMatchObject({
      state: 'waiting',
      reason: 'retried',
      nextTryAt: null,
    });
    expect(store.nextToSend(noon)?.caseId).toBe(resting.caseId);
    retryDelivery(ports, vault, parked.caseId);
    expect(store.nextToSend(noon)?.caseId).toBe(parked.caseId);
    expect(listOutbox(vault, 'parked').parked).toBe(0);
  });

  it('OB16 what is on its way or at the bank is let be', () => {
    const { vault, store, fresh, gone } = open();
    valueOf(store.markSending(fresh.packetId));
    for (const { caseId } of [fresh, gone]) {
      expect(retryDelivery(ports, vault, caseId)).toEqual({
        ok: false,
        error: { kind: 'already-delivered' },
      });
    }
  });

  it('OB17 a packet is saved as it was sealed, under its own key, and the audit says who took it', () => {
    const { vault, store, parked } = open();
    const file = decodePacketFile(valueOf(exportPacket(ports, vault, parked.caseId)));
    if (!file.ok) throw new Error(file.error.kind);
    expect(file.value.idempotencyKey).toBe(parked.idempotencyKey);
    expect(file.value.packet).toBe(parked.manifest);
    for (const [index, part] of parked.parts.entries()) {
      expect(file.value.parts[index]?.digest).toBe(part.digest);
      expect(Buffer.from(file.value.parts[index]?.ciphertext ?? [])).toEqual(Buffer.from(part.ciphertext));
    }
    expect(valueOf(store.history(parked.caseId)).at(-1)).toMatchObject({
      act: 'packet.exported',
      officerId: 'vikram',
    });
    expect(store.delivery(parked.caseId)?.state).toBe('parked');
  });
});
