import { describe, expect, test } from 'vitest';
import { mobileSchema } from '#core/contract/bank/mobile.ts';
import { dialCodes, groupedDigits, isLongEnough, nationalDigits, wireNumber } from './mobile-number.ts';

describe('a mobile number as typed', () => {
  test.each([
    ['9876543210', '9876543210'],
    ['98765 43210', '9876543210'],
    ['+91 98765-43210', '9876543210'],
    ['09876543210', '9876543210'],
    ['987654321012345', '9876543210'],
    ['abc', ''],
  ])('India: %j becomes %j', (typed, digits) => {
    expect(nationalDigits(typed, '+91')).toBe(digits);
  });

  test('digits that only look like a country code are kept', () => {
    expect(nationalDigits('9199887766', '+91')).toBe('9199887766');
  });

  test('grouping is for the eye only', () => {
    expect(groupedDigits('9876543210', '+91')).toBe('98765 43210');
    expect(groupedDigits('98765', '+91')).toBe('98765');
    expect(groupedDigits('5012345', '+971')).toBe('501 234 5');
    expect(nationalDigits(groupedDigits('9876543210', '+91'), '+91')).toBe('9876543210');
  });

  test('what is sent is what the contract takes, for every country offered', () => {
    for (const { code } of dialCodes) {
      const digits = nationalDigits('98765432109876', code);
      expect(isLongEnough(digits, code)).toBe(true);
      expect(mobileSchema.safeParse(wireNumber(digits, code)).success).toBe(true);
    }
  });

  test('an unfinished number cannot be sent', () => {
    expect(isLongEnough('987654321', '+91')).toBe(false);
    expect(isLongEnough('12345', '+1')).toBe(false);
  });
});
