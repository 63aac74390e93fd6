import { describe, expect, it } from 'vitest';
import { defaultFreeze, judgeFreeze } from './freeze-policy.ts';

const dayMs = 86_400_000;
const at = (queued: number, days: number | null) =>
  judgeFreeze(defaultFreeze, { queued, ageMs: days === null ? null : days * dayMs });

describe('the freeze', () => {
  it('SY53 nothing while there is room and the master data are fresh, or of unknown age', () => {
    expect(at(14_999, 13.9)).toEqual({ stop: null, warnings: [] });
    expect(at(0, null)).toEqual({ stop: null, warnings: [] });
    // A clock set back makes nothing older.
    expect(at(0, -400)).toEqual({ stop: null, warnings: [] });
  });

  it('SY53 warns first, then stops, for either reason', () => {
    expect(at(15_000, 0)).toEqual({ stop: null, warnings: ['queue-filling'] });
    expect(at(20_000, 0)).toEqual({ stop: 'queue-full', warnings: ['queue-full'] });
    expect(at(0, 14)).toEqual({ stop: null, warnings: ['master-data-ageing'] });
    expect(at(0, 30)).toEqual({ stop: 'master-data-stale', warnings: ['master-data-stale'] });
    expect(at(20_000, 30).warnings).toEqual(['queue-full', 'master-data-stale']);
  });

  it('SY53 is as the bank says', () => {
    const policy = { queueWarn: 1, queueStop: 2, staleWarnDays: 1, staleStopDays: 2 };
    expect(judgeFreeze(policy, { queued: 2, ageMs: 0 }).stop).toBe('queue-full');
  });
});
