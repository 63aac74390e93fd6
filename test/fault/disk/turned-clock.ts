// The clock a year ahead, a year back and right again while cases wait: all arrive, in the order of their sealing.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { instantSchema } from '#core/kernel/instant.ts';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import type { Clock } from '#electron/port/clock.ts';
import { createStartSync } from '#electron/service/sync/sync-service.ts';
import { enrolKiosk, valueOf, type EnrolledKiosk } from '../kiosk/enrol-kiosk.ts';
import { hurriedSchedule } from '../kiosk/hurried-schedule.ts';
import { createCaseMaker } from '../kiosk/seal-case.ts';
import { bankKeyFileOf, readLedger, startFaultBank } from '../kiosk/start-fault-bank.ts';
import { check, type Check } from '../report.ts';

const yearMs = 365 * 24 * 3_600_000;
const casesALife = 3;
const patienceMs = 30_000;

const turnedClock = (byMs: number): Clock => ({
  now: () => instantSchema.parse(new Date(Date.now() + byMs).toISOString()),
});

/** One life of the kiosk under such a clock; seals its cases and sends until nothing waits or patience ends. */
async function live(
  parts: {
    readonly dataDir: string;
    readonly key: Uint8Array;
    readonly enrolled: EnrolledKiosk;
    readonly bankDir: string;
  },
  byMs: number,
  firstOrdinal: number,
): Promise<number> {
  const clock = turnedClock(byMs);
  const machine = { clock, schedule: hurriedSchedule(20), random: Math.random, log: () => undefined };
  const store = valueOf(openCaseStore({ dataDir: parts.dataDir, masterKey: parts.key, clock }));
  const link = createBankLink(parts.enrolled.enrolment, machine);
  const maker = createCaseMaker({
    enrolled: parts.enrolled,
    bankKeyFile: bankKeyFileOf(parts.bankDir),
    pictureBytes: 1000,
    clock,
  });
  for (let count = 0; count < casesALife; count += 1) {
    const made = await maker.make(firstOrdinal + count);
    maker.create(store, made);
    maker.queue(store, made, await maker.seal(made, store.nextSequence(), store.auditHead()));
  }
  const quiet = { onCatalogue: () => undefined, onLine: () => undefined, onCase: () => undefined };
  const sync = createStartSync(machine)({ store, link, ...quiet });
  const until = performance.now() + patienceMs;
  while (store.deliveryCounts().waiting > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { waiting, parked } = store.deliveryCounts();
  await sync.close();
  link.close();
  store.close();
  return waiting + parked;
}

export async function turnedClocks(folder: string): Promise<Check[]> {
  const bankDir = join(folder, 'bank');
  const bank = await startFaultBank(bankDir);
  const parts = {
    dataDir: join(folder, 'kiosk'),
    key: randomBytes(32),
    bankDir,
    enrolled: await enrolKiosk(await bank.enrolmentCode()),
  };
  const checks: Check[] = [];
  const turns = { 'a year ahead': yearMs, 'a year back': -yearMs, 'right again': 0 };
  let ordinal = 1;
  try {
    for (const [name, byMs] of Object.entries(turns)) {
      const left = await live(parts, byMs, ordinal);
      ordinal += casesALife;
      checks.push(check(`clock ${name}: every case arrives`, left === 0, left));
    }
  } finally {
    await bank.stop();
  }
  const { packets } = await readLedger(bankDir);
  const sequences = packets.map(({ sequence }) => sequence);
  const inOrder =
    sequences.length === ordinal - 1 && sequences.every((sequence, index) => sequence === index + 1);
  return [...checks, check('turned clock: each case once, in the order of sealing', inOrder, sequences)];
}
