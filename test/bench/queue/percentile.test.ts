// The benchmark's arithmetic.
import { expect, it } from 'vitest';
import { median, percentile, rounded, total } from './percentile.ts';

it('finds percentiles whatever the order, and does not fail on nothing', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 95)).toBe(96);
  expect(median([5, 1, 9])).toBe(5);
  expect(median([])).toBe(0);
  expect(total([1, 2, 3])).toBe(6);
  expect(rounded(1.2345)).toBe(1.23);
});
