// The hints one by one: each just within its limit gives none, just beyond it one flag with its figure.
import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { FieldReading } from '../field.ts';
import { oneAngleFlag } from './capture-flag.ts';
import {
  genuinenessFlags,
  genuinenessHints,
  genuinenessHintSchema,
  genuinenessLimits as limits,
  type CardMeasures,
  type MeasuredSide,
} from './hints.ts';

const today = calendarDateSchema.parse('2026-11-20');
const good: CardMeasures = {
  noiseRatio: 0.1,
  digitHeight: 0.05,
  digitLine: 0.04,
  pattern: 1.4,
  colouredShare: 0.06,
};
const side = (changes: Partial<CardMeasures> = {}, more: Partial<MeasuredSide> = {}): MeasuredSide => ({
  side: 'front',
  flags: ['by-itself'],
  measures: { ...good, ...changes },
  ...more,
});
const field = (
  name: FieldReading['name'],
  value: string,
  more: Partial<FieldReading> = {},
): FieldReading => ({
  name,
  value,
  confidence: 0.95,
  source: 'ocr',
  proof: null,
  where: null,
  ...more,
});
const of = (sides: readonly MeasuredSide[], fields: readonly FieldReading[] = []) =>
  genuinenessHints({ sides, fields, today, leastAgeYears: 18 });
const flagsOf = (...given: Parameters<typeof of>) => of(...given).map(({ flag }) => flag);

const cases: [string, string, Partial<CardMeasures>, Partial<CardMeasures>][] = [
  ['GH2', 'portrait-replaced', { noiseRatio: -limits.noiseRatio }, { noiseRatio: -limits.noiseRatio - 0.01 }],
  ['GH2', 'portrait-replaced', { noiseRatio: limits.noiseRatio }, { noiseRatio: limits.noiseRatio + 0.01 }],
  ['GH3', 'number-uneven', { digitHeight: limits.digitHeight }, { digitHeight: limits.digitHeight + 0.01 }],
  ['GH3', 'number-uneven', { digitLine: limits.digitLine }, { digitLine: limits.digitLine + 0.01 }],
  ['GH4', 'screen-pattern', { pattern: limits.pattern }, { pattern: limits.pattern + 0.01 }],
  [
    'GH5',
    'no-colour',
    { colouredShare: limits.colouredShare },
    { colouredShare: limits.colouredShare - 0.001 },
  ],
];

describe('genuineness', () => {
  it('a good card gives no hint, nor does one that could not be measured', () => {
    expect(of([side(), side({}, { side: 'back' })])).toEqual([]);
    const none = { noiseRatio: null, digitHeight: null, digitLine: null, pattern: null, colouredShare: null };
    expect(of([side(none)])).toEqual([]);
  });

  it.each(cases)('%s %s is given beyond its limit only', (_id, flag, within, beyond) => {
    expect(flagsOf([side(within)])).toEqual([]);
    expect(flagsOf([side(beyond)])).toEqual([flag]);
  });

  it('GH1 every hint carries what was measured against which limit, and no value of the customer’s', () => {
    const hints = of(
      [
        side(
          { noiseRatio: 3, digitHeight: 1, digitLine: 1, pattern: 4, colouredShare: 0 },
          { flags: [oneAngleFlag] },
        ),
      ],
      [
        field('dateOfBirth', '2012-01-01'),
        field('expiryDate', '2026-11-19'),
        field('name', 'Zephyrine Quill', {
          source: 'mrz',
          rivals: [{ value: 'Quill', confidence: 0.9, source: 'ocr', proof: null, where: null }],
        }),
      ],
    );
    expect(new Set(hints.map(({ flag }) => flag))).toEqual(new Set(genuinenessFlags));
    for (const hint of hints) {
      expect(genuinenessHintSchema.parse(hint)).toEqual(hint);
      expect(hint.evidence.length).toBeGreaterThan(0);
    }
    expect(JSON.stringify(hints)).not.toContain('Quill');
  });

  it('GH3 both departures of a digit are evidence of one hint', () => {
    const [hint] = of([side({ digitHeight: 0.6, digitLine: 0.5 })]);
    expect(hint?.evidence.map(({ measure }) => measure)).toEqual(['digit-height', 'digit-line']);
  });

  it('GH5 a back without colour is as it should be', () => {
    expect(of([side({ colouredShare: 0 }, { side: 'back' })])).toEqual([]);
  });

  it('GH6 print that is unsure of itself says nothing against a zone', () => {
    const rival = (confidence: number) =>
      field('name', 'A', {
        source: 'mrz',
        rivals: [{ value: 'B', confidence, source: 'ocr', proof: null, where: null }],
      });
    expect(flagsOf([], [rival(0.79)])).toEqual([]);
    expect(of([], [rival(0.8)])).toEqual([
      { flag: 'zone-differs', side: 'front', evidence: [{ measure: 'name', value: 0.8, limit: 0.8 }] },
    ]);
  });

  it('GH7 a document is good through its last day', () => {
    expect(flagsOf([], [field('expiryDate', '2026-11-20')])).toEqual([]);
    expect(of([], [field('expiryDate', '2024-11-19')])[0]?.evidence).toEqual([
      { measure: 'years-over', value: 2, limit: 0 },
    ]);
  });

  it('GH8 a customer is of age on the birthday', () => {
    expect(flagsOf([], [field('dateOfBirth', '2008-11-20')])).toEqual([]);
    expect(flagsOf([], [field('dateOfBirth', '2008-11-21')])).toEqual(['under-age']);
  });

  it('GH9 one angle is told as the capture told it', () => {
    expect(flagsOf([side({}, { flags: ['by-itself', oneAngleFlag] })])).toEqual(['one-angle']);
  });
});
