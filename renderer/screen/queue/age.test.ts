import { expect, test } from 'vitest';
import { ageInWords } from './age.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');

test.each([
  ['2026-11-20T11:59:30.000Z', '0 minutes'],
  ['2026-11-20T10:30:00.000Z', '90 minutes'],
  ['2026-11-20T09:00:00.000Z', '3 hours'],
  ['2026-11-17T09:00:00.000Z', '3 days'],
  ['2026-11-21T09:00:00.000Z', '0 minutes'],
])('%s is %s old', (since, words) => {
  expect(ageInWords(since, now, 'en-IN')).toBe(words);
});

test('in Hindi too', () => {
  expect(ageInWords('2026-11-17T09:00:00.000Z', now, 'hi-IN')).toBe('3 दिन');
});
