// How long a case of 200 KB takes to be sealed and durable, and how that compares with the same rows in a plain database.
import { join } from 'node:path';
import type { QueueKiosk } from './queue-kiosk.ts';
import { openPlainDatabase, recordStatements } from './plain-database.ts';
import { percentile, rounded, total } from './percentile.ts';

const warmUps = 10;
const samples = 300;

export interface EnqueueFigures {
  readonly enqueueP50Ms: number;
  readonly enqueueP95Ms: number;
  readonly throughputVsPlain: number;
  readonly wholePathVsPlain: number;
}

/** Interleaved, one of each after the other, so that a busy moment of the disk falls on both. */
export async function measureEnqueue(kiosk: QueueKiosk, folder: string): Promise<EnqueueFigures> {
  const { store, maker } = kiosk;
  using plain = openPlainDatabase(join(folder, 'plain'));
  const recorder = recordStatements();
  const [whole, database, plainly]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let sample = -warmUps; sample < samples; sample += 1) {
      const made = await maker.make(warmUps + sample + 1);
      // The pictures were saved when they were taken; the plain side has the case's rows too.
      const before = recorder.during(() => maker.create(store, made));
      plain.run(before);
      const startedMs = performance.now();
      const packet = await maker.seal(made, store.nextSequence(), store.auditHead());
      const sealedMs = performance.now();
      const statements = recorder.during(() => maker.queue(store, made, packet));
      const durableMs = performance.now();
      plain.run(statements);
      const plainMs = performance.now();
      if (sample < 0) continue;
      whole.push(durableMs - startedMs);
      database.push(durableMs - sealedMs);
      plainly.push(plainMs - durableMs);
    }
  } finally {
    recorder.end();
  }
  return {
    enqueueP50Ms: rounded(percentile(whole, 50)),
    enqueueP95Ms: rounded(percentile(whole, 95)),
    throughputVsPlain: rounded(total(plainly) / total(database)),
    wholePathVsPlain: rounded(total(plainly) / total(whole)),
  };
}
