import { expect, test } from 'vitest';
import type { CaseSummary } from '#core/contract/kiosk/case-view.ts';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { casesIn } from './case-lists.ts';

const now = new Date(2026, 10, 20, 12).getTime();
let made = 0;
function summary(given: Partial<CaseSummary>): CaseSummary {
  made += 1;
  return {
    caseId: caseIdSchema.parse(`01930000-0000-7000-8000-${String(made).padStart(12, '0')}`),
    reference: `R${made}`,
    status: 'sealed',
    at: 'done',
    startedAt: instantSchema.parse(new Date(now - made * 1000).toISOString()),
    simulated: false,
    customerName: null,
    delivery: 'accepted',
    bankState: 'opened',
    accountNumber: null,
    ...given,
  };
}

const yesterday = instantSchema.parse(new Date(2026, 10, 19, 12).toISOString());
const cases = {
  opened: summary({}),
  draft: summary({ status: 'draft', at: 'face', delivery: null, bankState: null, startedAt: yesterday }),
  queued: summary({ delivery: 'waiting', bankState: null }),
  parked: summary({ delivery: 'parked', bankState: null }),
  code: summary({ bankState: 'awaiting-mobile' }),
  refused: summary({ bankState: 'refused' }),
  abandoned: summary({ status: 'abandoned', delivery: null, bankState: null }),
};
const names = (list: Parameters<typeof casesIn>[0]) =>
  casesIn(list, Object.values(cases), now).map(
    (each) => Object.entries(cases).find(([, one]) => one === each)?.[0],
  );

test("today's cases, newest first, without what was abandoned", () => {
  expect(names('today')).toEqual(['opened', 'queued', 'parked', 'code', 'refused']);
});

test('a draft of another day can still be resumed', () => {
  expect(names('drafts')).toEqual(['draft']);
});

test('only what is not yet with the bank waits', () => {
  expect(names('waiting')).toEqual(['queued']);
});

test('what came back, got stuck or needs a code asks for attention', () => {
  expect(names('attention')).toEqual(['parked', 'code', 'refused']);
});
