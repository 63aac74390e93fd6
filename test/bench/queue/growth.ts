// Whether 20,000 waiting cases cost more than 100: for the next enqueue, and for finding the next to send.
import { cpSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '#electron/adapter/system/clock.ts';
import { changeOf, emptyCase, noon, packetOf } from '#electron/adapter/case-store/store.fixture.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { valueOf } from '../../fault/kiosk/enrol-kiosk.ts';
import { memoryFolder } from '../../fault/store/memory-folder.ts';
import { median, rounded } from './percentile.ts';
import { openQueueKiosk, type QueueKiosk, type QueueKioskOptions } from './queue-kiosk.ts';

const few = 100;
const many = 20_000;
const enqueues = 120;
const looks = 3000;
/** What waits is small: the rows count here, and 20,000 cases of 200 KB would be 4 GB. */
const waitingPartBytes = 1000;

/** Filled in memory, where a commit costs no sync, then laid on the disk that is measured. */
function fill(dataDir: string, key: Uint8Array, count: number): void {
  using memory = memoryFolder('bench-growth');
  const store = valueOf(openCaseStore({ dataDir: memory.path, masterKey: key, clock: systemClock }));
  for (let index = 0; index < count; index += 1) {
    const state = emptyCase();
    const packet = packetOf(state.caseId, store.nextSequence(), waitingPartBytes);
    const sealed = { packetId: packet.packetId, at: noon, version: 1 };
    valueOf(store.save(changeOf({ ...state, status: 'sealed', at: 'done', sealed }, null, { packet })));
  }
  store.close();
  cpSync(memory.path, dataDir, { recursive: true });
}

async function timedEnqueue({ store, maker }: QueueKiosk, ordinal: number): Promise<number> {
  const made = await maker.make(ordinal);
  maker.create(store, made);
  const packet = await maker.seal(made, store.nextSequence(), store.auditHead());
  const startedMs = performance.now();
  maker.queue(store, made, packet);
  return performance.now() - startedMs;
}

function timedNext({ store }: QueueKiosk): number {
  const now = systemClock.now();
  const startedMs = performance.now();
  if (store.nextToSend(now) === null) throw new Error('nothing to send among thousands');
  return performance.now() - startedMs;
}

export async function measureGrowth(
  folder: string,
  common: Omit<QueueKioskOptions, 'dataDir'>,
): Promise<{ enqueueGrowth: number; nextGrowth: number }> {
  const open = (name: string, count: number, kiosk: number): QueueKiosk => {
    const dataDir = join(folder, name);
    const masterKey = randomBytes(32);
    fill(dataDir, masterKey, count);
    return openQueueKiosk({ ...common, dataDir, masterKey, kiosk });
  };
  using small = open('few', few, 1);
  using large = open('many', many, 2);
  const times = { small: [] as number[], large: [] as number[] };
  for (let count = 1; count <= enqueues; count += 1) {
    times.small.push(await timedEnqueue(small, count));
    times.large.push(await timedEnqueue(large, count));
  }
  const next = { small: [] as number[], large: [] as number[] };
  for (let count = 0; count < looks; count += 1) {
    next.small.push(timedNext(small));
    next.large.push(timedNext(large));
  }
  return {
    enqueueGrowth: rounded(median(times.large) / median(times.small)),
    nextGrowth: rounded(median(next.large) / median(next.small)),
  };
}
