// Progress over several parts never falls and ends at 100.
import { expect, it } from 'vitest';
import { slices } from './progress.ts';

it('gives each part its share and never falls', () => {
  const told: number[] = [];
  const [first, second] = slices((percent) => told.push(percent), [1, 3]);
  first(0.5);
  second(0.2);
  first(1);
  second(0.1);
  second(7);
  expect(told).toEqual([12.5, 40, 100]);
});
