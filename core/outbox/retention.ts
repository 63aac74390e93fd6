// How long a kiosk keeps what, by kind of data (rules RT1 to RT7 in docs/spec/retention.md). It computes the moments before
// which something is due; it deletes nothing. All times in milliseconds since 1970.
import type { RetentionPolicy } from '#core/contract/bank/catalogue.ts';

/** Where the bank's policy says nothing. */
export const defaultRetention: RetentionPolicy = {
  picturesDays: 7,
  detailsDays: 30,
  draftDays: 14,
  draftWarningDays: 3,
};

const dayMs = 24 * 60 * 60_000;

export interface RetentionDue {
  /** Receipts before this: the pictures and the sealed copy have served. */
  readonly picturesMs: number;
  /** The bank's final word before this: the customer's details have served. */
  readonly detailsMs: number;
  /** Drafts last changed before this are wiped; before `draftWarningMs` their wiping is announced. */
  readonly draftMs: number;
  readonly draftWarningMs: number;
}

export function retentionDue(nowMs: number, policy: RetentionPolicy): RetentionDue {
  const ago = (days: number): number => nowMs - days * dayMs;
  return {
    picturesMs: ago(policy.picturesDays),
    // Never before the pictures: nothing of a case is left once its details are gone.
    detailsMs: ago(Math.max(policy.detailsDays, policy.picturesDays)),
    draftMs: ago(policy.draftDays),
    draftWarningMs: ago(Math.max(policy.draftDays - policy.draftWarningDays, 0)),
  };
}

/** When a draft last changed at `changedMs` is wiped. */
export function draftEndsMs(changedMs: number, policy: RetentionPolicy): number {
  return changedMs + policy.draftDays * dayMs;
}
