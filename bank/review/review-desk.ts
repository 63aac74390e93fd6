// The review desk: lists the cases a person must decide, and carries a decision out once. It refuses who served the customer,
// a case that is not in review, and a decision made on what has changed since.
import { caseIdSchema } from '#core/kernel/brand.ts';
import type { Officer } from '#core/contract/bank/identity.ts';
import type { BankCaseStatus, BankReason } from '#core/contract/bank/packet.ts';
import type { ReviewDecision, ReviewItem } from '#core/contract/bank/review.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { err, ok } from '#core/kernel/result.ts';
import { openAccount } from '../account/open-account.ts';
import { catalogueOfVersion } from '../catalogue/catalogue-store.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import type { CaseChanged } from '../live/case-feed.ts';
import { sealColumn } from '../store/sealed-column.ts';
import type { Db } from '../store/tables.ts';
import { openCaseFile, statusOf } from '../verification/case-store.ts';
import { writeStaffAct } from './staff-act.ts';

/** A day's work of a desk; the oldest first, so that what is beyond comes up as they are decided. */
const listLength = 200;

export async function listReviews(bank: BankContext, staff: Officer): Promise<readonly ReviewItem[]> {
  const rows = await bank.db
    .selectFrom('bank_case')
    .selectAll()
    .where('state', '=', 'in-review')
    .orderBy('changed_at')
    .limit(listLength)
    .execute();
  await writeStaffAct(bank, bank.db, { act: 'review.listed', officerId: staff.officerId, caseId: null });
  return rows.map((row) => {
    const file = openCaseFile(bank, row);
    const { reasons, caseId } = statusOf(row);
    return {
      caseId,
      reference: file.reference,
      version: row.version,
      revision: row.revision,
      simulated: row.simulated,
      branchId: row.branch_id,
      productId: file.product.productId,
      reasons,
      since: instantOf(row.changed_at),
      officer: file.officer,
      document: {
        kind: file.document.kind,
        fields: file.document.fields.map(({ name, confidence, source, proof, value, readValue }) => ({
          name,
          confidence,
          source,
          proof,
          corrected: readValue !== null && readValue !== value,
        })),
        hints: file.document.hints ?? [],
      },
      face: {
        outcome: file.face.outcome,
        score: file.face.score,
        models: file.face.models,
        officerVerdict: file.face.officerVerdict,
      },
      evidence: file.evidence,
    };
  });
}

export type Decided = { readonly status: BankCaseStatus; readonly changed: CaseChanged | null };

export async function decideReview(
  bank: BankContext,
  staff: Officer,
  caseId: string,
  decision: ReviewDecision,
): Promise<Outcome<Decided>> {
  return bank.db.transaction().execute(async (tx): Promise<Outcome<Decided>> => {
    const row = await tx
      .selectFrom('bank_case')
      .selectAll()
      .where('case_id', '=', caseId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return err({ kind: 'not-found' });
    const known = await tx
      .selectFrom('review_decision')
      .select(['decision', 'officer_id'])
      .where('case_id', '=', caseId)
      .where('revision', '=', decision.revision)
      .executeTakeFirst();
    if (known !== undefined) {
      const same = known.decision === decision.decision && known.officer_id === staff.officerId;
      return same ? ok({ status: statusOf(row), changed: null }) : err({ kind: 'review-decided' });
    }
    if (row.state !== 'in-review' || row.revision !== decision.revision)
      return err({ kind: 'review-decided' });
    const file = openCaseFile(bank, row);
    const served = [file.officer.officerId, file.face.officerVerdict?.officer?.officerId];
    if (served.includes(staff.officerId)) return err({ kind: 'staff-not-allowed' });
    const outcome = await carryOut(bank, tx, file, statusOf(row).reasons, decision);
    if (!outcome.ok) return outcome;
    const changed = {
      state: outcome.value.state,
      reasons: JSON.stringify(outcome.value.reasons),
      account_number: outcome.value.accountNumber,
      ifsc: outcome.value.ifsc,
      revision: row.revision + 1,
      changed_at: bank.now(),
    };
    await tx.updateTable('bank_case').set(changed).where('case_id', '=', caseId).execute();
    const { state, reasons, revision, changed_at: at } = changed;
    await tx.insertInto('case_change').values({ case_id: caseId, revision, state, reasons, at }).execute();
    await tx
      .insertInto('review_decision')
      .values({
        case_id: caseId,
        revision: decision.revision,
        decision: decision.decision,
        officer_id: staff.officerId,
        reason_sealed: sealColumn(
          bank.keys.columnKey,
          { table: 'review_decision', id: `${caseId}/${decision.revision}`, column: 'reason_sealed' },
          decision.reason,
        ),
        at,
      })
      .execute();
    await writeStaffAct(bank, tx, {
      act: `review.${decision.decision}`,
      officerId: staff.officerId,
      caseId: caseIdSchema.parse(caseId),
    });
    const status = statusOf({ ...row, ...changed });
    return ok({ status, changed: { kioskId: row.kiosk_id, status } });
  });
}

type Effect = {
  readonly state: 'opened' | 'refused';
  readonly reasons: readonly BankReason[];
  readonly accountNumber: string | null;
  readonly ifsc: string | null;
};

async function carryOut(
  bank: BankContext,
  tx: Db,
  file: CaseFile,
  reasons: readonly BankReason[],
  { decision }: ReviewDecision,
): Promise<Outcome<Effect>> {
  const refused = (why: readonly BankReason[]): Effect => ({
    state: 'refused',
    reasons: why,
    accountNumber: null,
    ifsc: null,
  });
  if (decision === 'refuse') return ok(refused([...reasons, 'refused-in-review']));
  if (decision === 'refuse-for-good') return ok(refused([...reasons, 'refused-for-good']));
  const catalogue = await catalogueOfVersion(tx, file.product.catalogueVersion);
  const branch = catalogue?.branches.find(({ branchId }) => branchId === file.product.branchId);
  if (branch === undefined) return ok(refused(['product-unknown']));
  const account = await openAccount(bank, tx, file, branch);
  // The same person was let in by another case while this one lay here: the unique column decides.
  if (!account.ok) return ok(refused(['customer-exists']));
  const { accountNumber } = account.value;
  return ok({ state: 'opened', reasons: ['approved-in-review'], accountNumber, ifsc: branch.ifsc });
}
