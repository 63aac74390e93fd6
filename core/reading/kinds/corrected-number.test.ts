// CS37: a misread number is put right by hand where nothing proves it.
import { describe, expect, it } from 'vitest';
import { correctedNumber, mayCorrectNumber } from './corrected-number.ts';

describe('a number corrected by hand', () => {
  it.each([
    ['pan', 'abcps 1234 k', 'A8CPS1234K', 'ABCPS1234K'],
    ['voter-card', 'xgr1234567', 'XGR1234561', 'XGR1234567'],
    ['driving-licence', 'MH12-2019-0034567', 'MH12 20190034561', 'MH12 20190034567'],
  ] as const)('CS37 %s %s is kept in its own form', (kind, typed, read, kept) =>
    expect(correctedNumber(kind, typed, read)).toBe(kept),
  );

  it.each([
    ['pan', 'ABCXS1234K', 'a holder that there is not'],
    ['pan', 'ABCPS123', 'too short'],
    ['pan', 'A8CPS1234K', 'a digit for a letter'],
    ['pan', 'ZYXPW9876K', 'another number'],
    ['driving-licence', 'MH1219190034567', 'a year before there were such'],
    ['passport', 'ABCPS1234K', 'a kind whose number is proved'],
  ] as const)('CS37 %s %s is refused: %s', (kind, typed, _why) =>
    expect(
      correctedNumber(kind, typed, kind === 'driving-licence' ? 'MH12 20190034567' : 'ABCPS1234K'),
    ).toBeNull(),
  );

  it('CS37 only the number itself, of kinds without a proof', () => {
    expect(mayCorrectNumber('pan', { name: 'panNumber', proof: null })).toBe(true);
    expect(mayCorrectNumber('pan', { name: 'documentNumber', proof: null })).toBe(false);
    expect(mayCorrectNumber('aadhaar', { name: 'aadhaarNumber', proof: null })).toBe(false);
    expect(mayCorrectNumber('identity-card', { name: 'documentNumber', proof: null })).toBe(false);
    expect(mayCorrectNumber('voter-card', { name: 'documentNumber', proof: 'check-digits' })).toBe(false);
  });
});
