// What an officer types as their id, in the form the contract names it; the main process judges whether it is one.
import type { OfficerId } from '#core/kernel/brand.ts';

/** Officers' ids are lower case; a tablet's keyboard begins with a capital. */
export function officerIdOf(typed: string): OfficerId {
  // The brand is the contract's: whatever does not fit is refused by the schema on the other side.
  return typed.trim().toLowerCase() as OfficerId;
}
