import { expect, it } from 'vitest';
import { mayStillSignInOffline } from './offline-sign-in.ts';

const dayMs = 86_400_000;

it.each([
  [0, undefined, true],
  [60 * dayMs, undefined, true],
  [60 * dayMs + 1, undefined, false],
  [7 * dayMs, 7, true],
  [7 * dayMs + 1, 7, false],
])(
  'AC7 %s ms after the bank’s yes, allowed %s days, signing in without a line is %s',
  (ageMs, days, allowed) => {
    expect(mayStillSignInOffline(ageMs, days)).toBe(allowed);
  },
);
