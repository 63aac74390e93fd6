// npm run bench -- queue: what sealing and queueing a case costs, whether a long queue costs more, how fast it drains, how
// well a poor line is used, and what a case weighs on the wire. Ratios are of one run; nothing is judged here.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { seededChance } from '../../fault/chance.ts';
import { enrolKiosk, type EnrolledKiosk } from '../../fault/kiosk/enrol-kiosk.ts';
import { bankKeyFileOf, startFaultBank } from '../../fault/kiosk/start-fault-bank.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { measureEnqueue } from './enqueue.ts';
import { measureGrowth } from './growth.ts';
import { rounded } from './percentile.ts';
import { drain, openQueueKiosk } from './queue-kiosk.ts';
import { startSlowLine } from './slow-line.ts';
import { weighCase } from './weigh-case.ts';

const drained = 500;
const onSlowLine = 60;
const slowBits = 2_000_000;
const lostPercent = 5;

interface Place {
  readonly folder: string;
  readonly bankUrl: string;
  readonly bankKeyFile: string;
  readonly enrol: () => Promise<EnrolledKiosk>;
}

function say(text: string): void {
  console.log(`queue: ${text}`);
}

async function measureDrain({ folder, bankUrl, bankKeyFile, enrol }: Place) {
  const enrolled = await enrol();
  using kiosk = openQueueKiosk({ dataDir: join(folder, 'drain'), enrolled, bankKeyFile, kiosk: 3 });
  for (let count = 1; count <= drained; count += 1) await kiosk.enqueue(count);
  return { drain500Ms: Math.round(await drain(kiosk, enrolled, bankUrl)) };
}

/** What arrived, against what the line could have carried in that time. */
async function measureLine({ folder, bankUrl, bankKeyFile, enrol }: Place) {
  const enrolled = await enrol();
  using kiosk = openQueueKiosk({ dataDir: join(folder, 'line'), enrolled, bankKeyFile, kiosk: 4 });
  for (let count = 1; count <= onSlowLine; count += 1) await kiosk.enqueue(count);
  const sizes = kiosk.store.list(onSlowLine).map(({ state }) => {
    const record = kiosk.store.delivery(state.caseId);
    const packet = record && kiosk.store.packet(record.packetId);
    if (!packet?.ok) throw new Error('a packet is not there');
    return packet.value.parts.reduce((sum, { bytes }) => sum + bytes, packet.value.manifest.length);
  });
  const useful = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const chance = seededChance(20);
  const line = await startSlowLine({
    target: bankUrl,
    bitsPerSecond: slowBits,
    lostPercent,
    random: () => chance.next(),
  });
  const ms = await drain(kiosk, enrolled, line.url);
  await line.close();
  return {
    lineUse: rounded((useful * 8000) / (ms * slowBits)),
    lineBusy: rounded((line.crossed.up * 8000) / (ms * slowBits)),
    lineLost: line.lost,
  };
}

/** What a delivery adds to its parts and its manifest: heads, tokens, answers, the first refusal that names what lacks. */
async function measureOverhead({ folder, bankUrl, bankKeyFile, enrol }: Place): Promise<number> {
  const enrolled = await enrol();
  const cases = 20;
  using kiosk = openQueueKiosk({
    dataDir: join(folder, 'overhead'),
    enrolled,
    bankKeyFile,
    kiosk: 5,
    pictureBytes: 1000,
  });
  for (let count = 1; count <= cases; count += 1) await kiosk.enqueue(count);
  const line = await startSlowLine({
    target: bankUrl,
    bitsPerSecond: Infinity,
    lostPercent: 0,
    random: () => 0.5,
  });
  await drain(kiosk, enrolled, line.url);
  await line.close();
  // Two pictures and the case file are what was sent; the case file itself is near 2 KB.
  return Math.round((line.crossed.up + line.crossed.down) / cases - 2 * 1000);
}

export async function queueBench(): Promise<Readonly<Record<string, unknown>>> {
  using folder = throwawayFolder('bench-queue');
  const bankDir = join(folder.path, 'bank');
  mkdirSync(bankDir);
  const bank = await startFaultBank(bankDir);
  const place: Place = {
    folder: folder.path,
    bankUrl: bank.url,
    bankKeyFile: bankKeyFileOf(bankDir),
    enrol: async () => enrolKiosk(await bank.enrolmentCode()),
  };
  try {
    const enrolled = await place.enrol();
    const common = { enrolled, bankKeyFile: place.bankKeyFile };
    say('enqueue');
    const kiosk = openQueueKiosk({ ...common, dataDir: join(folder.path, 'enqueue') });
    const enqueue = await measureEnqueue(kiosk, folder.path);
    kiosk.store.close();
    say(JSON.stringify(enqueue));
    say('100 and 20,000 waiting');
    const growth = await measureGrowth(folder.path, common);
    say(JSON.stringify(growth));
    say(`${drained} cases drain`);
    const drainFigures = await measureDrain(place);
    say(JSON.stringify(drainFigures));
    say('2 Mbit/s, 5 % of requests lost');
    const lineFigures = await measureLine(place);
    say(JSON.stringify(lineFigures));
    const overhead = await measureOverhead(place);
    const weight = await weighCase();
    return {
      ...enqueue,
      ...growth,
      ...drainFigures,
      ...lineFigures,
      wireBytesPerCase: weight === null ? null : weight + overhead,
      cores: availableParallelism(),
    };
  } finally {
    await bank.stop();
  }
}
