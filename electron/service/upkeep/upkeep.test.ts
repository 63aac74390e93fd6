// The upkeep on turned time over the real store: what it tells, and that it goes on.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { reserveBytes, warnBelowBytes } from '#core/outbox/disk-room.ts';
import { defaultRetention } from '#core/outbox/retention.ts';
import type { CaseStore } from '../../port/case-store.ts';
import { readAudit } from '../../adapter/case-store/read-audit.ts';
import { logAtMostBytes, openDatabase } from '../../adapter/case-store/open-database.ts';
import { deriveStoreKeys } from '../../adapter/case-store/store-keys.ts';
import {
  actOn,
  changeOf,
  emptyCase,
  newEnrolment,
  newEvidenceId,
} from '../../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../../adapter/case-store/temp-store.fixture.ts';
import { createTurnedTime } from '../sync/turned-time.fixture.ts';
import { lookEveryMs, signEveryMs, startUpkeep } from './upkeep.ts';

const temp = useTempStore();

function start(change: (store: CaseStore) => CaseStore = (store) => store) {
  const time = createTurnedTime();
  const store = temp.open({ clock: time.clock });
  const logged: string[] = [];
  let changes = 0;
  let freeBytes: number | null = null;
  const upkeep = startUpkeep({
    store: change(store),
    clock: time.clock,
    schedule: time.schedule,
    disk: { freeBytes: () => freeBytes },
    policy: () => defaultRetention,
    onChange: () => (changes += 1),
    onCase: () => undefined,
    log: (event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`),
  });
  onTestFinished(() => upkeep.close());
  const setFree = (bytes: number): void => void (freeBytes = bytes);
  return { time, store, upkeep, logged, changes: () => changes, setFree };
}

it('TT6 a clock set back shows in the warnings within a minute, is told once, and goes when it is right', async () => {
  const kiosk = start();
  expect(kiosk.upkeep.warnings()).toEqual([]);
  kiosk.time.shiftWall(-3_600_000);
  await kiosk.time.turn(lookEveryMs * 3);
  expect(kiosk.upkeep.warnings()).toEqual(['clock-set-back']);
  expect(kiosk.changes()).toBe(1);
  kiosk.time.shiftWall(3_600_000);
  await kiosk.time.turn(lookEveryMs);
  expect(kiosk.upkeep.warnings()).toEqual([]);
  expect(kiosk.changes()).toBe(2);
});

it('TT6 the bank’s word shows at once', () => {
  const kiosk = start();
  const now = Date.parse(kiosk.time.clock.now());
  kiosk.upkeep.heardTime(new Date(now + 3_600_000).toISOString() as ReturnType<typeof kiosk.time.clock.now>);
  expect(kiosk.upkeep.warnings()).toEqual(['clock-set-back']);
});

it('AU7 rows are signed after a quarter of an hour though nothing else happens', async () => {
  const kiosk = start();
  valueOf(kiosk.store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
  await kiosk.time.turn(signEveryMs);
  const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
  expect([...trail.rows()].at(-1)?.act).toBe('audit.checkpoint');
  trail.close();
});

it('TT6 a store that fails, or a mistake of ours, is told by its kind and does not end the upkeep', async () => {
  let mode: 'full' | 'throws' | 'well' = 'well';
  const kiosk = start((store) => ({
    ...store,
    noteTime(mark, act) {
      if (mode === 'full') return { ok: false, error: { kind: 'disk-full' } };
      if (mode === 'throws') throw new TypeError('a name could stand here');
      return store.noteTime(mark, act);
    },
  }));
  mode = 'full';
  await kiosk.time.turn(lookEveryMs);
  expect(kiosk.logged).toEqual(['upkeep.store-failed {"kind":"disk-full"}']);
  mode = 'throws';
  await kiosk.time.turn(lookEveryMs);
  expect(kiosk.logged.at(-1)).toBe('upkeep.mistake {"class":"TypeError"}');
  mode = 'well';
  kiosk.time.shiftWall(-3_600_000);
  await kiosk.time.turn(lookEveryMs);
  expect(kiosk.upkeep.warnings()).toEqual(['clock-set-back']);
  kiosk.upkeep.close();
  expect(kiosk.time.pending()).toBe(0);
});

it('HK2 a disk that fills is said within a minute, and a new case is refused the moment the reserve is reached', async () => {
  const kiosk = start();
  kiosk.setFree(warnBelowBytes - 1);
  await kiosk.time.turn(lookEveryMs);
  expect(kiosk.upkeep.warnings()).toEqual(['storage-low']);
  expect(kiosk.upkeep.hasRoom()).toBe(true);
  kiosk.setFree(reserveBytes - 1);
  expect(kiosk.upkeep.hasRoom()).toBe(false);
  expect(kiosk.upkeep.warnings()).toEqual(['storage-reserved']);
  kiosk.setFree(warnBelowBytes);
  expect(kiosk.upkeep.hasRoom()).toBe(true);
  expect(kiosk.upkeep.warnings()).toEqual([]);
  expect(kiosk.changes()).toBe(3);
});

it('HK3 a log that a reader kept growing is cut within a minute of its leaving', async () => {
  const kiosk = start();
  const { db: reader } = valueOf(openDatabase(temp.dataDir, deriveStoreKeys(temp.key)));
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM cases').get();
  const log = join(temp.dataDir, 'cases.db-wal');
  for (let n = 0; n < 20; n += 1) {
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: new Uint8Array(2_000_000) }];
    valueOf(kiosk.store.save(changeOf(emptyCase(), null, { addEvidence })));
  }
  expect(statSync(log).size).toBeGreaterThan(logAtMostBytes);
  await kiosk.time.turn(lookEveryMs);
  expect(statSync(log).size).toBeGreaterThan(logAtMostBytes);
  reader.exec('COMMIT');
  reader.close();
  await kiosk.time.turn(lookEveryMs);
  expect(statSync(log).size).toBe(0);
  expect(kiosk.logged).toEqual([]);
});

it('HK3 without such a reader the log stays within its bound, whatever is written', () => {
  const kiosk = start();
  for (let n = 0; n < 60; n += 1) {
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: new Uint8Array(1_000_000) }];
    valueOf(kiosk.store.save(changeOf(emptyCase(), null, { addEvidence })));
  }
  expect(statSync(join(temp.dataDir, 'cases.db-wal')).size).toBeLessThan(logAtMostBytes);
});
