import { expect, it } from 'vitest';
import { defaultRetention, draftEndsMs, retentionDue } from './retention.ts';

const dayMs = 86_400_000;
const nowMs = 1_800_000_000_000;
const daysAgo = (ms: number): number => (nowMs - ms) / dayMs;

it('RT1 each kind of data has its own time', () => {
  const due = retentionDue(nowMs, { picturesDays: 2, detailsDays: 10, draftDays: 5, draftWarningDays: 1 });
  expect([due.picturesMs, due.detailsMs, due.draftMs, due.draftWarningMs].map(daysAgo)).toEqual([
    2, 10, 5, 4,
  ]);
});

it('RT1 details never go before the pictures, and a warning is never in the future', () => {
  const due = retentionDue(nowMs, { picturesDays: 20, detailsDays: 1, draftDays: 1, draftWarningDays: 9 });
  expect(daysAgo(due.detailsMs)).toBe(20);
  expect(daysAgo(due.draftWarningMs)).toBe(0);
});

it('RT4 says when a draft ends', () => {
  expect(draftEndsMs(nowMs, defaultRetention)).toBe(nowMs + 14 * dayMs);
});
