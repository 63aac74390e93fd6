// A kiosk without a screen for the queue's benchmark: real store, sealing and line, cases of 200 KB.
import { randomBytes } from 'node:crypto';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { systemClock } from '#electron/adapter/system/clock.ts';
import { systemSchedule } from '#electron/adapter/system/schedule.ts';
import type { CaseStore } from '#electron/port/case-store.ts';
import { createStartSync } from '#electron/service/sync/sync-service.ts';
import { valueOf, type EnrolledKiosk } from '../../fault/kiosk/enrol-kiosk.ts';
import { createCaseMaker, type CaseMaker } from '../../fault/kiosk/seal-case.ts';

/** Two pictures of this size and the case file make a case of 200 KB. */
export const pictureBytes = 99_000;

export interface QueueKiosk extends Disposable {
  readonly store: CaseStore;
  readonly maker: CaseMaker;
  /** Seals and queues one whole case. */
  enqueue(ordinal: number): Promise<void>;
}

export interface QueueKioskOptions {
  readonly dataDir: string;
  readonly enrolled: EnrolledKiosk;
  readonly bankKeyFile: string;
  readonly masterKey?: Uint8Array;
  readonly pictureBytes?: number;
  readonly kiosk?: number;
}

export function openQueueKiosk(options: QueueKioskOptions): QueueKiosk {
  const { dataDir, enrolled, bankKeyFile } = options;
  const store = valueOf(
    openCaseStore({ dataDir, masterKey: options.masterKey ?? randomBytes(32), clock: systemClock }),
  );
  // As an enrolled kiosk does, it signs its audit with the device's key at each sealing.
  const facts = { act: 'kiosk.enrolled', officerId: null, caseId: null, at: systemClock.now(), facts: {} };
  valueOf(store.saveEnrolment(enrolled.enrolment, facts));
  const maker = createCaseMaker({
    enrolled,
    bankKeyFile,
    pictureBytes: options.pictureBytes ?? pictureBytes,
    kiosk: options.kiosk ?? 0,
  });
  return {
    store,
    maker,
    async enqueue(ordinal) {
      const made = await maker.make(ordinal);
      maker.create(store, made);
      maker.queue(store, made, await maker.seal(made, store.nextSequence(), store.auditHead()));
    },
    [Symbol.dispose]: () => store.close(),
  };
}

const patienceMs = 10 * 60_000;

/** Milliseconds from the return of the line until nothing waits; throws when something is parked or time runs out. */
export async function drain(
  { store }: QueueKiosk,
  enrolled: EnrolledKiosk,
  bankUrl: string,
): Promise<number> {
  const machine = { clock: systemClock, schedule: systemSchedule, random: Math.random, log: () => undefined };
  const link = createBankLink({ ...enrolled.enrolment, bankUrl }, machine);
  const startedMs = performance.now();
  const quiet = { onCatalogue: () => undefined, onLine: () => undefined, onCase: () => undefined };
  const sync = createStartSync(machine)({ store, link, ...quiet });
  try {
    for (;;) {
      const { waiting, parked } = store.deliveryCounts();
      if (parked > 0) throw new Error(`${parked} cases were parked`);
      if (waiting === 0) return performance.now() - startedMs;
      if (performance.now() - startedMs > patienceMs) throw new Error(`${waiting} cases still wait`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await sync.close();
    link.close();
  }
}
