// Reads and writes cases as rows: the sealed case file, and the status a kiosk may see. A kiosk sees only its own cases.
import { z } from 'zod';
import { caseFileSchema, type CaseFile } from '#core/contract/bank/case-file.ts';
import { bankCaseStatusSchema, bankReasonSchema, type BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { Selectable } from 'kysely';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import { openColumn, sealColumn } from '../store/sealed-column.ts';
import type { BankTables, Db } from '../store/tables.ts';

type CaseRow = Selectable<BankTables['bank_case']>;

export function statusOf(row: Omit<CaseRow, 'case_file_sealed'>): BankCaseStatus {
  return bankCaseStatusSchema.parse({
    caseId: row.case_id,
    state: row.state,
    reasons: z.array(bankReasonSchema).parse(JSON.parse(row.reasons)),
    accountNumber: row.account_number,
    ifsc: row.ifsc,
    at: instantOf(row.changed_at),
    revision: row.revision,
  });
}

export async function caseStatus(db: Db, caseId: string, kioskId: string): Promise<BankCaseStatus | null> {
  const row = await db
    .selectFrom('bank_case')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('kiosk_id', '=', kioskId)
    .executeTakeFirst();
  return row === undefined ? null : statusOf(row);
}

/** The newest standings of a kiosk, oldest change first: what the live channel begins with. */
export async function recentStatuses(
  db: Db,
  kioskId: string,
  limit: number,
): Promise<readonly BankCaseStatus[]> {
  const rows = await db
    .selectFrom('bank_case')
    .selectAll()
    .where('kiosk_id', '=', kioskId)
    .orderBy('changed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(statusOf).toReversed();
}

export function sealCaseFile(bank: BankContext, file: CaseFile): string {
  return sealColumn(bank.keys.columnKey, placeOf(file.caseId), JSON.stringify(file));
}

export function openCaseFile(
  bank: BankContext,
  row: Pick<CaseRow, 'case_id' | 'case_file_sealed'>,
): CaseFile {
  const text = openColumn(bank.keys.columnKey, placeOf(row.case_id), row.case_file_sealed);
  return caseFileSchema.parse(JSON.parse(text));
}

function placeOf(caseId: string): { table: string; id: string; column: string } {
  return { table: 'bank_case', id: caseId, column: 'case_file_sealed' };
}
