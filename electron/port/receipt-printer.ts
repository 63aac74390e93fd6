// Makes the paper a customer takes along, as PDF bytes; nothing is written to disk.
import type { CaseState } from '#core/case/case-state.ts';
import type { PaperSize } from '#core/contract/kiosk/device-view.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';

export interface ReceiptRequest {
  readonly state: CaseState;
  readonly bankName: string;
  readonly branchName: string;
  readonly catalogue: Catalogue | null;
  readonly language: string;
  /** For a printer; left out: the page that is shown and saved. */
  readonly paper?: PaperSize;
}

export interface ReceiptPrinter {
  print(request: ReceiptRequest): Promise<Uint8Array>;
  /** A page that shows whether a printer prints straight, black and in every script; nothing of a customer. */
  testPage(paper: PaperSize, language: string): Promise<Uint8Array>;
}
