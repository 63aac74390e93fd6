// npm run bench -- liveness: attacks and genuine customers, drawn from seeds, through the kiosk's own nets and rules.
// APCER by kind and BPCER by group as ISO/IEC 30107-3 counts them, with Wilson's 95 % intervals; times of one thread.
import { parseArgs } from 'node:util';
import { measureTimes } from './liveness/measure-times.ts';
import { openNets } from './liveness/open-nets.ts';
import { runAll } from './liveness/run-all.ts';
import type { SequenceOutcome } from './liveness/sequence-worker.ts';
import { wilson, type Rate } from './liveness/wilson.ts';
import {
  seedRanges,
  sequenceKinds,
  workList,
  type SeedRange,
  type SequenceKind,
} from './liveness/work-list.ts';

/** Of each kind of attack; genuine sequences are twice as many. */
const defaultSequences = 150;

export async function livenessBench(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { sequences, workers, range, kinds, partial } = optionsOf(args);
  // First of all, while nothing else of the bench runs.
  const times = await measureTimes(await openNets());
  const outcomes = await runAll(workList(range, sequences, kinds), {
    workers,
    partial,
    onOutcome: ({ kind, index, outcome, why, signals, frames }, done, of) => {
      const failed = signals.flatMap(({ signal, says, value }) =>
        says === 'fail' ? [`${signal} ${value?.toFixed(2)}`] : [],
      );
      console.error(`${done}/${of} ${kind} ${index}: ${outcome} ${why ?? ''} ${frames} ${failed.join(', ')}`);
    },
  });
  const genuine = outcomes.filter(({ kind }) => kind === 'genuine');
  const attacks = Map.groupBy(
    outcomes.filter(({ kind }) => kind !== 'genuine'),
    ({ kind }) => kind,
  );
  return {
    sequences,
    seeds: range,
    apcer: Object.fromEntries(
      [...attacks].map(([kind, of]): [string, Rate] => [
        kind,
        rateOf(of, ({ outcome }) => outcome === 'live'),
      ]),
    ),
    bpcer: bpcerOf(genuine),
    stoppedBy: Object.fromEntries([...attacks].map(([kind, of]) => [kind, reasonsOf(of)])),
    refusedBecause: reasonsOf(genuine),
    ...times,
  };
}

function rateOf(outcomes: readonly SequenceOutcome[], counts: (outcome: SequenceOutcome) => boolean): Rate {
  return wilson(outcomes.filter(counts).length, outcomes.length);
}

function bpcerOf(genuine: readonly SequenceOutcome[]): Record<string, Rate> {
  const groups = new Map<string, SequenceOutcome[]>();
  for (const outcome of genuine) {
    const names = Object.entries(outcome.groups).map(([name, value]) => `${name}:${value}`);
    for (const name of ['all', ...names]) groups.set(name, [...(groups.get(name) ?? []), outcome]);
  }
  return Object.fromEntries(
    [...groups]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, of]) => [name, rateOf(of, ({ outcome }) => outcome !== 'live')]),
  );
}

/** What stopped them: the reason told, or the signs that failed. */
function reasonsOf(outcomes: readonly SequenceOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome, why, signals } of outcomes) {
    if (outcome === 'live' || why === null) continue;
    const failed = signals.filter(({ says }) => says === 'fail').map(({ signal }) => signal);
    const reason = why === 'not-sure' ? failed.join('+') : why;
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

function optionsOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sequences: { type: 'string', default: `${defaultSequences}` },
      workers: { type: 'string', default: '1' },
      seeds: { type: 'string', default: 'held-out' },
      kinds: { type: 'string' },
      partial: { type: 'string' },
    },
  });
  const range = (Object.keys(seedRanges) as SeedRange[]).find((name) => name === values.seeds);
  if (!range) throw new Error(`--seeds takes ${Object.keys(seedRanges).join(' or ')}`);
  return {
    sequences: wholeNumber('sequences', values.sequences),
    workers: wholeNumber('workers', values.workers),
    range,
    kinds: kindsOf(values.kinds),
    partial: values.partial ?? null,
  };
}

function kindsOf(given: string | undefined): readonly SequenceKind[] {
  if (given === undefined) return sequenceKinds;
  return given.split(',').map((name) => {
    const kind = sequenceKinds.find((each) => each === name);
    if (!kind) throw new Error(`--kinds takes some of ${sequenceKinds.join(',')}`);
    return kind;
  });
}

function wholeNumber(name: string, value: string): number {
  const given = Number(value);
  if (!Number.isInteger(given) || given < 1) throw new Error(`--${name} takes a whole number from 1`);
  return given;
}
