// A customer takes consent back: the case's key is destroyed and with it everything of the customer on this kiosk.
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, type Result } from '#core/kernel/result.ts';
import { changeCase } from './change-case.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export function withdrawConsent(
  ports: Pick<Ports, 'clock' | 'changes'>,
  vault: Pick<OpenVault, 'store' | 'officer'>,
  caseId: CaseId,
): Result<CaseState, Refusal> {
  // On its way this very moment: whether the bank has it must be known before it is gone here.
  if (vault.store.delivery(caseId)?.state === 'sending') return err({ kind: 'case-changed' });
  const at = ports.clock.now();
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'erased', why: 'consent-withdrawn', at },
    {
      facts: { why: 'consent-withdrawn' },
    },
  );
}
