// A signature over the audit so far, as a row of the audit itself: whoever rewrites the chain must have the device's key too.
// It says when one is due and what is signed; it signs nothing itself.
import type { Instant } from '../kernel/instant.ts';
import type { AuditRow } from './audit-row.ts';

export const checkpointAct = 'audit.checkpoint';
/** So many rows may stand without a signature: a chain with more behind its last one was not written by this program. */
export const unsignedRowsAtMost = 256;
/** Signed somewhat earlier, so that a row written without the key at hand (while keys are changed) breaks nothing. */
export const signEveryRows = 240;
/** And for so long, as far as anything is written at all: 15 minutes. */
export const unsignedMsAtMost = 15 * 60_000;

export interface CheckpointWord {
  /** What is signed (Ed25519 over its UTF-8 bytes). */
  readonly text: string;
  /** Base64url. */
  readonly signature: string;
  /** Which key: `ed25519:` and the first 16 hex digits of SHA-256 over the raw public key. */
  readonly key: string;
}

export interface CheckpointSubject {
  readonly kioskId: string;
  /** How many rows are signed, and the hash of the last of them. */
  readonly rows: number;
  readonly head: string;
  readonly at: Instant;
}

export function checkpointText({ kioskId, rows, head, at }: CheckpointSubject): string {
  return JSON.stringify(['pravesh-audit-checkpoint/1', kioskId, rows, head, at]);
}

/** The signed word a row holds; null when it is no checkpoint or lacks a part of one. */
export function checkpointOf(row: AuditRow): CheckpointWord | null {
  if (row.act !== checkpointAct) return null;
  const { kioskId, key, signature } = row.facts;
  if (typeof kioskId !== 'string' || typeof key !== 'string' || typeof signature !== 'string') return null;
  return {
    text: checkpointText({ kioskId, rows: row.seq - 1, head: row.prevHash, at: row.at }),
    signature,
    key,
  };
}

/** A row's number, and its moment in milliseconds since 1970. */
export interface RowMoment {
  readonly seq: number;
  readonly atMs: number;
}

/** `last` is the checkpoint before, null when there is none. A clock set back makes the next one due, not late. */
export function isCheckpointDue(last: RowMoment | null, row: RowMoment): boolean {
  // The checkpoint's own row is one of those that the next one signs.
  if (row.seq - (last?.seq ?? 0) >= signEveryRows) return true;
  return last !== null && Math.abs(row.atMs - last.atMs) >= unsignedMsAtMost;
}
