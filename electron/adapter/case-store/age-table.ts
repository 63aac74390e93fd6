// Which cases hold data that has grown old, by kind. It reads only; what the bank has not received is never among them.
import type { Database } from 'better-sqlite3';
import type { Instant } from '#core/kernel/instant.ts';
import type { DueCase, ErasureKind } from '../../port/case-store.ts';

export interface AgeTable {
  due(kind: ErasureKind, before: Instant, limit: number): DueCase[];
}

/** The newest receipt of each case all of whose packets the bank has; a parked or waiting one keeps everything. */
const received = `
  SELECT case_id AS caseId, max(accepted_at) AS since FROM deliveries AS taken
  WHERE state = 'accepted' AND accepted_at < ?
    AND NOT EXISTS (
      SELECT 1 FROM deliveries AS other
      WHERE other.case_id = taken.case_id AND other.superseded_by IS NULL AND (other.state <> 'accepted' OR other.accepted_at IS NULL)
    )
  GROUP BY case_id`;

export function createAgeTable(db: Database): AgeTable {
  const statements = {
    pictures: db.prepare<[string, number], DueCase>(
      `SELECT caseId, since FROM (${received}) JOIN cases ON case_id = caseId
       WHERE pictures_erased_at IS NULL AND erased_at IS NULL AND status = 'sealed' ORDER BY since LIMIT ?`,
    ),
    details: db.prepare<[string, number], DueCase>(
      `SELECT caseId, since FROM (${received}) JOIN cases ON case_id = caseId
       WHERE erased_at IS NULL AND bank_state IN ('opened', 'refused') ORDER BY since LIMIT ?`,
    ),
    draft: db.prepare<[string, number], DueCase>(
      `SELECT case_id AS caseId, changed_at AS since FROM cases
       WHERE status = 'draft' AND changed_at < ?
         AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.case_id = cases.case_id) ORDER BY changed_at LIMIT ?`,
    ),
  };
  return { due: (kind, before, limit) => statements[kind].all(before, limit) };
}
