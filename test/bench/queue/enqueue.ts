// How long a case of 200 KB takes to be sealed and durable, and how that compares with the same rows in a plain database.
import { setTimeout as rest } from 'node:timers/promises';
import { join } from 'node:path';
import { releaseBytes } from '#core/kernel/release-bytes.ts';
import type { SealedPacket } from '#electron/port/case-store.ts';
import type { MadeCase } from '../../fault/kiosk/seal-case.ts';
import type { QueueKiosk } from './queue-kiosk.ts';
import { openPlainDatabase, recordStatements, type Ran } from './plain-database.ts';
import { percentile, rounded, total } from './percentile.ts';

const warmUps = 10;
const samples = 300;
/** Before each timed transaction alike: the disk has ended what the one before gave it, and neither finds caches warmer. */
const restMs = 6;

function busyMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export interface EnqueueFigures {
  readonly enqueueP50Ms: number;
  readonly enqueueP95Ms: number;
  /** The database's share: its statements under the cipher. */
  readonly throughputVsPlain: number;
  /** The whole save: what the store seals and signs inside its transaction as well. */
  readonly saveVsPlain: number;
  readonly wholePathVsPlain: number;
  /** Of processor time instead of the clock's; it counts what the store adds to its database as well. */
  readonly cpuVsPlain: number;
  readonly sealP50Ms: number;
  readonly commitP50Ms: number;
}

interface Behind {
  readonly made: MadeCase;
  readonly packet: SealedPacket;
  readonly statements: readonly Ran[];
}

/**
 * Both databases write in every round, in turns who goes first: whoever follows at once on the other finds the disk awake. The
 * plain one is a case behind, so that it can go first with statements that were recorded.
 */
export async function measureEnqueue(kiosk: QueueKiosk, folder: string): Promise<EnqueueFigures> {
  const { store, maker } = kiosk;
  using plain = openPlainDatabase(join(folder, 'plain'));
  const recorder = recordStatements();
  const times = {
    seal: [] as number[],
    save: [] as number[],
    database: [] as number[],
    plainly: [] as number[],
  };
  const cpu = { save: 0, plainly: 0 };
  let behind: Behind | null = null;

  async function plainly(counts: boolean): Promise<void> {
    if (!behind) return;
    await rest(restMs);
    const [startedMs, before] = [performance.now(), process.cpuUsage()];
    plain.run(behind.statements);
    if (counts) {
      times.plainly.push(performance.now() - startedMs);
      cpu.plainly += busyMs(before);
    }
    maker.letGo(behind.made, behind.packet);
    behind = null;
  }

  async function enqueue(made: MadeCase, counts: boolean): Promise<Behind> {
    await rest(restMs);
    const startedMs = performance.now();
    const packet = await maker.seal(made, store.nextSequence(), store.auditHead());
    const [sealedMs, before] = [performance.now(), process.cpuUsage()];
    const { statements, ms } = recorder.during(() => maker.queue(store, made, packet));
    const durableMs = performance.now();
    if (counts) {
      times.seal.push(sealedMs - startedMs);
      times.save.push(durableMs - sealedMs);
      times.database.push(ms);
      cpu.save += busyMs(before);
    }
    return { made, packet, statements };
  }

  try {
    for (let sample = -warmUps; sample <= samples; sample += 1) {
      const made = await maker.make(warmUps + sample + 1);
      const plainFirst = sample % 2 === 0;
      if (plainFirst) await plainly(sample > 0);
      // The pictures were saved when they were taken; the plain side has the case's rows too.
      const { statements: before } = recorder.during(() => maker.create(store, made), 'copied');
      const next = await enqueue(made, sample >= 0 && sample < samples);
      if (!plainFirst) await plainly(sample > 0);
      plain.run(before);
      for (const { values } of before)
        for (const value of values) if (Buffer.isBuffer(value)) releaseBytes(value);
      behind = next;
    }
  } finally {
    recorder.end();
  }
  const whole = times.seal.map((ms, index) => ms + (times.save[index] ?? 0));
  return {
    enqueueP50Ms: rounded(percentile(whole, 50)),
    enqueueP95Ms: rounded(percentile(whole, 95)),
    throughputVsPlain: rounded(total(times.plainly) / total(times.database)),
    saveVsPlain: rounded(total(times.plainly) / total(times.save)),
    wholePathVsPlain: rounded(total(times.plainly) / total(whole)),
    cpuVsPlain: rounded(cpu.plainly / cpu.save),
    sealP50Ms: rounded(percentile(times.seal, 50)),
    commitP50Ms: rounded(percentile(times.save, 50)),
  };
}
