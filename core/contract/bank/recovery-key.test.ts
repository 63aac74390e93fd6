import { expect, it } from 'vitest';
import { readRecoveryKey, recoveryKeyText } from './recovery-key.ts';

const key = 'A'.repeat(43);

it('comes back as it went, blanks or not', () => {
  expect(readRecoveryKey(recoveryKeyText(key))).toBe(key);
  expect(readRecoveryKey(` ${recoveryKeyText(key).replace('-', '-\n')} `)).toBe(key);
});

it.each(['', key, 'PRVK1-', `PRVK1-${key}A`, `PRVK1-${'ä'.repeat(43)}`])('%j is none', (text) => {
  expect(readRecoveryKey(text)).toBeNull();
});
