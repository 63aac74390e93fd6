// Which rung a value stands on, and what is still missing.
import { describe, expect, it } from 'vitest';
import type { FieldReading } from '#core/reading/field.ts';
import { missingFields, standingOf } from './standing.ts';

const field = (more: Partial<FieldReading>): FieldReading => ({
  name: 'name',
  value: 'Priya Venkatesan',
  confidence: 0.95,
  source: 'ocr',
  proof: null,
  where: null,
  ...more,
});

describe('standing', () => {
  it.each([
    [{ proof: 'verhoeff' as const }, 'proved'],
    [{ proof: 'verhoeff' as const, confidence: 0.3 }, 'unsure'],
    [{}, 'clear'],
    [{ confidence: 0.99 }, 'clear'],
    [{ confidence: 0.7 }, 'unsure'],
    [{ source: 'typed' as const, confidence: 1 }, 'typed'],
  ])('of %j is %s', (more, standing) => expect(standingOf(field(more))).toBe(standing));

  it('names what is missing or empty', () => {
    expect(missingFields('aadhaar', [field({}), field({ name: 'sex', value: ' ' })])).toEqual([
      'dateOfBirth',
      'sex',
      'aadhaarNumber',
      'address',
    ]);
  });
});
