// A thread that tries one parser on seeded inputs; the count it keeps in shared memory shows the watcher that it still moves.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { seededChance } from '../chance.ts';
import type { FuzzedParser } from './parsers.ts';

const orders = z
  .object({
    parser: z.string(),
    set: z.enum(['pure', 'devices']),
    seed: z.int(),
    inputs: z.int(),
    counter: z.instanceof(SharedArrayBuffer),
  })
  .parse(workerData);
const done = new Int32Array(orders.counter);
// Only what is wanted is loaded.
const parsers: Readonly<Record<typeof orders.set, () => Promise<readonly FuzzedParser[]>>> = {
  pure: async () => (await import('./parsers.ts')).fuzzedParsers(),
  devices: async () => (await import('../devices-fuzz/decoders.ts')).deviceDecoders(),
};
const parser = (await parsers[orders.set]()).find(({ name }) => name === orders.parser);
if (!parser) throw new Error(`no parser ${orders.parser}`);
Atomics.store(done, 0, 0);
/** By then everything is compiled, and the heap has its size. */
const warmInputs = 5_000;
const lookEvery = 1_000;
const mb = () => process.memoryUsage.rss() / 1_048_576;
let warmMb = mb();
let mostMb = warmMb;
const failures: { readonly input: number; readonly what: string }[] = [];
for (let input = 0; input < orders.inputs; input += 1) {
  // Each input from a seed of its own, so that one can be tried alone.
  const chance = seededChance(orders.seed + input);
  try {
    await parser.try(chance);
  } catch (error) {
    failures.push({ input, what: error instanceof Error ? `${error.name}: ${error.message}` : 'thrown' });
    if (failures.length >= 5) break;
  }
  Atomics.store(done, 0, input + 1);
  if (input === warmInputs) warmMb = mb();
  if (input % lookEvery === 0) mostMb = Math.max(mostMb, mb());
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage({ failures, grownMb: Math.round(Math.max(0, mostMb - warmMb)) });
