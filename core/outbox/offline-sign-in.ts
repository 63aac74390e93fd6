// How long an officer may sign in without the bank's word: whoever left the bank must not keep a kiosk's door open for ever.
import type { Instant } from '#core/kernel/instant.ts';

/** Where the bank says nothing: longer than any line is away in the field. */
const defaultOfflineSignInDays = 60;

const dayMs = 24 * 60 * 60_000;

/** `vouchedAt`: the bank's last yes to this officer here. A clock set back makes it no younger than it was then. */
export function mayStillSignInOffline(
  vouchedAt: Instant,
  now: Instant,
  days: number = defaultOfflineSignInDays,
): boolean {
  return Date.parse(now) - Date.parse(vouchedAt) <= days * dayMs;
}
