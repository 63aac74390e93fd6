// How long an officer may sign in without the bank's word: whoever left the bank must not keep a kiosk's door open for ever.

/** Where the bank says nothing: longer than any line is away in the field. */
const defaultOfflineSignInDays = 60;

const dayMs = 24 * 60 * 60_000;

/** `ageMs`: since the bank's last yes to this officer here. A clock set back is another matter, and watched elsewhere. */
export function mayStillSignInOffline(ageMs: number, days: number = defaultOfflineSignInDays): boolean {
  return ageMs <= days * dayMs;
}
