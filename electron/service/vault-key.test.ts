// A change of the master key as the kiosk goes through it: asked for, cut off, carried on at the next opening. Real key store and database.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { rotateStore } from '../adapter/case-store/rotate-store.ts';
import { openCaseStore } from '../adapter/case-store/open-case-store.ts';
import { clock, newEnrolment, queueCase } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createOfficerKeyStore } from '../adapter/key-store/officer-key-store.ts';
import type { RotateCaseStore } from '../port/case-store.ts';
import { escrowKey, renewKey, settleKey } from './vault-key.ts';

const temp = useTempStore();
const asha = { officerId: officerIdSchema.parse('asha'), password: 'monsoon over the delta' };

async function kiosk() {
  const { dataDir } = temp;
  const keyStore = createOfficerKeyStore({ dataDir, shareDir: `${dataDir}-share` });
  const rotate: RotateCaseStore = (keys) => rotateStore({ ...keys, clock });
  const ports = { keyStore, dataDir, clock, rotateStore: rotate };
  const masterKey = valueOf(await keyStore.create(asha));
  const store = temp.open({ masterKey });
  const packet = queueCase(store);
  const officer = { officerId: asha.officerId, name: 'Asha', role: 'supervisor' } as const;
  const cleanUp = () => rm(`${dataDir}-share`, { recursive: true, force: true });
  return { ports, keyStore, masterKey, store, packet, officer, cleanUp };
}

it('VA21 is carried out at the next opening, and again and again if it is cut off before its end', async () => {
  const { ports, keyStore, masterKey, store, packet, officer, cleanUp } = await kiosk();
  valueOf(await renewKey(ports, { store, officer, masterKey }));
  // The kiosk goes on under the present key until then.
  queueCase(store);
  store.close();
  const old = valueOf(await keyStore.unlock(asha));
  // Cut off after the database and before the key store knows.
  const next = valueOf(await keyStore.nextKey(old));
  if (!next) throw new Error('no next key');
  valueOf(ports.rotateStore({ dataDir: ports.dataDir, from: old, to: next }));
  const settled = valueOf(await settleKey(ports, valueOf(await keyStore.unlock(asha))));
  expect(settled).toEqual(next);
  expect(await keyStore.unlock(asha)).toEqual({ ok: true, value: next });
  const again = temp.open({ masterKey: next });
  expect(again.nextToSend(clock.now())?.packetId).toBe(packet.packetId);
  expect(await settleKey(ports, next)).toEqual({ ok: true, value: next });
  await cleanUp();
});

it('VA21 a database that cannot be changed now leaves both keys as they are', async () => {
  const { ports, keyStore, masterKey, store, officer, cleanUp } = await kiosk();
  valueOf(await renewKey(ports, { store, officer, masterKey }));
  store.close();
  const failing = { ...ports, rotateStore: () => ({ ok: false, error: { kind: 'disk-full' } }) as const };
  const before = valueOf(await keyStore.unlock(asha));
  expect(await settleKey(failing, Buffer.from(before))).toEqual({ ok: false, error: { kind: 'disk-full' } });
  expect(await keyStore.unlock(asha)).toEqual({ ok: true, value: before });
  expect(openCaseStore({ dataDir: ports.dataDir, masterKey: before }).ok).toBe(true);
  await cleanUp();
});

it('VA18 a recovery key that cannot be sealed is told, and a row of the audit', async () => {
  const { ports, masterKey, store, cleanUp } = await kiosk();
  const head = store.auditHead();
  expect(await escrowKey(ports, { masterKey, store }, newEnrolment())).toMatchObject({ ok: false });
  expect(store.auditHead()).not.toBe(head);
  await rm(join(ports.dataDir, 'recovery.json'), { force: true });
  await cleanUp();
});
