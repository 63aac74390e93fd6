// One row of the kiosk's audit: what was done, chained to the row before. It refuses facts that could carry a
// customer's data, or what must not be kept at all.
import { isOnlineOnlyText } from '../evidence/online-only.ts';
import type { Instant } from '../kernel/instant.ts';

export type AuditFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditRow {
  /** 1 for the first row; no number is left out. */
  readonly seq: number;
  /** SHA-256 (hex) of the row before; `auditGenesis` for the first. */
  readonly prevHash: string;
  /** SHA-256 (hex) of `auditRowText`, UTF-8. */
  readonly hash: string;
  readonly act: string;
  readonly officerId: string | null;
  readonly caseId: string | null;
  readonly at: Instant;
  readonly facts: AuditFacts;
}

/** Stands where the hash of a row before the first would. */
export const auditGenesis = '0'.repeat(64);

/** The text a row's hash is taken over: a JSON array, so that no two rows can share one text; facts by name. */
export function auditRowText(row: Omit<AuditRow, 'hash'>): string {
  const facts = Object.entries(row.facts).sort(([a], [b]) => (a < b ? -1 : 1));
  const { seq, prevHash, act, officerId, caseId, at } = row;
  return JSON.stringify(['pravesh-audit/1', seq, prevHash, act, officerId, caseId, at, facts]);
}

/** Ids, hashes, versions, addresses and moments; no spaces, so no names, sentences or postal addresses. */
const token = /^[\w.:/+-]{0,128}$/;
/** Document numbers, telephone numbers and dates of birth are tokens too: digits and what people write between them. */
const digitsOnly = /^[\d.:/+-]{8,}$/;
/** By chance an id of ours is digits too; nobody's number has this form (RFC 9562, section 4). */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Ten digits and more are telephone and document numbers; counts, milliseconds and scores stay below. */
const numberBelow = 1e9;

/** The name of the first fact that might be a customer's, or null when all may be written. */
export function factNotAllowed(facts: AuditFacts): string | null {
  for (const [name, value] of Object.entries(facts)) {
    const allowed =
      typeof value === 'string'
        ? token.test(value) && (!digitsOnly.test(value) || uuid.test(value))
        : typeof value !== 'number' || Math.abs(value) < numberBelow;
    if (!allowed || !token.test(name) || isOnlineOnlyText(`${name} ${value}`)) return name;
  }
  return null;
}
