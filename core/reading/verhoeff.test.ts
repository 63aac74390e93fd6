// Verhoeff against published values and its own promise: every single error, every adjacent transposition is caught.
import { describe, expect, it } from 'vitest';
import { verhoeffCheckDigit, verhoeffValid } from './verhoeff.ts';

describe('verhoeff', () => {
  it('agrees with the published example 236 → 3', () => {
    expect(verhoeffCheckDigit('236')).toBe('3');
    expect(verhoeffValid('2363')).toBe(true);
  });

  it.each(['234567890124', '999941057058', '999971658847'])('accepts %s', (digits) => {
    expect(verhoeffValid(digits)).toBe(true);
    expect(verhoeffCheckDigit(digits.slice(0, -1))).toBe(digits.slice(-1));
  });

  it('refuses 123456789012, whose check digit would be 0', () => {
    expect(verhoeffValid('123456789012')).toBe(false);
    expect(verhoeffCheckDigit('12345678901')).toBe('0');
  });

  it.each(['', '5', '99994105705a', '9999 4105 7058'])('refuses %j', (text) => {
    expect(verhoeffValid(text)).toBe(false);
  });

  it('catches every wrong digit and every swapped pair', () => {
    const good = '999941057058';
    let tried = 0;
    for (let i = 0; i < good.length; i++) {
      for (let digit = 0; digit <= 9; digit++) {
        const bad = good.slice(0, i) + String(digit) + good.slice(i + 1);
        if (bad === good) continue;
        tried += 1;
        expect(verhoeffValid(bad)).toBe(false);
      }
      const swapped = good.slice(0, i) + (good[i + 1] ?? '') + (good[i] ?? '') + good.slice(i + 2);
      expect(verhoeffValid(swapped)).toBe(swapped === good);
    }
    expect(tried).toBe(108);
  });
});
