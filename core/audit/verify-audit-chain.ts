// Checks that audit rows form one unbroken chain. It trusts no stored hash: each is made again from its row.
import { err, ok, type Result } from '../kernel/result.ts';
import { auditGenesis, auditRowText, type AuditRow } from './audit-row.ts';

export type AuditFault =
  /** A row is missing, doubled or out of order; `seq` is the one expected. */
  | { readonly kind: 'audit-row-missing'; readonly seq: number }
  /** The row does not name the hash of the one before it. */
  | { readonly kind: 'audit-link-broken'; readonly seq: number }
  /** The row is not the one its hash was made of. */
  | { readonly kind: 'audit-row-changed'; readonly seq: number }
  /** A hash witnessed elsewhere (the bank's copy of the head) is nowhere in the chain: cut short, or written anew. */
  | { readonly kind: 'audit-head-missing' };

export interface AuditChain {
  readonly rows: number;
  /** Hash of the last row; `auditGenesis` when there is none. */
  readonly head: string;
}

/**
 * Verifies rows in ascending order. `sha256Hex` hashes UTF-8 text to lower-case hex (core computes no hash itself).
 * `after` is where a verified beginning ended, when only the rows behind it are given; `witnessed` are hashes that
 * must occur among the rows given.
 */
export function verifyAuditChain(
  rows: Iterable<AuditRow>,
  sha256Hex: (text: string) => string,
  known: { readonly after?: AuditChain; readonly witnessed?: readonly string[] } = {},
): Result<AuditChain, AuditFault> {
  const missing = new Set(known.witnessed);
  let count = known.after?.rows ?? 0;
  let head = known.after?.head ?? auditGenesis;
  missing.delete(head);
  for (const row of rows) {
    const seq = count + 1;
    if (row.seq !== seq) return err({ kind: 'audit-row-missing', seq });
    if (row.prevHash !== head) return err({ kind: 'audit-link-broken', seq });
    if (row.hash !== sha256Hex(auditRowText(row))) return err({ kind: 'audit-row-changed', seq });
    count = seq;
    head = row.hash;
    missing.delete(head);
  }
  return missing.size > 0 ? err({ kind: 'audit-head-missing' }) : ok({ rows: count, head });
}
