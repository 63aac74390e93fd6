// Verifies one case in one transaction: facts gathered, decided, account and state written together or not at all.
// May be called again at any time: a case that waits for nothing is left as it is.
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { dayOf } from '#core/kernel/instant.ts';
import { unreachable } from '#core/kernel/result.ts';
import { openAccount } from '../account/open-account.ts';
import { catalogueOfVersion, currentCatalogue } from '../catalogue/catalogue-store.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { CaseChanged } from '../live/case-feed.ts';
import { sendChallenge } from '../mobile/challenge.ts';
import { provesMobile } from '../mobile/mobile-proof.ts';
import { areOfficers } from '../officer/officer-store.ts';
import type { Db } from '../store/tables.ts';
import { openCaseFile, statusOf } from './case-store.ts';
import { decideCase, type CaseDecision } from './decide-case.ts';

/** The case's new standing, or null when there was nothing to do. */
export async function verifyCase(bank: BankContext, caseId: string): Promise<CaseChanged | null> {
  return bank.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('bank_case')
      .selectAll()
      .where('case_id', '=', caseId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return null;
    const answered = row.state === 'awaiting-mobile' && row.mobile_verified_at !== null;
    if (row.state !== 'received' && !answered) return null;

    const file = openCaseFile(bank, row);
    const decision = await decide(bank, tx, file, row.mobile_verified_at !== null);
    const { outcome, account } = await carryOut(bank, tx, file, decision);
    const changed = {
      state: outcome.state,
      reasons: JSON.stringify(outcome.reasons),
      account_number: account?.accountNumber ?? null,
      ifsc: account?.ifsc ?? null,
      revision: row.revision + 1,
      changed_at: bank.now(),
    };
    await tx.updateTable('bank_case').set(changed).where('case_id', '=', caseId).execute();
    await tx
      .insertInto('case_change')
      .values({
        case_id: caseId,
        revision: changed.revision,
        state: changed.state,
        reasons: changed.reasons,
        at: changed.changed_at,
      })
      .execute();
    return { kioskId: row.kiosk_id, status: statusOf({ ...row, ...changed }) };
  });
}

/** Cases that a crash or a restart left half-way. */
export async function unfinishedCases(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('bank_case')
    .select('case_id')
    .where((eb) =>
      eb.or([
        eb('state', '=', 'received'),
        eb.and([eb('state', '=', 'awaiting-mobile'), eb('mobile_verified_at', 'is not', null)]),
      ]),
    )
    .orderBy('changed_at')
    .execute();
  return rows.map((row) => row.case_id);
}

async function decide(bank: BankContext, tx: Db, file: CaseFile, answered: boolean): Promise<CaseDecision> {
  const { mobile, proof } = file.contact;
  const proven = proof !== null && (await provesMobile(bank, proof, { caseId: file.caseId, mobile }));
  const customer = await tx
    .selectFrom('customer')
    .select('customer_id')
    .where('identity_hash', '=', file.document.identityHash)
    .executeTakeFirst();
  return decideCase({
    file,
    environment: bank.environment,
    catalogue: await catalogueOfVersion(tx, file.product.catalogueVersion),
    policy: (await currentCatalogue(tx)).policy,
    mobileVerified: answered || proven,
    customerExists: customer !== undefined,
    ekyc: await ekycOf(tx, file),
    officersKnown: await areOfficers(tx, officersOf(file)),
    acceptedModels: bank.acceptedModels,
    today: dayOf(instantOf(bank.now())),
  });
}

async function ekycOf(tx: Db, { caseId, document }: CaseFile) {
  if (!document.ekyc) return null;
  const row = await tx
    .selectFrom('ekyc_answer')
    .select(['outcome', 'identity_hash'])
    .where('reference', '=', document.ekyc.reference)
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row ? { outcome: row.outcome, identityHash: row.identity_hash } : null;
}

/** Who began the case and, where that was another, who judged the faces. */
function officersOf(file: CaseFile): string[] {
  const judge = file.face.officerVerdict?.officer;
  return [file.officer.officerId, ...(judge ? [judge.officerId] : [])];
}

type CarriedOut = {
  readonly outcome: CaseDecision;
  readonly account: { readonly accountNumber: string; readonly ifsc: string } | null;
};

async function carryOut(
  bank: BankContext,
  tx: Db,
  file: CaseFile,
  decision: CaseDecision,
): Promise<CarriedOut> {
  switch (decision.state) {
    case 'opened': {
      const account = await openAccount(bank, tx, file, decision.branch);
      // The same person may have been let in by another case since the look-up: the unique column decides.
      if (!account.ok) return { outcome: { state: 'refused', reasons: ['customer-exists'] }, account: null };
      return { outcome: decision, account: { ...account.value, ifsc: decision.branch.ifsc } };
    }
    case 'awaiting-mobile': {
      const sent = await sendChallenge(bank, tx, {
        caseId: file.caseId,
        kioskId: file.kioskId,
        mobile: file.contact.mobile,
        language: file.language,
        purpose: 'waiting-case',
      });
      // Not sent now is not lost: the kiosk can ask for a code while the case waits.
      if (!sent.ok) bank.log.warn({ caseId: file.caseId, kind: sent.error.kind }, 'code not sent');
      return { outcome: decision, account: null };
    }
    case 'refused':
    case 'in-review':
      return { outcome: decision, account: null };
    default:
      return unreachable(decision);
  }
}
