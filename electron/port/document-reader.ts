// Reads documents off pictures. Implementations run outside the main process and keep nothing between documents.
import type { Result } from '#core/kernel/result.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';
import type { DocumentKind, DocumentReading, DocumentSide } from '#core/reading/field.ts';

export interface ReadRequest {
  /** Null: recognise the kind. */
  readonly kind: DocumentKind | null;
  readonly sides: readonly { readonly side: DocumentSide; readonly image: Uint8Array }[];
  readonly today: CalendarDate;
}

export type ReadFailure =
  | { readonly kind: 'not-an-image'; readonly side: DocumentSide }
  | { readonly kind: 'blurred'; readonly side: DocumentSide }
  | { readonly kind: 'document-not-recognised' }
  | { readonly kind: 'no-number-found' }
  | { readonly kind: 'aadhaar-check-digit' }
  | { readonly kind: 'passport-check-digit'; readonly field: string }
  | { readonly kind: 'document-expired'; readonly on: CalendarDate }
  | { readonly kind: 'reader-failed' };

export interface DocumentReader {
  /** `onProgress` is told 0 to 100, never falling. */
  read(
    request: ReadRequest,
    onProgress: (percent: number) => void,
    signal?: AbortSignal,
  ): Promise<Result<DocumentReading, ReadFailure>>;
  close(): Promise<void>;
}
