import { expect, it } from 'vitest';
import { nonceSeedOf, seedRanges, sequenceKinds, workList } from './work-list.ts';

it('the two ranges of seeds share nothing, at ten times the size of a full run', () => {
  const name = ({ kind, index }: { kind: string; index: number }) => `${kind} ${index}`;
  const tuning = new Set(workList('tuning', 1500).map(name));
  expect(workList('held-out', 1500).filter((each) => tuning.has(name(each)))).toEqual([]);
});

it('a run broken off has as many of each kind, and twice as many genuine ones', () => {
  const begun = workList('held-out', 150).slice(0, 3 * (sequenceKinds.length + 1));
  const count = (kind: string) => begun.filter((each) => each.kind === kind).length;
  expect(sequenceKinds.map(count)).toEqual(sequenceKinds.map((kind) => (kind === 'genuine' ? 6 : 3)));
});

it('every sequence is asked in an order of its own', () => {
  const all = workList('held-out', 150);
  expect(new Set(all.map(nonceSeedOf)).size).toBe(all.length);
  expect(seedRanges.tuning).toBeLessThan(seedRanges['held-out']);
});
