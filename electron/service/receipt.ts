// The receipt of a case, for the screen and for paper: the same words, from what the case holds now. Nothing of it is kept.
import type { CaseState } from '#core/case/case-state.ts';
import type { PaperSize } from '#core/contract/kiosk/device-view.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export function receiptOf(
  ports: Pick<Ports, 'receipts'>,
  { line, catalogue }: Pick<OpenVault, 'line' | 'catalogue'>,
  state: CaseState,
  { language, paper }: { readonly language: string; readonly paper?: PaperSize },
): Promise<Uint8Array> {
  return ports.receipts.print({
    state,
    bankName: line?.enrolment.bankName ?? '',
    branchName: line?.enrolment.branchName ?? '',
    catalogue,
    language,
    ...(paper ? { paper } : {}),
  });
}
