// A parked case opened again and sealed anew, over the real store: the packet before is kept and no longer anybody's to do.
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { officerIdSchema, type CaseId } from '#core/kernel/brand.ts';
import type { CaseStore } from '../port/case-store.ts';
import {
  actOn,
  at,
  bankAnswer,
  changeOf,
  clock,
  fullCase,
  noon,
  packetOf,
  queueCase,
} from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { changeCase } from './change-case.ts';
import { createChanges } from './changes.ts';
import { reopenCase } from './correction.ts';
import { withdrawConsent } from './erasure.ts';
import { listOutbox, retryDelivery } from './outbox.ts';

const temp = useTempStore();
const officer = { officerId: officerIdSchema.parse('vikram'), name: 'Vikram', role: 'supervisor' } as const;
const ports = { clock, changes: createChanges(), newId };

function parkedCase() {
  const store = temp.open({ clock });
  const vault = { store, officer, line: null, catalogue: null };
  const first = queueCase(store, fullCase());
  valueOf(store.markParked(first.packetId, 'packet-schema', actOn(first.caseId, 'packet.parked')));
  return { store, vault, first, caseId: first.caseId };
}

/** As sealing does it: state and packet in one change. */
function sealAgain(store: CaseStore, caseId: CaseId) {
  const { state, revision } = valueOf(store.load(caseId));
  const packet = packetOf(caseId, store.nextSequence());
  const sealed = { packetId: packet.packetId, at: noon, version: 2 };
  const next = { ...state, status: 'sealed', at: 'done', sealed, correction: null } as const;
  valueOf(store.save(changeOf(next, revision, { packet })));
  return packet;
}

it('OB20 the packet of the version before stays whole, is in no list, and goes nowhere any more', () => {
  const { store, vault, first, caseId } = parkedCase();
  valueOf(reopenCase(ports, vault, caseId));
  expect(valueOf(store.history(caseId)).at(-1)).toMatchObject({
    act: 'case.reopened',
    officerId: 'vikram',
    facts: { of: 1, reason: 'packet-schema' },
  });
  const second = sealAgain(store, caseId);
  expect(listOutbox(vault, 'open')).toMatchObject({ waiting: 1, parked: 0 });
  expect(listOutbox(vault, 'parked').items).toEqual([]);
  expect(store.nextToSend(noon)?.packetId).toBe(second.packetId);
  expect(valueOf(store.packet(first.packetId)).parts).toHaveLength(2);
  // Letting the case go again is about its newest packet.
  valueOf(retryDelivery(ports, vault, caseId));
  expect(store.delivery(caseId)?.packetId).toBe(second.packetId);
});

it('OB20 a correction that lies open is wiped by no age; once received, both packets go by retention', () => {
  const { store, vault, first, caseId } = parkedCase();
  valueOf(reopenCase(ports, vault, caseId));
  const far = '2030-01-01T00:00:00.000Z';
  const due = (kind: 'draft' | 'pictures' | 'details') =>
    store.dueForErasure(kind, at(far), 10).map((each) => each.caseId);
  expect([due('draft'), due('pictures'), due('details')]).toEqual([[], [], []]);
  const second = sealAgain(store, caseId);
  const { state, revision } = valueOf(store.load(caseId));
  const received = { ...state, bank: bankAnswer(caseId) };
  valueOf(store.markAccepted(second.packetId, 'e30.e30.c2ln', changeOf(received, revision)));
  expect(due('pictures')).toEqual([caseId]);
  valueOf(store.erasePictures(caseId, actOn(caseId, 'case.erased-by-age')));
  expect(store.packet(first.packetId).ok).toBe(false);
});

it('OB20 what was erased, or is not parked, is not opened again', async () => {
  const { store, vault, caseId } = parkedCase();
  const waiting = queueCase(store, fullCase());
  expect(reopenCase(ports, vault, waiting.caseId)).toMatchObject({
    error: { kind: 'correction-not-possible' },
  });
  valueOf(await withdrawConsent(ports, vault, caseId));
  expect(reopenCase(ports, vault, caseId)).toMatchObject({ error: { kind: 'case-closed' } });
});

it('CS23 set aside, the packet sealed before may go again', () => {
  const { store, vault, first, caseId } = parkedCase();
  valueOf(reopenCase(ports, vault, caseId));
  valueOf(changeCase(ports, vault, caseId, { type: 'correction-set-aside' }));
  valueOf(retryDelivery(ports, vault, caseId));
  expect(store.nextToSend(noon)?.packetId).toBe(first.packetId);
});
