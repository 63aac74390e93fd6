// Whether the wall clock can be believed: against what was seen last, against how long the kiosk has run since, and against
// the bank's signed moments (rules TT1 to TT5 in docs/spec/time.md). All times in milliseconds since 1970.

export const clockStandings = ['trusted', 'clock-set-back', 'clock-set-forward'] as const;
export type ClockStanding = (typeof clockStandings)[number];

/** What a time service or the bank's own tolerance may move a clock by: two minutes. */
export const clockSlackMs = 2 * 60_000;
/** Switched off or asleep the kiosk counts nothing, so a leap ahead proves itself only beyond a long holiday: 14 days. */
export const leapMs = 14 * 24 * 60 * 60_000;

export interface TimeKnown {
  /** The wall clock at the last look that was believed, brought forward by what the kiosk has run since. */
  readonly seenMs: number | null;
  /** The latest moment the bank has signed: it is no earlier than this. */
  readonly provedMs: number | null;
  /** As it was judged last. */
  readonly standing: ClockStanding;
}

export interface ClockVerdict {
  readonly standing: ClockStanding;
  /** How far off, at least; 0 when trusted. */
  readonly byMs: number;
}

const trusted: ClockVerdict = { standing: 'trusted', byMs: 0 };

export function judgeClock(nowMs: number, { seenMs, provedMs, standing }: TimeKnown): ClockVerdict {
  const earliestMs = Math.max(seenMs ?? -Infinity, provedMs ?? -Infinity);
  if (nowMs < earliestMs - clockSlackMs) return { standing: 'clock-set-back', byMs: earliestMs - nowMs };
  // A new store, or a bank heard of meanwhile: nothing says that it is late, or the bank itself does.
  // Once found ahead it must come back as far: time passing does not make a wrong clock right.
  const aheadMs = standing === 'clock-set-forward' ? clockSlackMs : leapMs;
  if (seenMs === null || nowMs <= earliestMs + aheadMs) return trusted;
  return { standing: 'clock-set-forward', byMs: nowMs - earliestMs };
}

/** Against a moment the bank has signed just now: it decides, whatever was seen before. */
export function judgeByBank(nowMs: number, bankMs: number): ClockVerdict {
  if (nowMs < bankMs - clockSlackMs) return { standing: 'clock-set-back', byMs: bankMs - nowMs };
  if (nowMs > bankMs + clockSlackMs) return { standing: 'clock-set-forward', byMs: nowMs - bankMs };
  return trusted;
}
