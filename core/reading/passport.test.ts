// A passport's fields, their proofs, and the kinds of document told apart by their words.
import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { recogniseKind } from './kinds/recognise-kind.ts';
import { findMrz } from './mrz-lines.ts';
import { readPassport } from './passport.ts';
import { written } from './written-words.fixture.ts';

const today = calendarDateSchema.parse('2026-11-20');
const zone = ['P<INDSHARMA<<RAMESH<KUMAR<<<<<<<<<<<<<<<<<<<', 'Z1000001<1IND8508155M3005143<<<<<<<<<<<<<<<2'];
const printed = [
  'REPUBLIC OF INDIA',
  'P IND Z1000001',
  'SHARMA',
  'RAMESH KUMAR',
  'INDIAN M 15/08/1985',
  '14/05/2030',
];

function read(lines: readonly string[], mrzLines: readonly string[]) {
  const words = written([...lines, ...mrzLines]);
  return readPassport(words, findMrz(words), today);
}

function field(lines: readonly string[], name: string) {
  const result = read(lines, zone);
  return result.ok ? result.value.find((one) => one.name === name) : undefined;
}

describe('passport', () => {
  it('reads the zone', () => {
    const result = read(printed, zone);
    const values = result.ok ? result.value.map((one) => [one.name, one.value, one.proof]) : [];
    expect(values).toEqual([
      ['name', 'RAMESH KUMAR SHARMA', null],
      ['dateOfBirth', '1985-08-15', 'check-digits'],
      ['sex', 'M', null],
      ['passportNumber', 'Z1000001', 'check-digits'],
      ['expiryDate', '2030-05-14', 'check-digits'],
      ['nationality', 'IND', null],
      ['issuingCountry', 'IND', null],
    ]);
  });

  it('MZ5 trusts the name where the printed zone agrees, doubts it where not', () => {
    expect(field(printed, 'name')?.confidence).toBeGreaterThan(0.95);
    expect(field([...printed, 'SHARMA'], 'name')?.confidence).toBeGreaterThan(0.95);
    expect(field(['REPUBLIC OF INDIA', 'SHARMA', 'RAMESH KUNAR'], 'name')?.confidence).toBeLessThanOrEqual(
      0.7,
    );
    expect(field([], 'name')?.confidence).toBeLessThanOrEqual(0.7);
  });

  it('MZ5 doubts a name beside which the print has one more, since the zone may have lost it', () => {
    expect(
      field(['REPUBLIC OF INDIA', 'SHARMA', 'RAMESH KUMAR VARMA'], 'name')?.confidence,
    ).toBeLessThanOrEqual(0.7);
    expect(field(['SHARMA', 'RAMESH MOHAN KUMAR'], 'name')?.confidence).toBeLessThanOrEqual(0.7);
    expect(field(['SHARMA', 'Given names RAMESH KUMAR'], 'name')?.confidence).toBeGreaterThan(0.95);
  });

  it('MZ6 doubts a state that is none, or that is said once only', () => {
    const nationality = (line: string) => {
      const result = read([], [zone[0] ?? '', line]);
      return result.ok ? result.value.find((one) => one.name === 'nationality') : undefined;
    };
    const once = (zone[1] ?? '').replace('IND', 'NPL');
    const none = (zone[1] ?? '').replace('IND', 'QQQ');
    expect(field([], 'nationality')?.confidence).toBeGreaterThanOrEqual(0.85);
    expect(nationality(once)?.confidence).toBeLessThan(0.85);
    expect(nationality(none)?.confidence).toBeLessThanOrEqual(0.3);
  });

  it('points at the printed value, else at the zone', () => {
    expect(field(printed, 'passportNumber')?.where?.box.y).toBe(40);
    expect(field(printed, 'dateOfBirth')?.where?.box.y).toBe(160);
    expect(field([], 'dateOfBirth')?.where?.box.y).toBe(0);
  });

  it('refuses a zone whose check digits disagree, naming the field', () => {
    const wrong = [zone[0] ?? '', (zone[1] ?? '').replace('850815', '850915')];
    expect(read(printed, wrong)).toEqual({
      ok: false,
      error: { kind: 'passport-check-digit', field: 'birth' },
    });
  });

  it('refuses a page without a zone', () => {
    expect(read(printed, [])).toEqual({ ok: false, error: { kind: 'no-number-found' } });
  });
});

describe('document kind', () => {
  const kind = (lines: readonly string[]) => recogniseKind(written(lines));

  it('CD1 tells them apart by their lines, a slip in a long one forgiven', () => {
    expect(kind(['INC0ME TAX DEPARTMENT'])).toBe('pan');
    expect(kind(['Government of India', 'Ramesh', '9999 4105 7058'])).toBe('aadhaar');
    expect(kind(['/ DOB : 15/08/1985', '9999 4105 7058'])).toBe('aadhaar');
    expect(kind(['Address:', 'help@uidai.gov.in'])).toBe('aadhaar');
    expect(kind(printed)).toBe('passport');
    expect(kind(['INCOME TAX DEPARTMENT', 'Government of India', 'AAAPS1234K'])).toBe('pan');
    expect(kind(['ELECTION COMMISSION OF INDIA', 'FZO6344703'])).toBe('voter-card');
    expect(kind(['UNION OF INDIA', 'MH12 20110012345'])).toBe('driving-licence');
  });

  it.each([[['a shopping list', 'milk 2']], [[]]])('does not guess at %j', (lines) =>
    expect(kind(lines)).toBeNull(),
  );
});
