// The hints about a document's genuineness: its pictures measured in the reading worker, the rules of core applied to the figures.
// A picture that cannot be measured gives no hint of that kind; nothing here refuses a document.
import {
  genuinenessHints,
  type GenuinenessHint,
  type MeasuredSide,
} from '#core/reading/genuineness/hints.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';
import type { Box, DocumentReading, DocumentSide, FieldReading } from '#core/reading/field.ts';
import type { DocumentReader } from '../port/document-reader.ts';

export interface TakenSide {
  readonly side: DocumentSide;
  readonly image: Uint8Array;
  readonly flags: readonly string[];
}

export interface HintsNeeds {
  readonly sides: readonly TakenSide[];
  readonly reading: Pick<DocumentReading, 'portrait' | 'fields'>;
  /** As they stand after all sources were weighed. */
  readonly fields: readonly FieldReading[];
  readonly today: CalendarDate;
  readonly leastAgeYears: number;
}

const unmeasured = {
  noiseRatio: null,
  digitHeight: null,
  digitLine: null,
  pattern: null,
  colouredShare: null,
} as const;

export async function hintsOf(
  reader: Pick<DocumentReader, 'measure'>,
  { sides, reading, fields, today, leastAgeYears }: HintsNeeds,
): Promise<GenuinenessHint[]> {
  const measured: MeasuredSide[] = [];
  for (const { side, image, flags } of sides) {
    const portrait = reading.portrait?.side === side ? reading.portrait.box : null;
    const outcome = await reader.measure(image, { portrait, number: printedNumber(reading.fields, side) });
    measured.push({ side, flags, measures: outcome.ok ? outcome.value : unmeasured });
  }
  return genuinenessHints({ sides: measured, fields, today, leastAgeYears });
}

/** A number that stands in a line of its own; within a zone or a code there is no such line. */
function printedNumber(fields: readonly FieldReading[], side: DocumentSide): Box | null {
  const number = fields.find(
    ({ name, source, where }) => name.endsWith('Number') && source === 'ocr' && where?.side === side,
  );
  return number?.where?.box ?? null;
}
