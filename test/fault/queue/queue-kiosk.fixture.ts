// The kiosk of the queue fault: real store, real sealing, real line and synchronisation, no screen. It seals the cases it
// is ordered to, tells each one that is durable, and dies by SIGKILL exactly where its orders say.
import { writeSync } from 'node:fs';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { systemClock } from '#electron/adapter/system/clock.ts';
import type { BankLink } from '#electron/port/bank-link.ts';
import type { Schedule } from '#electron/port/schedule.ts';
import { createStartSync } from '#electron/service/sync/sync-service.ts';
import { createCaseMaker } from '../kiosk/seal-case.ts';
import { hurriedSchedule } from '../kiosk/hurried-schedule.ts';
import { ordersSchema, type FromKiosk, type Orders } from './queue-orders.ts';
import { watchWritePoints, type WritePoint } from './write-points.ts';

/** Rests and probes of minutes pass in seconds; the line's own limits stay as they are. */
const hurry = 30;
const looksMs = 40;

function tell(message: FromKiosk): void {
  // A parent that has gone hears nothing any more: 'disconnect' ends this process.
  process.send?.(message, () => undefined);
}

/** Written down before it dies, so that what IPC had still to carry is not lost with it: see the parent's reading. */
function leaveWord(message: FromKiosk): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

function dieHere(orders: Orders): (point: WritePoint) => void {
  let passings = 0;
  return (point) => {
    const { deathAt } = orders;
    if (deathAt?.point !== point) return;
    passings += 1;
    if (passings !== deathAt.passing) return;
    leaveWord({ type: 'dying', point });
    if (deathAt.victim === 'bank') tell({ type: 'kill-bank' });
    else process.kill(process.pid, 'SIGKILL');
  };
}

async function run(orders: Orders): Promise<void> {
  const pass = dieHere(orders);
  const watch = watchWritePoints(pass);
  const opened = openCaseStore({
    dataDir: orders.dataDir,
    masterKey: Buffer.from(orders.masterKey, 'hex'),
    clock: systemClock,
  });
  if (!opened.ok) {
    tell({ type: 'not-opened', kind: opened.error.kind });
    return;
  }
  tell({ type: 'opened' });
  const store = watch.watched(opened.value);
  const schedule: Schedule = hurriedSchedule(hurry);
  const machine = { clock: systemClock, schedule, random: Math.random };
  const line = createBankLink(orders.enrolled.enrolment, {
    ...machine,
    limits: { silenceMs: 5000, totalMs: 10_000 },
  });
  const link: BankLink = {
    ...line,
    deliver(packet, onHeld) {
      watch.deliveryBegins();
      return line.deliver(packet, onHeld);
    },
  };
  if (orders.cutUntilWaiting) watch.cutUntilWaiting();
  const sync = createStartSync({ ...machine, log: () => undefined })({
    store,
    link,
    onCatalogue: () => undefined,
    onLine: () => undefined,
    onCase: () => undefined,
  });
  const maker = createCaseMaker({
    enrolled: orders.enrolled,
    bankKeyFile: orders.bankKeyFile,
    pictureBytes: 3000,
    kiosk: orders.kiosk,
  });
  let sealed = 0;
  setInterval(() => {
    const { waiting, parked } = store.deliveryCounts();
    tell({ type: 'queue', waiting, parked, sealedAll: sealed === orders.cases });
  }, looksMs * 5);

  while (sealed < orders.cases) {
    const made = await maker.make(orders.firstOrdinal + sealed);
    maker.create(store, made);
    const packet = await maker.seal(made, store.nextSequence(), store.auditHead());
    maker.queue(store, made, packet);
    leaveWord({
      type: 'acknowledged',
      caseId: packet.caseId,
      packetId: packet.packetId,
      evidenceIds: made.evidence.map(({ evidenceId }) => evidenceId),
      digests: [...made.digests],
    });
    pass('seal.acknowledged');
    sync.poke();
    sealed += 1;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * looksMs));
  }
}

process.once('message', (message) => void run(ordersSchema.parse(message)));
process.once('disconnect', () => process.exit(0));
