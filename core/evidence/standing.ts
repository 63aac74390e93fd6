// How far a value that was read may be relied on, as one of four rungs. Refuses to call anything proved by confidence alone.
import type { DocumentKind, FieldName, FieldReading } from '#core/reading/field.ts';

/**
 * - proved: check digits agree and the reader saw clearly;
 * - clear: no proof exists for such a value (names, addresses), and the reader saw clearly;
 * - unsure: a person has to compare it with the picture before it is used;
 * - typed: a person entered it; the picture may say otherwise.
 */
export type Standing = 'proved' | 'clear' | 'unsure' | 'typed';

/** Right names and numbers of the specimen cards read at 0.90 and above, wrong names at 0.70 and below. */
const clearFrom = 0.85;

export function standingOf(field: FieldReading): Standing {
  if (field.source === 'typed') return 'typed';
  if (field.confidence < clearFrom) return 'unsure';
  return field.proof === null ? 'clear' : 'proved';
}

const needed: Readonly<Record<DocumentKind, readonly FieldName[]>> = {
  aadhaar: ['name', 'dateOfBirth', 'sex', 'aadhaarNumber', 'address'],
  passport: ['name', 'dateOfBirth', 'sex', 'passportNumber', 'expiryDate', 'nationality'],
};

/** The fields of such a document that nobody has read or typed yet, in the order in which they are shown. */
export function missingFields(kind: DocumentKind, fields: readonly FieldReading[]): readonly FieldName[] {
  return needed[kind].filter(
    (name) => !fields.some((field) => field.name === name && field.value.trim() !== ''),
  );
}
