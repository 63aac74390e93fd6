// A customer takes consent back: the case's key is destroyed and with it everything of the customer on this kiosk. Of a case that
// was sealed the bank is told by a signed word, written in the same transaction: a packet may have left in more ways than one.
import { createPrivateKey } from 'node:crypto';
import { CompactSign } from 'jose';
import { withdrawalClaimsSchema, withdrawalWordType } from '#core/contract/bank/withdrawal.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { CaseId, OfficerId } from '#core/kernel/brand.ts';
import { err, type Result } from '#core/kernel/result.ts';
import type { Enrolment, Withdrawal } from '../port/case-store.ts';
import { begunOn, changeCase } from './change-case.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

type Needs = Pick<Ports, 'clock' | 'changes' | 'newId'>;

async function signedWord(
  ports: Needs,
  enrolment: Enrolment,
  about: { readonly caseId: CaseId; readonly officerId: OfficerId | null },
): Promise<Withdrawal> {
  const { kioskId, deviceKey } = enrolment;
  const claims = withdrawalClaimsSchema.parse({
    ...about,
    withdrawalId: ports.newId(),
    kioskId,
    at: ports.clock.now(),
  });
  const word = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', kid: kioskId, typ: withdrawalWordType })
    .sign(createPrivateKey(deviceKey));
  return { caseId: about.caseId, withdrawalId: claims.withdrawalId, word };
}

export async function withdrawConsent(
  ports: Needs,
  vault: Pick<OpenVault, 'store' | 'officer' | 'line'>,
  caseId: CaseId,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { state } = loaded.value;
  const begun = begunOn(vault, loaded.value);
  const enrolment = vault.line?.enrolment ?? vault.store.enrolment();
  const wasSealed = state.sealed !== null || state.correction !== null;
  const about = { caseId, officerId: vault.officer?.officerId ?? null };
  const withdrawal = wasSealed && enrolment ? await signedWord(ports, enrolment, about) : null;
  // On its way this very moment: whether the bank has it must be known before it is gone here.
  if (vault.store.delivery(caseId)?.state === 'sending') return err({ kind: 'case-on-its-way' });
  const done = changeCase(
    ports,
    vault,
    caseId,
    { type: 'erased', why: 'consent-withdrawn', at: ports.clock.now() },
    {
      facts: { why: 'consent-withdrawn', bankTold: withdrawal !== null },
      begun,
      ...(withdrawal ? { withdrawal } : {}),
    },
  );
  if (done.ok && withdrawal) vault.line?.sync.poke();
  return done;
}
