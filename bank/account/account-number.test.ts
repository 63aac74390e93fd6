import { describe, expect, it } from 'vitest';
import { checkDigitOf, isAccountNumber, makeAccountNumber } from './account-number.ts';

describe('account numbers', () => {
  it('carry the branch’s code and a check digit', () => {
    for (let n = 0; n < 200; n += 1) {
      const number = makeAccountNumber('PRVB0001004');
      expect(number).toMatch(/^1004\d{10}$/);
      expect(isAccountNumber(number)).toBe(true);
    }
  });

  it('every single wrong digit is noticed', () => {
    const number = makeAccountNumber('PRVB0001008');
    for (let at = 0; at < number.length; at += 1) {
      for (const digit of '0123456789') {
        const changed = number.slice(0, at) + digit + number.slice(at + 1);
        expect(isAccountNumber(changed)).toBe(changed === number);
      }
    }
  });

  it('the check digit is that of ISO/IEC 7064 MOD 11,10', () => {
    // The standard's own example: 0794 has the check digit 5.
    expect(checkDigitOf('0794')).toBe(5);
  });
});
