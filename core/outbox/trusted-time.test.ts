import { describe, expect, it } from 'vitest';
import { clockSlackMs, judgeByBank, judgeClock, leapMs, type TimeKnown } from './trusted-time.ts';

const seenMs = 1_800_000_000_000;
const known: TimeKnown = { seenMs, provedMs: null, standing: 'trusted' };

describe('the clock by what the kiosk knows itself', () => {
  it('TT1 set back further than a time service would is seen, and by how much', () => {
    expect(judgeClock(seenMs - clockSlackMs, known).standing).toBe('trusted');
    expect(judgeClock(seenMs - clockSlackMs - 1, known)).toEqual({
      standing: 'clock-set-back',
      byMs: clockSlackMs + 1,
    });
  });

  it('TT1 earlier than a moment the bank has signed is set back, whatever was seen here', () => {
    expect(judgeClock(seenMs, { ...known, provedMs: seenMs + 3_600_000 })).toEqual({
      standing: 'clock-set-back',
      byMs: 3_600_000,
    });
  });

  it('TT2 a leap beyond any holiday is seen; one that the bank’s word covers is not', () => {
    expect(judgeClock(seenMs + leapMs, known).standing).toBe('trusted');
    const late = seenMs + leapMs + 1;
    expect(judgeClock(late, known)).toEqual({ standing: 'clock-set-forward', byMs: leapMs + 1 });
    expect(judgeClock(late, { ...known, provedMs: late - 1000 }).standing).toBe('trusted');
  });

  it('TT2 once found ahead it is believed again only when it has come back', () => {
    const found: TimeKnown = { ...known, standing: 'clock-set-forward' };
    expect(judgeClock(seenMs + 3_600_000, found).standing).toBe('clock-set-forward');
    expect(judgeClock(seenMs + clockSlackMs, found).standing).toBe('trusted');
  });

  it('TT2 a new store knows nothing, and believes', () => {
    expect(judgeClock(seenMs, { ...known, seenMs: null }).standing).toBe('trusted');
    expect(judgeClock(seenMs, { ...known, seenMs: null, provedMs: seenMs - 10 * leapMs }).standing).toBe(
      'trusted',
    );
  });
});

it('TT3 a moment the bank signs now decides, both ways', () => {
  expect(judgeByBank(seenMs, seenMs + clockSlackMs).standing).toBe('trusted');
  expect(judgeByBank(seenMs, seenMs - clockSlackMs).standing).toBe('trusted');
  expect(judgeByBank(seenMs, seenMs + 600_000)).toEqual({ standing: 'clock-set-back', byMs: 600_000 });
  expect(judgeByBank(seenMs, seenMs - 600_000)).toEqual({ standing: 'clock-set-forward', byMs: 600_000 });
});
