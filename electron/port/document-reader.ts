// Reads documents off pictures. Implementations run outside the main process and keep nothing between documents.
import type { Result } from '#core/kernel/result.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';
import type { Barcode, BarcodeFormat } from '#core/reading/barcode.ts';
import type { CardMeasures } from '#core/reading/genuineness/hints.ts';
import type { Box, DocumentKind, DocumentReading, DocumentSide } from '#core/reading/field.ts';

export interface ReadRequest {
  /** Null: recognise the kind. */
  readonly kind: DocumentKind | null;
  readonly sides: readonly {
    readonly side: DocumentSide;
    readonly image: Uint8Array;
    /** It was taken although it is blurred: whatever can be read of it is. */
    readonly asItIs?: boolean;
  }[];
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

export interface PdfFailure {
  readonly kind: 'not-an-image' | 'pdf-locked' | 'pdf-too-long' | 'too-large';
}

export interface InspectedPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** What it falls short in and was taken with all the same; left out where it falls short in nothing. */
  readonly flaws?: readonly PictureFlaw[] | undefined;
}

export type PictureFlaw = 'blurred' | 'glare';

export interface InspectedAs {
  /** The side of the document it shows, judged for glare where its fields and portrait lie; null: not judged for glare. */
  readonly sought: { readonly kind: DocumentKind; readonly side: DocumentSide } | null;
  /** Flaws are told, and refuse nothing. */
  readonly asItIs: boolean;
}

export interface DocumentReader {
  /** Decodes a picture wholly, so that a truncated or blurred one is refused while the document is still at hand. */
  inspect(
    image: Uint8Array,
    as?: InspectedAs,
  ): Promise<Result<InspectedPicture, { readonly kind: 'not-an-image' | PictureFlaw | 'reader-failed' }>>;
  /** Cuts a part out of a picture, as JPEG; parts outside the picture are left off. */
  crop(
    image: Uint8Array,
    box: Box,
  ): Promise<Result<Uint8Array, { readonly kind: 'not-an-image' | 'reader-failed' }>>;
  /** A page of a PDF as JPEG, counted from nought; the last one where there are fewer. */
  pdfPage(
    pdf: Uint8Array,
    index: number,
  ): Promise<Result<Uint8Array, PdfFailure | { readonly kind: 'reader-failed' }>>;
  /** The JPEG 2000 photo of a signed code as a JPEG. */
  photo(
    codestream: Uint8Array,
  ): Promise<Result<Uint8Array, { readonly kind: 'not-an-image' | 'reader-failed' }>>;
  /** The picture with these parts black, upright, in its own format; nothing else of the file as it came remains. */
  cover(
    image: Uint8Array,
    boxes: readonly Box[],
  ): Promise<Result<Uint8Array, { readonly kind: 'not-an-image' | 'reader-failed' }>>;
  /** What tampering, screens and copiers leave behind; boxes in pixels of the captured picture, null where not known. */
  measure(
    image: Uint8Array,
    places: { readonly portrait: Box | null; readonly number: Box | null },
  ): Promise<Result<CardMeasures, { readonly kind: 'not-an-image' | 'reader-failed' }>>;
  /** Every code of these formats that can be read, at any angle; gives up after a few seconds. */
  barcodes(
    image: Uint8Array,
    formats: readonly BarcodeFormat[],
  ): Promise<Result<readonly Barcode[], { readonly kind: 'not-an-image' | 'reader-failed' }>>;
  /** `onProgress` is told 0 to 100, never falling. */
  read(
    request: ReadRequest,
    onProgress: (percent: number) => void,
    signal?: AbortSignal,
  ): Promise<Result<DocumentReading, ReadFailure>>;
  close(): Promise<void>;
}
