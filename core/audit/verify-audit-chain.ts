// Checks that audit rows form one unbroken chain, signed as it should be. It trusts no stored hash: each is made again from its row.
import { err, ok, type Result } from '../kernel/result.ts';
import { checkpointAct, checkpointOf, unsignedRowsAtMost, type CheckpointWord } from './audit-checkpoint.ts';
import { auditGenesis, auditRowText, type AuditRow } from './audit-row.ts';

export type AuditFault =
  /** A row is missing, doubled or out of order; `seq` is the one expected. */
  | { readonly kind: 'audit-row-missing'; readonly seq: number }
  /** The row does not name the hash of the one before it. */
  | { readonly kind: 'audit-link-broken'; readonly seq: number }
  /** The row is not the one its hash was made of. */
  | { readonly kind: 'audit-row-changed'; readonly seq: number }
  /** The row is a checkpoint whose signature is not the device's over what stands before it. */
  | { readonly kind: 'audit-signature-wrong'; readonly seq: number }
  /** By this row a signature was due, and there is none: the chain behind the last one is not this program's. */
  | { readonly kind: 'audit-unsigned'; readonly seq: number }
  /** A hash witnessed elsewhere (the bank's copy of the head) is nowhere in the chain: cut short, or written anew. */
  | { readonly kind: 'audit-head-missing' };

export interface AuditChain {
  readonly rows: number;
  /** Hash of the last row; `auditGenesis` when there is none. */
  readonly head: string;
  /** How many rows, from the first, a verified signature covers; 0 when none was asked for. */
  readonly signed: number;
}

export interface AuditKnown {
  /** Where a verified beginning ended, when only the rows behind it are given. */
  readonly after?: AuditChain;
  /** Hashes that must occur among the rows given. */
  readonly witnessed?: readonly string[];
  /** Judges a checkpoint's signature; without it signatures are not looked at. */
  readonly isSigned?: (word: CheckpointWord) => boolean;
}

/** Verifies rows in ascending order. `sha256Hex` hashes UTF-8 text to lower-case hex (core computes no hash itself). */
export function verifyAuditChain(
  rows: Iterable<AuditRow>,
  sha256Hex: (text: string) => string,
  known: AuditKnown = {},
): Result<AuditChain, AuditFault> {
  const missing = new Set(known.witnessed);
  let { rows: count, head, signed } = known.after ?? { rows: 0, head: auditGenesis, signed: 0 };
  missing.delete(head);
  for (const row of rows) {
    const seq = count + 1;
    if (row.seq !== seq) return err({ kind: 'audit-row-missing', seq });
    if (row.prevHash !== head) return err({ kind: 'audit-link-broken', seq });
    if (row.hash !== sha256Hex(auditRowText(row))) return err({ kind: 'audit-row-changed', seq });
    if (known.isSigned) {
      if (row.act === checkpointAct) {
        const word = checkpointOf(row);
        if (!word || !known.isSigned(word)) return err({ kind: 'audit-signature-wrong', seq });
        signed = count;
      }
      if (seq - signed > unsignedRowsAtMost) return err({ kind: 'audit-unsigned', seq });
    }
    count = seq;
    head = row.hash;
    missing.delete(head);
  }
  return missing.size > 0 ? err({ kind: 'audit-head-missing' }) : ok({ rows: count, head, signed });
}
