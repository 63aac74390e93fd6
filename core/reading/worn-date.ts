// Days of birth as worn print shows them: the strokes between the parts read as digits, or not at all; several passes over one
// line weighed together. Refuses days that no calendar has.
import { calendarDateSchema, type CalendarDate } from '#core/kernel/instant.ts';
import type { FieldReading } from './field.ts';
import { wordsBetween, type OcrLine } from './ocr-word.ts';
import { printedField } from './printed-field.ts';
import { electedText, saidBy, type Said } from './several-passes.ts';

/** A stroke is read as itself, as 1 or 7 or a letter like them, or lost. */
const written = /(?<!\d)([0-3]\d)([/.\-17lI|]?)([01]\d)([/.\-17lI|]?)((?:19|20)\d{2})(?!\d)/g;

/** Doubt that a missing or misread stroke brings. */
const doubtOfStroke = 0.8;

export interface DayInLine {
  /** As ISO writes it. */
  readonly day: CalendarDate;
  readonly said: Said;
  readonly line: OcrLine;
}

/** Every day in a line, whatever became of its strokes. */
export function daysInLine(line: OcrLine): readonly DayInLine[] {
  return [...line.text.matchAll(written)].flatMap((match) => {
    const [text, day, first, month, second, year] = match;
    const parsed = calendarDateSchema.safeParse(`${year}-${month}-${day}`);
    if (!parsed.success) return [];
    const said = saidBy(parsed.data, wordsBetween(line, match.index, match.index + text.length));
    const worn = [first, second].filter((stroke) => stroke === undefined || !/[/.-]/.test(stroke)).length;
    return [
      { day: parsed.data, said: { ...said, confidence: said.confidence * doubtOfStroke ** worn }, line },
    ];
  });
}

/** What the passes over a line make of its day. */
export function electedDay(days: readonly DayInLine[]): FieldReading | null {
  const elected = electedText(
    days.map(({ said }) => said),
    (text) => calendarDateSchema.safeParse(text).success,
  );
  if (elected === null) return null;
  return printedField('dateOfBirth', elected.text, 'front', elected.words, {
    confidence: elected.confidence,
  });
}
