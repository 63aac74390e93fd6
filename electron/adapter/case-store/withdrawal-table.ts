// Withdrawals of consent that the bank must hear of, each with the kiosk's signed word and, in the end, the bank's receipt.
// Nothing of the customer stands in it; nothing is deleted. It begins no transaction.
import type { Database } from 'better-sqlite3';
import type { CaseId } from '#core/kernel/brand.ts';
import type { Withdrawal } from '../../port/case-store.ts';

export interface WithdrawalTable {
  add(withdrawal: Withdrawal): void;
  /** Without a receipt, the oldest first. */
  open(limit: number): Withdrawal[];
  count(): number;
  /** False when there is none that waits. */
  confirm(caseId: CaseId, receipt: string): boolean;
}

export function createWithdrawalTable(db: Database): WithdrawalTable {
  const add = db.prepare('INSERT INTO withdrawals (case_id, withdrawal_id, word) VALUES (?, ?, ?)');
  const open = db.prepare<[number], Withdrawal>(
    `SELECT case_id AS caseId, withdrawal_id AS withdrawalId, word FROM withdrawals
     WHERE receipt IS NULL ORDER BY rowid LIMIT ?`,
  );
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM withdrawals WHERE receipt IS NULL');
  const confirm = db.prepare('UPDATE withdrawals SET receipt = ? WHERE case_id = ? AND receipt IS NULL');
  return {
    add: ({ caseId, withdrawalId, word }) => void add.run(caseId, withdrawalId, word),
    open: (limit) => open.all(limit),
    count: () => count.get()?.n ?? 0,
    confirm: (caseId, receipt) => confirm.run(receipt, caseId).changes > 0,
  };
}
