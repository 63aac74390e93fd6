import { describe, expect, it } from 'vitest';
import { instantSchema } from '#core/kernel/instant.ts';
import { createWrongTries, triesAllowed } from './wrong-tries.ts';

const at = (minute: number) =>
  instantSchema.parse(`2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`);

describe('wrong passwords', () => {
  it('AC5 closes after the fifth and opens again after fifteen minutes', () => {
    const tries = createWrongTries();
    const left = Array.from({ length: triesAllowed }, () => tries.wrong('asha', at(0)));
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect(tries.mayTry('asha', at(14))).toBe(false);
    expect(tries.mayTry('vikram', at(0))).toBe(true);
    expect(tries.mayTry('asha', at(15))).toBe(true);
  });

  it('AC5 a clock set back does not open the door early', () => {
    const tries = createWrongTries();
    for (let n = 0; n < triesAllowed; n += 1) tries.wrong('asha', at(30));
    expect(tries.mayTry('asha', at(20))).toBe(false);
  });

  it('a right password clears the count', () => {
    const tries = createWrongTries();
    tries.wrong('asha', at(0));
    tries.clear('asha');
    expect(tries.wrong('asha', at(1))).toBe(triesAllowed - 1);
  });
});
