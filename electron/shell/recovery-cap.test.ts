import { expect, test } from 'vitest';
import { createRecoveryCap, recoveries } from './recovery-cap.ts';

test('a few crashes are recovered from, a run of them is not, and time forgives', () => {
  let nowMs = 0;
  const cap = createRecoveryCap(() => nowMs);
  const run = Array.from({ length: recoveries.most + 1 }, () => cap.allows());
  expect(run).toEqual([true, true, true, false]);
  nowMs = recoveries.withinMs;
  expect(cap.allows()).toBe(true);
});
