// Locks an officer's sign-in for a while after too many wrong passwords on this kiosk.
import type { Instant } from '#core/kernel/instant.ts';

/** As at the bank: five wrong passwords close the door for fifteen minutes. */
export const triesAllowed = 5;
export const lockedMs = 15 * 60 * 1000;

export interface WrongTries {
  mayTry(officerId: string, now: Instant): boolean;
  /** Counts one more and returns how many are left. */
  wrong(officerId: string, now: Instant): number;
  clear(officerId: string): void;
}

export function createWrongTries(): WrongTries {
  const wrongAt = new Map<string, number[]>();
  const recent = (officerId: string, now: Instant) =>
    (wrongAt.get(officerId) ?? []).filter((at) => Math.abs(Date.parse(now) - at) < lockedMs);
  return {
    mayTry: (officerId, now) => recent(officerId, now).length < triesAllowed,
    wrong(officerId, now) {
      const all = [...recent(officerId, now), Date.parse(now)];
      wrongAt.set(officerId, all);
      return Math.max(0, triesAllowed - all.length);
    },
    clear: (officerId) => void wrongAt.delete(officerId),
  };
}
