import { expect, test } from 'vitest';
import { faceCalibrationSchema, onCommonScale, smallBelowPx, sourceOf } from './face-calibration.ts';

const wide = { matchAtLeast: 0.93, reviewAtLeast: 0.85 };

test('FM9: a calibrated match is 0.40 and a calibrated review 0.30, whichever recogniser measured', () => {
  expect(onCommonScale(0.93, wide)).toBeCloseTo(0.4);
  expect(onCommonScale(0.85, wide)).toBeCloseTo(0.3);
  expect(onCommonScale(1, wide)).toBeCloseTo(1);
  expect(onCommonScale(0.37, { matchAtLeast: 0.4, reviewAtLeast: 0.3 })).toBeCloseTo(0.37);
});

test('FM9: the scale keeps the order and ends at -1 and 1', () => {
  let before = -2;
  for (let cosine = -1; cosine <= 1; cosine += 0.01) {
    const score = onCommonScale(cosine, wide);
    expect(score).toBeGreaterThanOrEqual(before);
    expect(Math.abs(score)).toBeLessThanOrEqual(1);
    before = score;
  }
});

test('FM10: a calibration whose review band is empty or which lacks a kind of reference is refused', () => {
  const good = { 'signed-photo': wide, chip: wide, printed: wide, small: wide };
  expect(faceCalibrationSchema.safeParse(good).success).toBe(true);
  const empty = { matchAtLeast: 0.3, reviewAtLeast: 0.3 };
  expect(faceCalibrationSchema.safeParse({ ...good, chip: empty }).success).toBe(false);
  expect(faceCalibrationSchema.safeParse({ chip: wide, printed: wide }).success).toBe(false);
});

test('FM12: a face of few pixels falls under its own calibration, except a chip’s', () => {
  expect(sourceOf('printed', smallBelowPx - 1)).toBe('small');
  expect(sourceOf('signed-photo', smallBelowPx - 1)).toBe('small');
  expect(sourceOf('printed', smallBelowPx)).toBe('printed');
  expect(sourceOf('chip', 20)).toBe('chip');
});
