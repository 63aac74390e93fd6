// What about a document a person should look at: each hint a flag with what was measured, never a verdict. No hint refuses a
// customer or holds a case up (rules GH1 to GH9 in docs/spec/genuineness.md).
import { z } from 'zod';
import { calendarDateSchema, type CalendarDate } from '#core/kernel/instant.ts';
import { isExpired, wholeYears } from '../date.ts';
import { oneAngleFlag } from './capture-flag.ts';
import { documentSideSchema, fieldNames, type DocumentSide, type FieldReading } from '../field.ts';

export const genuinenessFlags = [
  'portrait-replaced',
  'number-uneven',
  'screen-pattern',
  'no-colour',
  'zone-differs',
  'expired',
  'under-age',
  'one-angle',
] as const;
export const genuinenessFlagSchema = z.enum(genuinenessFlags);
export type GenuinenessFlag = z.infer<typeof genuinenessFlagSchema>;

/** What the figures below are called, and fields by their names: a value of the customer's is never evidence here. */
export const genuinenessMeasures = [
  'noise-ratio',
  'digit-height',
  'digit-line',
  'pattern',
  'coloured-share',
  'years-over',
  'years-short',
  'angles',
  ...fieldNames,
] as const;

export const genuinenessHintSchema = z.object({
  flag: genuinenessFlagSchema,
  side: documentSideSchema.nullable(),
  evidence: z.array(z.object({ measure: z.enum(genuinenessMeasures), value: z.number(), limit: z.number() })),
});
export type GenuinenessHint = z.infer<typeof genuinenessHintSchema>;

/** Of one side's picture; null where it could not be measured. */
export const cardMeasuresSchema = z.object({
  /** Noise of the portrait's plainest places against the card's, as a logarithm to the base of two. */
  noiseRatio: z.number().nullable(),
  /** How far one digit of the number's line departs from the others, in heights of a digit. */
  digitHeight: z.number().nullable(),
  digitLine: z.number().nullable(),
  /** The strongest regular wave over most of the card, as a logarithm to the base of ten. */
  pattern: z.number().nullable(),
  /** Share of the card that has a colour of its own under any light, 0 to 1. */
  colouredShare: z.number().nullable(),
});
export type CardMeasures = z.infer<typeof cardMeasuresSchema>;

/** From drawn specimens, photographed mild to hard (`npm run bench -- genuineness`): no genuine one of the tuning half beyond. */
export const genuinenessLimits = {
  noiseRatio: 0.7,
  digitHeight: 0.16,
  digitLine: 0.2,
  pattern: 2.4,
  colouredShare: 0.008,
} as const;

export interface MeasuredSide {
  readonly side: DocumentSide;
  /** How it was taken, as the record has it. */
  readonly flags: readonly string[];
  readonly measures: CardMeasures;
}

export interface GenuinenessFacts {
  readonly sides: readonly MeasuredSide[];
  readonly fields: readonly FieldReading[];
  readonly today: CalendarDate;
  /** What the chosen product asks. */
  readonly leastAgeYears: number;
}

export function genuinenessHints({
  sides,
  fields,
  today,
  leastAgeYears,
}: GenuinenessFacts): GenuinenessHint[] {
  return [
    ...sides.flatMap(hintsOfSide),
    ...zoneDiffers(fields),
    ...hintsOfDates(fields, today, leastAgeYears),
  ];
}

function hintsOfSide({ side, flags, measures }: MeasuredSide): GenuinenessHint[] {
  const hints: GenuinenessHint[] = [];
  const add = (flag: GenuinenessFlag, ...evidence: GenuinenessHint['evidence']): void =>
    void hints.push({ flag, side, evidence });
  const { noiseRatio, digitHeight, digitLine, pattern, colouredShare } = measures;
  const limit = genuinenessLimits;
  if (noiseRatio !== null && Math.abs(noiseRatio) > limit.noiseRatio)
    add('portrait-replaced', { measure: 'noise-ratio', value: noiseRatio, limit: limit.noiseRatio });
  const uneven: GenuinenessHint['evidence'] = [];
  if (digitHeight !== null && digitHeight > limit.digitHeight)
    uneven.push({ measure: 'digit-height', value: digitHeight, limit: limit.digitHeight });
  if (digitLine !== null && digitLine > limit.digitLine)
    uneven.push({ measure: 'digit-line', value: digitLine, limit: limit.digitLine });
  if (uneven.length > 0) add('number-uneven', ...uneven);
  if (pattern !== null && pattern > limit.pattern)
    add('screen-pattern', { measure: 'pattern', value: pattern, limit: limit.pattern });
  // Backs are printed in black alone.
  if (side === 'front' && colouredShare !== null && colouredShare < limit.colouredShare)
    add('no-colour', { measure: 'coloured-share', value: colouredShare, limit: limit.colouredShare });
  if (flags.includes(oneAngleFlag)) add('one-angle', { measure: 'angles', value: 1, limit: 2 });
  return hints;
}

/** Print sure enough of itself to speak against a zone; below, it is the reader that is in doubt. */
const surePrint = 0.8;

function zoneDiffers(fields: readonly FieldReading[]): GenuinenessHint[] {
  const evidence = fields.flatMap(({ name, source, rivals = [] }) => {
    if (source !== 'mrz') return [];
    const against = rivals.filter((rival) => rival.source === 'ocr' && rival.confidence >= surePrint);
    const surest = Math.max(0, ...against.map(({ confidence }) => confidence));
    return against.length > 0 ? [{ measure: name, value: surest, limit: surePrint }] : [];
  });
  return evidence.length > 0 ? [{ flag: 'zone-differs', side: 'front', evidence }] : [];
}

function hintsOfDates(
  fields: readonly FieldReading[],
  today: CalendarDate,
  leastAgeYears: number,
): GenuinenessHint[] {
  const dateOf = (name: FieldReading['name']): CalendarDate | null => {
    const parsed = calendarDateSchema.safeParse(fields.find((field) => field.name === name)?.value);
    return parsed.success ? parsed.data : null;
  };
  const hints: GenuinenessHint[] = [];
  const expiry = dateOf('expiryDate');
  if (expiry !== null && isExpired(expiry, today)) {
    const years = wholeYears(expiry, today);
    hints.push({
      flag: 'expired',
      side: null,
      evidence: [{ measure: 'years-over', value: years, limit: 0 }],
    });
  }
  const birth = dateOf('dateOfBirth');
  const short = birth === null ? 0 : leastAgeYears - wholeYears(birth, today);
  if (short > 0) {
    const evidence = [{ measure: 'years-short' as const, value: short, limit: 0 }];
    hints.push({ flag: 'under-age', side: null, evidence });
  }
  return hints;
}
