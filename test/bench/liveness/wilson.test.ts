import { expect, it } from 'vitest';
import { wilson } from './wilson.ts';

it('says how far none of 150 may be from none at all', () => {
  const { rate, low, high } = wilson(0, 150);
  expect(rate).toBe(0);
  expect(low).toBeCloseTo(0, 9);
  expect(high).toBeCloseTo(0.02497, 4);
});

it('is the published interval for 81 of 263', () => {
  const { low, high } = wilson(81, 263);
  expect(low).toBeCloseTo(0.2553, 3);
  expect(high).toBeCloseTo(0.3662, 3);
});
