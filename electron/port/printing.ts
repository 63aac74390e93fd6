// The printers the system knows, and a document sent to one of them; the kiosk drives no printer by itself.
import type { Printer } from '#core/contract/kiosk/device-view.ts';
import type { Result } from '#core/kernel/result.ts';

export type PrintingFailure =
  /** This machine has no printing service that can be asked. */
  | { readonly kind: 'printing-unavailable' }
  | { readonly kind: 'printer-unknown' }
  /** The service took the order and said no. */
  | { readonly kind: 'printer-failed' };

/** A page of a PDF of our own as JPEG, counted from nought; null where it cannot be drawn. */
export type PagePicture = (pdf: Uint8Array, index: number) => Promise<Uint8Array | null>;

export interface Printing {
  printers(): Promise<Result<readonly Printer[], PrintingFailure>>;
  print(printer: string, pdf: Uint8Array, title: string): Promise<Result<null, PrintingFailure>>;
}
