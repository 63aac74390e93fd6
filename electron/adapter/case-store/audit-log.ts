// Writes audit rows, each chained to the one before. It begins no transaction: a row belongs to that of the act it describes.
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { auditGenesis, auditRowText, factNotAllowed, type AuditRow } from '#core/audit/audit-row.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { AuditAct } from '../../port/case-store.ts';

export interface AuditLog {
  append(act: AuditAct): void;
  head(): string;
  /** In ascending order, those after `seq`. */
  rows(afterSeq: number, limit: number): AuditRow[];
}

interface StoredRow {
  readonly seq: number;
  readonly prev_hash: string;
  readonly hash: string;
  readonly act: string;
  readonly officer_id: string | null;
  readonly case_id: string | null;
  readonly at: Instant;
  readonly facts: string;
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function createAuditLog(db: Database): AuditLog {
  const last = db.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  const insert = db.prepare(
    `INSERT INTO audit (seq, prev_hash, hash, act, officer_id, case_id, at, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const after = db.prepare<[number, number], StoredRow>(
    'SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?',
  );

  return {
    append({ act, officerId, caseId, at, facts }) {
      const refused = factNotAllowed(facts);
      // Thrown, not told: whoever writes such a fact has a mistake to mend, and the act must not happen.
      if (refused !== null)
        throw new Error(`audit fact ${JSON.stringify(refused)} of ${act} is not a plain token`);
      const before = last.get() ?? { seq: 0, hash: auditGenesis };
      const row = { seq: before.seq + 1, prevHash: before.hash, act, officerId, caseId, at, facts };
      const hash = sha256Hex(auditRowText(row));
      insert.run(row.seq, row.prevHash, hash, act, officerId, caseId, at, JSON.stringify(facts));
    },
    head: () => last.get()?.hash ?? auditGenesis,
    rows: (afterSeq, limit) =>
      after.all(afterSeq, limit).map((row) => ({
        seq: row.seq,
        prevHash: row.prev_hash,
        hash: row.hash,
        act: row.act,
        officerId: row.officer_id,
        caseId: row.case_id,
        at: row.at,
        facts: JSON.parse(row.facts) as AuditRow['facts'],
      })),
  };
}
