import { expect, test } from 'vitest';
import { bestThreshold, equalErrorRate, foldAccuracy, thresholdAt, trueAcceptance } from './error-rates.ts';

const pair = (score: number, same: boolean, fold: number) => ({ score, same, fold });

test('the threshold of a fold comes from the others', () => {
  const first = [pair(0.9, true, 0), pair(0.1, false, 0)];
  const second = [pair(0.45, true, 1), pair(0.3, false, 1)];
  // Fold 1 taught 0.375: fold 0 is right. Fold 0 taught 0.5: fold 1's genuine pair is lost.
  expect(foldAccuracy([...first, ...second])).toBe(0.75);
  expect(bestThreshold(second)).toBeCloseTo(0.375);
});

test('pairs with equal scores cannot be told apart by any threshold', () => {
  expect(
    foldAccuracy([pair(0.5, true, 0), pair(0.5, false, 0), pair(0.5, true, 1), pair(0.5, false, 1)]),
  ).toBe(0.5);
});

test('acceptance at a share of strangers', () => {
  const impostors = Float32Array.from({ length: 1000 }, (_, index) => index / 1000);
  expect(thresholdAt(impostors, 1e-2)).toBeCloseTo(0.989);
  expect(impostors.filter((score) => score > thresholdAt(impostors, 1e-2))).toHaveLength(10);
  expect(thresholdAt(impostors, 0)).toBeCloseTo(0.999);
  expect(trueAcceptance([0.5, 0.98, 0.995, 1], thresholdAt(impostors, 1e-2))).toBe(0.5);
});

test('the equal error rate of two overlapping heaps', () => {
  const impostors = Float32Array.from({ length: 100 }, (_, index) => index / 100);
  const genuine = Array.from({ length: 100 }, (_, index) => 0.9 + index / 100);
  expect(equalErrorRate(genuine, impostors)).toBeCloseTo(0.05, 2);
  expect(equalErrorRate([2, 3], impostors)).toBe(0);
});
