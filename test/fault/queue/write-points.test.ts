// The watch sees every transaction of the real store where it begins, is written and ends.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { changeOf, emptyCase, queueCase } from '#electron/adapter/case-store/store.fixture.ts';
import { valueOf } from '../kiosk/enrol-kiosk.ts';
import { moments, watchWritePoints, type WritePoint } from './write-points.ts';

it('names each moment of each write, in order, and leaves the store as it is', () => {
  const passed: WritePoint[] = [];
  const watch = watchWritePoints((point) => passed.push(point));
  const dataDir = mkdtempSync(join(tmpdir(), 'pravesh-points-'));
  const store = watch.watched(valueOf(openCaseStore({ dataDir, masterKey: randomBytes(32) })));
  try {
    valueOf(store.save(changeOf(emptyCase(), null)));
    const { packetId } = queueCase(store);
    valueOf(store.markSending(packetId));
    valueOf(store.markWaiting(packetId, { reason: 'no-line', notBefore: null, countsAsTry: false }));
    const names = ['create', 'seal', 'mark-sending', 'mark-waiting'] as const;
    expect(passed).toEqual(names.flatMap((name) => moments.map((moment) => `${name}.${moment}`)));
    expect(store.deliveryCounts().waiting).toBe(1);
  } finally {
    store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
