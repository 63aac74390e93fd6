// A kind of document as one module: its layout, what else gives it away, and how its fields are read from the words.
import type { CalendarDate } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import type { AadhaarRefusal } from '../aadhaar-card.ts';
import type { Box, DocumentSide, FieldName, FieldReading } from '../field.ts';
import type { FoundMrz } from '../mrz-lines.ts';
import type { Mrz } from '../mrz.ts';
import type { OcrLine, SideWords } from '../ocr-word.ts';
import type { PassportRefusal } from '../passport.ts';
import type { DocumentLayout } from './document-layout.ts';

export interface PageRead {
  readonly sides: readonly SideWords[];
  readonly zone: { readonly side: DocumentSide; readonly found: FoundMrz } | null;
  readonly today: CalendarDate;
}

export type KindRefusal = AadhaarRefusal | PassportRefusal;

/** A line that is worth a pass of its own where the whole page's did not settle it. */
export interface FieldLine {
  readonly field: FieldName;
  /** The signs that can stand there; empty: any. */
  readonly signs: string;
  /** Where the line stands on the front, from what was read of it or around it; null where nothing tells. */
  readonly find: (lines: readonly OcrLine[]) => Box | null;
  /** Where it stands by layout, in shares of the card, should nothing tell. */
  readonly place?: Box;
  /** Read by itself, without what stands beside it on its line; and not sought where nothing tells. */
  readonly apart?: boolean;
}

export interface DocumentModule {
  readonly layout: DocumentLayout;
  /** Whose zone this is; left out by documents that carry none. */
  readonly ownsZone?: (zone: Mrz) => boolean;
  /** How much the lines speak for this kind besides its marks, in marks. */
  readonly speaks: (lines: readonly OcrLine[]) => number;
  readonly fieldLines: readonly FieldLine[];
  /** Values as in `FieldReading`, boxes in the pictures that were read. */
  readonly read: (page: PageRead) => Result<FieldReading[], KindRefusal>;
}
