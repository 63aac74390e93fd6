// A case that the bank refused is opened again: the state machine decides whether and with what; the packet sealed before stays.
import { evidenceOf, type CaseState } from '#core/case/case-state.ts';
import { deliveryReasonOf } from '#core/contract/kiosk/delivery-reason.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, type Result } from '#core/kernel/result.ts';
import { changeCase, type ChangePorts } from './change-case.ts';
import { mayKeepFullNumber } from './document.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault } from './vault-session.ts';

export function reopenCase(
  ports: ChangePorts,
  vault: Pick<OpenVault, 'store' | 'officer' | 'catalogue'>,
  caseId: CaseId,
): Result<CaseState, Refusal> {
  const { store } = vault;
  const loaded = store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { state } = loaded.value;
  const record = store.delivery(caseId);
  const packet = record && { state: record.state, reason: deliveryReasonOf(record.reason) };
  const picturesKept = evidenceOf(state).every((item) => store.evidence(caseId, item.evidenceId).ok);
  return changeCase(
    ports,
    vault,
    caseId,
    {
      type: 'reopened',
      at: ports.clock.now(),
      packet,
      picturesKept,
      mayKeepWholeNumber: mayKeepFullNumber(vault, state),
    },
    { facts: { of: state.sealed?.version ?? null, reason: packet?.reason ?? null, picturesKept } },
  );
}
