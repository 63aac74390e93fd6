// Spreads the sequences of a run over threads, and keeps what came of each in a file, so that a run that was broken off goes on.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '#scripts/process/root.ts';
import type { SequenceOutcome } from './sequence-worker.ts';
import type { SequenceName } from './work-list.ts';

export interface RunOptions {
  readonly workers: number;
  /** Null: nothing is kept. */
  readonly partial: string | null;
  readonly onOutcome: (outcome: SequenceOutcome, done: number, of: number) => void;
}

export async function runAll(
  names: readonly SequenceName[],
  { workers, partial, onOutcome }: RunOptions,
): Promise<SequenceOutcome[]> {
  const outcomes = partial === null ? [] : resume(partial, names);
  const known = new Set(outcomes.map(keyOf));
  const left = names.filter((name) => !known.has(keyOf(name)));
  const take = (outcome: SequenceOutcome) => {
    outcomes.push(outcome);
    if (partial !== null) appendFileSync(partial, `${JSON.stringify(outcome)}\n`);
    onOutcome(outcome, outcomes.length, names.length);
  };
  await Promise.all(
    Array.from({ length: Math.min(workers, left.length) }, async () => {
      const worker = new Worker(new URL('./sequence-worker.ts', import.meta.url));
      try {
        await feed(worker, left, take);
      } finally {
        await worker.terminate();
      }
    }),
  );
  return outcomes;
}

function feed(worker: Worker, left: SequenceName[], take: (outcome: SequenceOutcome) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: SequenceOutcome | 'ready') => {
      if (message !== 'ready') take(message);
      const next = left.shift();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process, not a window
      if (next) worker.postMessage(next);
      else resolve();
    });
  });
}

function keyOf({ kind, index }: SequenceName): string {
  return `${kind} ${index}`;
}

/** Throws when the file was made by other rules: figures of two checks do not add up. */
function resume(partial: string, names: readonly SequenceName[]): SequenceOutcome[] {
  const rules = rulesDigest();
  if (!existsSync(partial)) {
    writeFileSync(partial, `${JSON.stringify({ rules })}\n`);
    return [];
  }
  const [head, ...lines] = readFileSync(partial, 'utf8').split('\n').filter(Boolean);
  if (head !== JSON.stringify({ rules })) throw new Error(`${partial} was made by other rules`);
  const wanted = new Set(names.map(keyOf));
  return lines
    .map((line) => JSON.parse(line) as SequenceOutcome)
    .filter((outcome) => wanted.has(keyOf(outcome)));
}

/** Of everything that decides on an outcome: the drawing, the reading and the rules. */
function rulesDigest(): string {
  const hash = createHash('sha256');
  for (const folder of [
    'core/biometrics/liveness',
    'electron/adapter/face-model',
    'test/bench/liveness',
    'renderer/simulate/head',
  ]) {
    for (const file of readdirSync(join(root, folder)).toSorted()) {
      if (!file.endsWith('.ts') || /\.(?:test|fixture)\.ts$/.test(file)) continue;
      hash.update(file).update(readFileSync(join(root, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
