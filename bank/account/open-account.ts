// Makes the customer and the account within the caller's transaction. The database's unique columns decide:
// one customer per identity, one account per case.
import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import type { Branch } from '#core/contract/bank/catalogue.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { BankContext } from '../context.ts';
import { sealColumn } from '../store/sealed-column.ts';
import type { Db } from '../store/tables.ts';
import { makeAccountNumber } from './account-number.ts';

/** A billion numbers a branch: a fifth collision in a row means the source of randomness is broken. */
const numberTries = 5;

export async function openAccount(
  bank: BankContext,
  tx: Db,
  file: CaseFile,
  branch: Branch,
): Promise<Result<{ readonly accountNumber: string }, { readonly kind: 'customer-exists' }>> {
  const now = bank.now();
  const customerId = uuidv7();
  const sealed = (column: string, text: string): string =>
    sealColumn(bank.keys.columnKey, { table: 'customer', id: customerId, column }, text);
  const field = (name: string): string => file.document.fields.find((f) => f.name === name)?.value ?? '';
  const customer = await tx
    .insertInto('customer')
    .values({
      customer_id: customerId,
      identity_hash: file.document.identityHash,
      document_kind: file.document.kind,
      name_sealed: sealed('name_sealed', field('name')),
      date_of_birth_sealed: sealed('date_of_birth_sealed', field('dateOfBirth')),
      mobile_sealed: sealed('mobile_sealed', file.contact.mobile),
      document_sealed: sealed('document_sealed', JSON.stringify(file.document)),
      simulated: file.simulated,
      made_at: now,
    })
    .onConflict((on) => on.column('identity_hash').doNothing())
    .returning('customer_id')
    .executeTakeFirst();
  if (customer === undefined) return err({ kind: 'customer-exists' });

  for (let attempt = 0; attempt < numberTries; attempt += 1) {
    const row = await tx
      .insertInto('account')
      .values({
        account_number: makeAccountNumber(branch.ifsc),
        customer_id: customerId,
        case_id: file.caseId,
        product_id: file.product.productId,
        branch_id: branch.branchId,
        ifsc: branch.ifsc,
        simulated: file.simulated,
        opened_at: now,
      })
      .onConflict((on) => on.column('account_number').doNothing())
      .returning('account_number')
      .executeTakeFirst();
    if (row !== undefined) return ok({ accountNumber: row.account_number });
  }
  throw new Error('no free account number in five draws');
}
