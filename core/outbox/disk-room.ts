// Whether the disk has room for another case (rules HK1 and HK2 in docs/spec/housekeeping.md): warned before it is stopped, and
// stopped before it is full, so that every case already begun can still be finished and sent.

/** A case at its largest is 16 parts of 6 MiB, kept twice (pictures, and sealed) and once more in the log: 288 MiB; and some air. */
export const reserveBytes = 320 * 1024 * 1024;
/** From here on it is said: some ten ordinary days of a branch before the reserve. */
export const warnBelowBytes = 1024 * 1024 * 1024;

export type DiskRoom = 'ample' | 'low' | 'reserved';

/** `freeBytes` null: the disk cannot be asked, and a case is not refused for that. */
export function judgeRoom(freeBytes: number | null): DiskRoom {
  if (freeBytes === null || freeBytes >= warnBelowBytes) return 'ample';
  return freeBytes >= reserveBytes ? 'low' : 'reserved';
}
