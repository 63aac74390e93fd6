// The freeze over the real store: what the kiosk counts, and whose clock it goes by.
import { expect, it } from 'vitest';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { noon, queueCase } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { freezeOf } from './freeze.ts';
import { catalogueOf } from './sync/spoken-bank.fixture.ts';

const temp = useTempStore();
const inDays = (days: number): Instant =>
  instantSchema.parse(new Date(Date.parse(noon) + days * 86_400_000).toISOString());

it('SY53 counts what the bank has not, parked too, against the bank’s own policy', () => {
  const store = temp.open();
  const catalogue = catalogueOf('1');
  const policy = {
    ...catalogue.policy,
    freeze: { queueWarn: 1, queueStop: 2, staleWarnDays: 1, staleStopDays: 2 },
  };
  const vault = { store, catalogue: { ...catalogue, policy } };
  const clock = { now: () => noon };
  expect(freezeOf({ clock }, vault)).toEqual({ stop: null, warnings: [] });
  queueCase(store);
  expect(freezeOf({ clock }, vault)).toEqual({ stop: null, warnings: ['queue-filling'] });
  const packet = queueCase(store);
  valueOf(
    store.markParked(packet.packetId, 'packet-schema', {
      act: 'packet.parked',
      officerId: null,
      caseId: packet.caseId,
      at: noon,
      facts: {},
    }),
  );
  expect(freezeOf({ clock }, vault).stop).toBe('queue-full');
  expect(freezeOf({ clock }, { store, catalogue }).stop).toBeNull();
});

it('SY53 the age is counted from the bank’s last confirmation, kept over a restart; a clock set back does not help', () => {
  const store = temp.open();
  valueOf(store.noteMasterDataSeen(noon));
  store.close();
  const again = temp.open();
  const at = (now: Instant) => freezeOf({ clock: { now: () => now } }, { store: again, catalogue: null });
  expect(at(inDays(10)).warnings).toEqual([]);
  expect(at(inDays(20)).warnings).toEqual(['master-data-ageing']);
  expect(at(inDays(31)).stop).toBe('master-data-stale');
  valueOf(again.noteTime({ seenAt: inDays(40), provedAt: inDays(40), standing: 'clock-set-back' }, null));
  expect(at(inDays(1)).stop).toBe('master-data-stale');
});
