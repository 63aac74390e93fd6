// The number's written forms (D4), its checks (D5, M1), its mask (M7) and what only looks like one (M9).
import { describe, expect, it } from 'vitest';
import { findAadhaarNumbers, isAadhaarNumber, maskAadhaar, normaliseAadhaar } from './aadhaar-number.ts';

const digitsIn = (text: string): string[] => findAadhaarNumbers(text).map((found) => found.digits);

describe('aadhaar number', () => {
  it.each(['999941057058', '9999 4105 7058', '9999-4105-7058', '9999.4105.7058', ' 9999 4105 7058 '])(
    'D4 reads %j',
    (text) => expect(normaliseAadhaar(text)).toBe('999941057058'),
  );

  it.each(['', '9999 4105 705', '99994 105 7058', '9999 4105-7058', 'x999941057058', '9999410570581'])(
    'D4 refuses %j',
    (text) => expect(normaliseAadhaar(text)).toBeNull(),
  );

  it('M1 refuses 123456789012, a wrong check digit, and a first digit of 0 or 1', () => {
    expect(isAadhaarNumber('123456789012')).toBe(false);
    expect(isAadhaarNumber('999941057059')).toBe(false);
    expect(isAadhaarNumber('123456789010')).toBe(false);
    expect(isAadhaarNumber('012345678901')).toBe(false);
    expect(isAadhaarNumber('234567890124')).toBe(true);
  });

  it.each([
    '9999 4105 7058 1234',
    '1234 9999 4105 7058',
    '9999410570581234',
    '9999-4105-7058-1234',
    'VID : 9131 9999 4105 7058',
  ])('M9 sees no number inside the VID %j', (text) => expect(digitsIn(text)).toEqual([]));

  it('M9 sees the number beside a date, a word or a shorter number', () => {
    expect(digitsIn('DOB 15/08/1985 9999 4105 7058')).toEqual(['999941057058']);
    expect(digitsIn('No. 9999 4105 7058 MALE')).toEqual(['999941057058']);
    expect(digitsIn('9999 4105 7058 42')).toEqual(['999941057058']);
  });

  it('M1 reports a number with a wrong check digit as found and not valid', () => {
    expect(findAadhaarNumbers('1234 5678 9012')).toMatchObject([{ digits: '123456789012', valid: false }]);
  });

  it('M7 masks every form, and hides whole what it cannot read', () => {
    expect(maskAadhaar('234567890124')).toBe('XXXX XXXX 0124');
    expect(maskAadhaar('2345 6789 0124')).toBe('XXXX XXXX 0124');
    expect(maskAadhaar('2345 6789')).toBe('XXXX XXXX XXXX');
  });
});
