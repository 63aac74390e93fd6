// What the bank's staff did, a row each, written in the transaction of the act itself: who, what, on which case, when. No customer data.
import { v7 as uuidv7 } from 'uuid';
import type { BankContext } from '../context.ts';
import type { Db } from '../store/tables.ts';

export type StaffAct = {
  readonly act:
    | 'staff.signed-in'
    | 'review.listed'
    | 'review.looked'
    | 'review.approve'
    | 'review.refuse'
    | 'review.refuse-for-good'
    | 'list.keys-issued'
    | 'list.lists-issued';
  readonly officerId: string;
  readonly caseId: string | null;
};

export async function writeStaffAct(bank: BankContext, db: Db, act: StaffAct): Promise<void> {
  await db
    .insertInto('staff_act')
    .values({
      act_id: uuidv7(),
      act: act.act,
      officer_id: act.officerId,
      case_id: act.caseId,
      at: bank.now(),
    })
    .execute();
}
