// Every pure parser on thousands of strange inputs: none may throw, none may take two seconds.
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { z } from 'zod';
import { drawChance } from '../chance.ts';
import { check, type Check, type FaultOptions, type FaultReport } from '../report.ts';
import { fuzzedParsers } from './parsers.ts';

const ciInputs = 20_000;
const fullInputs = 1_000_000;
const hangMs = 2000;
/** Loading the libraries of a fresh thread is no parser's hang. */
const loadMs = 60_000;
const lookEveryMs = 250;

const endSchema = z.object({
  failures: z.array(z.object({ input: z.int(), what: z.string() })),
  grownMb: z.number(),
});

type ParserSet = 'pure' | 'devices';

interface FuzzEnd {
  readonly failures: readonly { readonly input: number; readonly what: string }[];
  readonly hungAt: number | null;
  /** By how much the process grew after the first thousands. */
  readonly grownMb: number;
}

/** Ends the thread when its count stands still for two seconds. */
function fuzzOne(parser: string, seed: number, inputs: number, set: ParserSet): Promise<FuzzEnd> {
  const counter = new SharedArrayBuffer(4);
  const done = new Int32Array(counter);
  Atomics.store(done, 0, -1);
  const thread = new Worker(join(import.meta.dirname, 'fuzz-thread.fixture.ts'), {
    workerData: { parser, seed, inputs, set, counter },
  });
  return new Promise((resolve, reject) => {
    let seen = { count: -1, atMs: performance.now() };
    const look = setInterval(() => {
      const count = Atomics.load(done, 0);
      if (count !== seen.count) seen = { count, atMs: performance.now() };
      const limitMs = count < 0 ? loadMs : hangMs;
      if (performance.now() - seen.atMs < limitMs) return;
      clearInterval(look);
      void thread.terminate().then(() => resolve({ failures: [], hungAt: count, grownMb: 0 }));
    }, lookEveryMs);
    thread.once('message', (message) => {
      clearInterval(look);
      resolve({ ...endSchema.parse(message), hungAt: null });
    });
    thread.once('error', (error) => {
      clearInterval(look);
      reject(error instanceof Error ? error : new Error('the thread failed'));
    });
  });
}

/** On a busy machine an input may stand still without being to blame: it is tried once more, alone. */
export async function fuzzParser(
  parser: string,
  seed: number,
  inputs: number,
  set: ParserSet = 'pure',
): Promise<FuzzEnd> {
  let grownMb = 0;
  let from = 0;
  for (;;) {
    const end = await fuzzOne(parser, seed + from, inputs - from, set);
    grownMb = Math.max(grownMb, end.grownMb);
    const failures = end.failures.map(({ input, what }) => ({ input: from + input, what }));
    if (end.hungAt === null || failures.length > 0) return { failures, hungAt: null, grownMb };
    from += end.hungAt;
    const alone = await fuzzOne(parser, seed + from, 1, set);
    if (alone.hungAt !== null) return { failures: [], hungAt: from, grownMb };
    from += 1;
    if (from >= inputs) return { failures: [], hungAt: null, grownMb };
  }
}

export async function fuzzFault({ runs, ci, say }: FaultOptions): Promise<FaultReport> {
  const { seed } = drawChance();
  const inputs = runs ?? (ci ? ciInputs : fullInputs);
  say(`${inputs} inputs a parser, seed ${seed}`);
  const checks: Check[] = [];
  for (const { name, share = 1 } of await fuzzedParsers()) {
    const startedMs = performance.now();
    const { failures, hungAt } = await fuzzParser(name, seed, Math.ceil(inputs * share));
    say(`${name} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
    checks.push(
      check(`${name}: nothing thrown`, failures.length === 0, failures),
      check(`${name}: no input takes two seconds`, hungAt === null, { input: hungAt }),
    );
  }
  return { checks, skipped: [], figures: { inputs, parsers: checks.length / 2, seed } };
}
