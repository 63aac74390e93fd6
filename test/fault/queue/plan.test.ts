// The deaths of the queue fault: every named point gets its turn, the bank its share.
import { describe, expect, it } from 'vitest';
import { seededChance } from '../chance.ts';
import { inTurn, ordersOf, planOf } from './plan.ts';
import { writePoints } from './write-points.ts';

describe('plans', () => {
  const plans = (count: number) => {
    const [turn, chance] = [inTurn(), seededChance(7)];
    return Array.from({ length: count }, (_, run) => planOf(run, turn, chance));
  };

  it('visit every write point in 60 runs, and kill the bank in one of ten', () => {
    const sixty = plans(60);
    const visited = new Set(sixty.flatMap((plan) => (plan.kind === 'point' ? [plan.point] : [])));
    expect([...visited].sort()).toEqual([...writePoints].sort());
    expect(sixty.filter(({ kind }) => kind === 'bank')).toHaveLength(6);
  });

  it('are the same for the same seed', () => {
    expect(plans(30)).toEqual(plans(30));
  });

  it('cut the line only where a delivery must fail', () => {
    const cut = plans(200).filter((plan) => ordersOf(plan).cutUntilWaiting);
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.every((plan) => plan.kind === 'point' && plan.point.startsWith('mark-waiting'))).toBe(true);
  });
});
