// Writes audit rows, each chained to the one before, and signs the chain as it grows. It begins no transaction: a row belongs to
// that of the act it describes.
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { checkpointAct, checkpointText, isCheckpointDue } from '#core/audit/audit-checkpoint.ts';
import { auditGenesis, auditRowText, factNotAllowed, type AuditRow } from '#core/audit/audit-row.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { AuditAct } from '../../port/case-store.ts';
import type { AuditSigner } from './audit-signer.ts';

export interface AuditLog {
  append(act: AuditAct): void;
  /** Signs all rows so far, unless none came since the last signature or the kiosk has no key yet. */
  checkpoint(at: Instant): void;
  head(): string;
  /** How many rows there are. */
  count(): number;
  /** Those of one case, oldest first. */
  ofCase(caseId: string): AuditRow[];
  /** Of no case, by the act's name; the newest first. */
  ofKiosk(act: string, limit: number): AuditRow[];
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

/** `signer` gives null until the kiosk is enrolled: its device key is what signs. */
export function createAuditLog(db: Database, signer: () => AuditSigner | null = () => null): AuditLog {
  const last = db.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  const lastCheckpoint = db.prepare<[], { seq: number; at: Instant }>(
    `SELECT seq, at FROM audit WHERE act = '${checkpointAct}' ORDER BY seq DESC LIMIT 1`,
  );
  const insert = db.prepare(
    `INSERT INTO audit (seq, prev_hash, hash, act, officer_id, case_id, at, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const after = db.prepare<[number, number], StoredRow>(
    'SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const ofCase = db.prepare<[string], StoredRow>(
    'SELECT * FROM audit WHERE case_id = ? AND case_id IS NOT NULL ORDER BY seq',
  );

  const standing = (): { seq: number; hash: string } => last.get() ?? { seq: 0, hash: auditGenesis };

  const ofKiosk = db.prepare<[string, number], StoredRow>(
    'SELECT * FROM audit WHERE case_id IS NULL AND act = ? ORDER BY seq DESC LIMIT ?',
  );

  function write({ act, officerId, caseId, at, facts }: AuditAct): number {
    const refused = factNotAllowed(facts);
    // Thrown, not told: whoever writes such a fact has a mistake to mend, and the act must not happen.
    if (refused !== null)
      throw new Error(`audit fact ${JSON.stringify(refused)} of ${act} is not a plain token`);
    const before = standing();
    const row = { seq: before.seq + 1, prevHash: before.hash, act, officerId, caseId, at, facts };
    const hash = sha256Hex(auditRowText(row));
    insert.run(row.seq, row.prevHash, hash, act, officerId, caseId, at, JSON.stringify(facts));
    return row.seq;
  }

  function sign(at: Instant): void {
    const signs = signer();
    if (!signs) return;
    const { seq, hash } = standing();
    const { kioskId, key } = signs;
    const signature = signs.sign(checkpointText({ kioskId, rows: seq, head: hash, at }));
    write({ act: checkpointAct, officerId: null, caseId: null, at, facts: { kioskId, key, signature } });
  }

  return {
    append(act) {
      const seq = write(act);
      const signed = lastCheckpoint.get();
      const before = signed ? { seq: signed.seq, atMs: Date.parse(signed.at) } : null;
      if (isCheckpointDue(before, { seq, atMs: Date.parse(act.at) })) sign(act.at);
    },
    checkpoint(at) {
      const { seq } = standing();
      if (seq > (lastCheckpoint.get()?.seq ?? 0)) sign(at);
    },
    head: () => standing().hash,
    ofKiosk: (act, limit) => ofKiosk.all(act, limit).map(rowOf),
    count: () => standing().seq,
    ofCase: (caseId) => ofCase.all(caseId).map(rowOf),
    rows: (afterSeq, limit) => after.all(afterSeq, limit).map(rowOf),
  };
}

function rowOf(row: StoredRow): AuditRow {
  return {
    seq: row.seq,
    prevHash: row.prev_hash,
    hash: row.hash,
    act: row.act,
    officerId: row.officer_id,
    caseId: row.case_id,
    at: row.at,
    facts: JSON.parse(row.facts) as AuditRow['facts'],
  };
}
