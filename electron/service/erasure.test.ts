// Consent taken back, over the real store: what is destroyed, and when it has to wait.
import { expect, it } from 'vitest';
import { noon, clock, fullCase, queueCase } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createChanges } from './changes.ts';
import { withdrawConsent } from './erasure.ts';

const temp = useTempStore();

function kiosk() {
  const store = temp.open({ clock });
  const ports = { clock, changes: createChanges() };
  const packet = queueCase(store, fullCase());
  return { store, packet, withdraw: () => withdrawConsent(ports, { store, officer: null }, packet.caseId) };
}

it('RT8 a waiting case is destroyed and never sent; asked again it is closed', () => {
  const { store, packet, withdraw } = kiosk();
  expect(withdraw()).toMatchObject({
    ok: true,
    value: { reading: null, erased: { why: 'consent-withdrawn' } },
  });
  expect(store.nextToSend(noon)).toBeNull();
  expect(store.packet(packet.packetId).ok).toBe(false);
  expect(withdraw()).toEqual({ ok: false, error: { kind: 'case-closed' } });
});

it('RT8 a case on its way waits until it is known whether the bank has it', () => {
  const { store, packet, withdraw } = kiosk();
  valueOf(store.markSending(packet.packetId));
  expect(withdraw()).toEqual({ ok: false, error: { kind: 'case-changed' } });
  expect(valueOf(store.load(packet.caseId)).state.reading).not.toBeNull();
});
