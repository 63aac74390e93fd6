import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { FieldReading } from '#core/reading/field.ts';
import { confirmFields, isEditable } from './confirm-fields.ts';

const today = calendarDateSchema.parse('2026-11-20');
const field = (name: FieldReading['name'], value: string): FieldReading => ({
  name,
  value,
  confidence: 0.9,
  source: 'ocr',
  proof: null,
  where: null,
});
const read = [
  field('name', 'Meera Nair'),
  field('dateOfBirth', '1990-04-02'),
  field('aadhaarNumber', 'XXXX XXXX 0124'),
];
const kindOf = (result: ReturnType<typeof confirmFields>) => (result.ok ? 'accepted' : result.error.kind);

describe('confirming a reading', () => {
  it('CS9 keeps what was read where nothing is corrected', () => {
    expect(confirmFields(read, [], today)).toEqual({
      ok: true,
      value: read.map(({ name, value }) => ({ name, value })),
    });
  });

  it('CS9 ignores an edited Aadhaar number', () => {
    const result = confirmFields(read, [{ name: 'aadhaarNumber', value: '999941057058' }], today);
    expect(result).toMatchObject({ ok: true });
    expect(JSON.stringify(result)).not.toContain('999941057058');
  });

  it('CS9 ignores an edited date that check digits prove', () => {
    const passport = [
      field('name', 'Meera Nair'),
      { ...field('dateOfBirth', '2010-04-02'), proof: 'check-digits' as const },
      { ...field('expiryDate', '2031-01-01'), proof: 'check-digits' as const },
    ];
    const given = [
      { name: 'dateOfBirth' as const, value: '1990-04-02' },
      { name: 'expiryDate' as const, value: '2041-01-01' },
    ];
    expect(confirmFields(passport, given, today)).toEqual({
      ok: true,
      value: passport.map(({ name, value }) => ({ name, value })),
    });
    expect(passport.map(isEditable)).toEqual([true, false, false]);
  });

  it.each([
    ['name', '', 'field-missing'],
    ['name', '12345', 'field-invalid'],
    ['dateOfBirth', '1990-02-30', 'field-invalid'],
    ['dateOfBirth', '2027-01-01', 'field-invalid'],
    ['dateOfBirth', '1850-01-01', 'field-invalid'],
    ['sex', 'Q', 'field-invalid'],
    ['expiryDate', 'soon', 'field-invalid'],
    ['expiryDate', '2020-01-01', 'document-expired'],
  ] as const)('CS9 %s %j is answered with %s', (name, value, kind) => {
    expect(kindOf(confirmFields(read, [{ name, value }], today))).toBe(kind);
  });

  it('CS10 a corrected letter is accepted, another person is not', () => {
    expect(kindOf(confirmFields(read, [{ name: 'name', value: 'Meera Nayr' }], today))).toBe('accepted');
    expect(kindOf(confirmFields(read, [{ name: 'name', value: 'Sunita Patel' }], today))).toBe(
      'name-mismatch',
    );
  });

  it('CS37 a misread PAN is put right in its own form; another number, and one without a kind, are not', () => {
    const pan = [
      field('name', 'Meera Nair'),
      field('dateOfBirth', '1990-04-02'),
      field('panNumber', 'ABCPNI234K'),
    ];
    const typed = (value: string) => confirmFields(pan, [{ name: 'panNumber', value }], today, 'pan');
    const result = typed('abcpn 1234 k');
    expect(result.ok && result.value.find(({ name }) => name === 'panNumber')?.value).toBe('ABCPN1234K');
    expect(kindOf(typed('ABCPNI234K'))).toBe('accepted');
    expect(kindOf(typed('ZYXPN9876K'))).toBe('field-invalid');
    expect(kindOf(typed(''))).toBe('field-invalid');
    const noKind = confirmFields(pan, [{ name: 'panNumber', value: 'ABCPN1234K' }], today);
    expect(noKind.ok && noKind.value.find(({ name }) => name === 'panNumber')?.value).toBe('ABCPNI234K');
  });

  it('CS9 takes a field that was not read at all', () => {
    const result = confirmFields(read, [{ name: 'address', value: '12 Gandhi Nagar, Jaipur' }], today);
    expect(result.ok && result.value.at(-1)).toEqual({ name: 'address', value: '12 Gandhi Nagar, Jaipur' });
  });
});
