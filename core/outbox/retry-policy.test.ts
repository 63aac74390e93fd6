import { describe, expect, it } from 'vitest';
import {
  delayAfterProbe,
  delayAfterTry,
  isBeyondAnyWait,
  longestRestMs,
  longestRetryAfterMs,
  retryAfterMs,
  withJitter,
} from './retry-policy.ts';

const middle = 0.5;

describe('delayAfterTry', () => {
  it('SY3 tries three times a round, 1 s and 2 s apart', () => {
    expect([1, 2].map((tries) => delayAfterTry(tries, middle))).toEqual([1000, 2000]);
    expect([4, 5].map((tries) => delayAfterTry(tries, middle))).toEqual([1000, 2000]);
  });

  it('SY3 rests longer after each round, up to five minutes, and never gives up', () => {
    expect([3, 6, 9, 12].map((tries) => delayAfterTry(tries, middle))).toEqual([
      60_000, 120_000, 240_000, 300_000,
    ]);
    expect(delayAfterTry(3_000_000, middle)).toBe(longestRestMs);
  });

  it('SY3 jitters by ten per cent either way and no more', () => {
    expect(withJitter(1000, 0)).toBe(900);
    expect(withJitter(1000, 0.999999)).toBe(1100);
    for (let tries = 1; tries < 40; tries += 1) {
      const exact = delayAfterTry(tries, middle);
      expect(delayAfterTry(tries, 0)).toBeGreaterThanOrEqual(exact * 0.9 - 1);
      expect(delayAfterTry(tries, 0.9999)).toBeLessThanOrEqual(exact * 1.1 + 1);
    }
  });
});

describe('delayAfterProbe', () => {
  it('SY4 looks for the line every two seconds in the first minute, later every thirty', () => {
    expect([1, 15, 30].map((failed) => delayAfterProbe(failed, middle))).toEqual([2000, 2000, 2000]);
    expect([31, 32, 33, 34, 500].map((failed) => delayAfterProbe(failed, middle))).toEqual([
      4000, 8000, 16_000, 30_000, 30_000,
    ]);
  });
});

describe('waits that other clocks asked for', () => {
  it('SY9 follows Retry-After, between a second and an hour', () => {
    expect(retryAfterMs(0)).toBe(1000);
    expect(retryAfterMs(7)).toBe(7000);
    expect(retryAfterMs(1e9)).toBe(longestRetryAfterMs);
  });

  it('SY12 knows a stored moment that no wait of ours could have made', () => {
    expect(isBeyondAnyWait(longestRetryAfterMs)).toBe(false);
    expect(isBeyondAnyWait(longestRestMs * 1.1)).toBe(false);
    expect(isBeyondAnyWait(365 * 86_400_000)).toBe(true);
  });
});
