// Consent taken back, over the real store: what is destroyed, when it has to wait, and of what the bank is told.
import { createPublicKey } from 'node:crypto';
import { compactVerify } from 'jose';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import {
  actOn,
  changeOf,
  clock,
  fullCase,
  newEnrolment,
  noon,
  queueCase,
} from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createChanges } from './changes.ts';
import { withdrawConsent } from './erasure.ts';

const temp = useTempStore();

function kiosk() {
  const store = temp.open({ clock });
  const enrolment = newEnrolment();
  valueOf(store.saveEnrolment(enrolment, actOn(null, 'kiosk.enrolled')));
  const ports = { clock, changes: createChanges(), newId };
  const vault = { store, officer: null, line: null };
  const packet = queueCase(store, fullCase());
  return {
    store,
    packet,
    enrolment,
    withdraw: (caseId = packet.caseId) => withdrawConsent(ports, vault, caseId),
  };
}

it('RT8 a waiting case is destroyed and never sent; asked again it is closed', async () => {
  const { store, packet, withdraw } = kiosk();
  expect(await withdraw()).toMatchObject({
    ok: true,
    value: { reading: null, erased: { why: 'consent-withdrawn' } },
  });
  expect(store.nextToSend(noon)).toBeNull();
  expect(store.packet(packet.packetId).ok).toBe(false);
  expect(await withdraw()).toEqual({ ok: false, error: { kind: 'case-closed' } });
});

it('RT8 a case on its way waits until it is known whether the bank has it', async () => {
  const { store, packet, withdraw } = kiosk();
  valueOf(store.markSending(packet.packetId));
  expect(await withdraw()).toEqual({ ok: false, error: { kind: 'case-on-its-way' } });
  expect(valueOf(store.load(packet.caseId)).state.reading).not.toBeNull();
  expect(store.openWithdrawals()).toBe(0);
});

it('RT9 of a sealed case the bank’s word is written with the erasure, signed by the device, and waits for the receipt', async () => {
  const { store, packet, enrolment, withdraw } = kiosk();
  await withdraw();
  const [waiting] = store.withdrawals(10);
  expect(waiting?.caseId).toBe(packet.caseId);
  const { payload, protectedHeader } = await compactVerify(
    waiting?.word ?? '',
    createPublicKey(enrolment.deviceKey),
  );
  expect(protectedHeader.typ).toBe('pravesh-withdrawal+jws');
  expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({
    caseId: packet.caseId,
    withdrawalId: waiting?.withdrawalId,
  });
  const rows = () =>
    valueOf(store.history(packet.caseId)).filter(({ act }) => act === 'withdrawal.confirmed');
  for (const receipt of ['e30.e30.c2ln', 'e30.e30.c2ln'])
    valueOf(store.markWithdrawn(packet.caseId, receipt, actOn(packet.caseId, 'withdrawal.confirmed')));
  expect(store.withdrawals(10)).toEqual([]);
  expect(rows()).toHaveLength(1);
});

it('RT9 of a draft the bank knows nothing, and is told nothing', async () => {
  const { store, withdraw } = kiosk();
  const draft = fullCase();
  valueOf(store.save(changeOf(draft, null)));
  expect(await withdraw(draft.caseId)).toMatchObject({ value: { status: 'abandoned' } });
  expect(store.openWithdrawals()).toBe(0);
});
