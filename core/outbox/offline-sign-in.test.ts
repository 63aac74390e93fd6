import { expect, it } from 'vitest';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { mayStillSignInOffline } from './offline-sign-in.ts';

const at = (text: string): Instant => instantSchema.parse(text);
const vouched = at('2026-01-01T09:00:00.000Z');

it.each([
  ['2026-01-01T09:00:00.000Z', undefined, true],
  ['2026-03-02T09:00:00.000Z', undefined, true],
  ['2026-03-02T09:00:00.001Z', undefined, false],
  ['2026-01-08T09:00:00.000Z', 7, true],
  ['2026-01-08T09:00:00.001Z', 7, false],
  // The clock is another matter, and watched elsewhere.
  ['2025-12-31T09:00:00.000Z', 7, true],
])('AC7 at %s, allowed %s days, signing in without a line is %s', (now, days, allowed) => {
  expect(mayStillSignInOffline(vouched, at(now), days)).toBe(allowed);
});
