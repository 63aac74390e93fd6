// What a kind of document looks like: its sides, its size, the words that give it away, where the portrait stands. Data only,
// so that screens may know it without knowing how anything is read.
import type { Box, DocumentSide, FieldName } from '../field.ts';

/** Width by height: ISO/IEC 7810 ID-1 (85.60 × 53.98 mm) and ID-3 (a passport's page, 125 × 88 mm). */
export const proportions = { 'ID-1': 85.6 / 53.98, 'ID-3': 125 / 88 } as const;

export interface DocumentLayout {
  /** Sides that must be captured before a document of this kind can be read. */
  readonly sides: readonly DocumentSide[];
  readonly format: keyof typeof proportions;
  /** Identifies the document's holder: hashed to find a customer again. */
  readonly number: FieldName;
  /** What the front prints; where one of them was not read surely, further passes look for it. */
  readonly printed: readonly FieldName[];
  /** Lines that such a document carries, in lower-case letters alone. */
  readonly marks: readonly string[];
  /** Of the holder, in shares of width and height, with room around the print. */
  readonly portrait: Box;
}
