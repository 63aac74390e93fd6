// How large a piece of a sealed part goes at once, and how long it is waited for, by what the line has shown of itself.
// A piece should take about a second: small enough that a cut costs little, large enough that waiting between two does not tell.
import { chunkMaxBytes, chunkMinBytes } from '#core/contract/bank/blob-upload.ts';

export interface LineQuality {
  readonly chunkBytes: number;
  /** Smoothed over the last pieces; null before the first. */
  readonly bytesPerS: number | null;
}

export const unknownQuality: LineQuality = { chunkBytes: 2 * chunkMinBytes, bytesPerS: null };

const targetMs = 1000;
/** Of the newest piece in the smoothed rate: a line that changes is followed within a few pieces. */
const newestShare = 0.3;
const patienceFactor = 4;
const leastPatienceMs = 4000;
/** Twice more in place; after that it is the line that is gone, not the piece. */
export const repeatsInPlace = 2;
/** Before a repetition: a gateway that has just dropped a connection often drops the next one opened at once. */
export const repeatPauseMs = 150;
/** A line that answered so shortly ago loses single requests rather than itself. */
export const aliveForMs = 10_000;

const within = (bytes: number): number => Math.round(Math.min(Math.max(bytes, chunkMinBytes), chunkMaxBytes));

/** Grows to twice its size at most, so that one lucky moment does not make a piece that a second cannot carry. */
export function afterChunk(
  before: LineQuality,
  sent: { readonly bytes: number; readonly ms: number },
): LineQuality {
  const seen = (sent.bytes * 1000) / Math.max(sent.ms, 1);
  const { bytesPerS } = before;
  const rate = bytesPerS === null ? seen : bytesPerS + newestShare * (seen - bytesPerS);
  const wanted = Math.min((rate * targetMs) / 1000, before.chunkBytes * 2);
  return { chunkBytes: within(wanted), bytesPerS: rate };
}

export function afterLoss(before: LineQuality): LineQuality {
  return { ...before, chunkBytes: within(before.chunkBytes / 2) };
}

/** Milliseconds to wait for a piece's answer; null where nothing is known of the line yet. Each loss in a row doubles it. */
export function patienceMs(quality: LineQuality, bytes: number, losses: number): number | null {
  if (quality.bytesPerS === null) return null;
  const expected = (bytes * 1000) / quality.bytesPerS;
  return Math.round(Math.max(leastPatienceMs, patienceFactor * expected) * 2 ** losses);
}
