import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { chipKeyOf, proveByChip, readChipZone } from './chip-zone.ts';
import type { FieldReading } from './field.ts';

const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10';
const today = calendarDateSchema.parse('2026-11-20');
const group1 = (text: string): Uint8Array => {
  const letters = Array.from(text, (letter) => letter.charCodeAt(0));
  return Uint8Array.from([0x61, letters.length + 3, 0x5f, 0x1f, letters.length, ...letters]);
};
const field = (
  name: FieldReading['name'],
  value: string,
  proof: FieldReading['proof'] = null,
): FieldReading => ({ name, value, confidence: 0.8, source: 'mrz', proof, where: null });
const page = [
  field('name', 'ANNA MARIA ERIKSSON'),
  field('dateOfBirth', '1974-08-12', 'check-digits'),
  field('passportNumber', 'L898902C3', 'check-digits'),
  field('expiryDate', '2012-04-15', 'check-digits'),
  field('nationality', 'UT0'),
  field('address', 'Long Street 7'),
];

function chip() {
  const read = readChipZone(group1(zone));
  if (!read) throw new Error('not read');
  return read;
}

describe("a passport chip's zone", () => {
  it('DV59 is read as its country wrote it, and nothing else is', () => {
    expect(chip()).toMatchObject({ number: 'L898902C3', surname: 'ERIKSSON' });
    expect(readChipZone(group1(zone.replace('L898902C36', 'L898902C46')))).toBe(null);
    const bytes = group1(zone);
    for (const broken of [
      new Uint8Array(0),
      bytes.subarray(0, 40),
      Uint8Array.from(bytes, (byte, index) => (index === 0 ? 0x62 : byte)),
      Uint8Array.from(bytes, (byte, index) => (index === 1 ? 0x84 : byte)),
      Uint8Array.from(bytes, (byte, index) => (index === 4 ? 0x40 : byte)),
    ])
      expect(readChipZone(broken)).toBe(null);
  });

  it('DV59 proves what the page says, and mends what was misread', () => {
    const proved = proveByChip([...page.slice(1), field('name', 'ANNA MARIA ERLKSSON')], chip(), today);
    if (!proved.ok) throw new Error(proved.error.field);
    expect(proved.value.find(({ name }) => name === 'name')).toMatchObject({
      value: 'ANNA MARIA ERIKSSON',
      source: 'chip',
      proof: 'issuer-signature',
    });
    expect(proved.value.find(({ name }) => name === 'nationality')?.value).toBe('UTO');
    // What a chip does not say stays as it was.
    expect(proved.value.find(({ name }) => name === 'address')).toEqual(field('address', 'Long Street 7'));
  });

  it('DV59 refuses another number, another day, and another name', () => {
    const differing = (changed: FieldReading) =>
      proveByChip(
        page.map((each) => (each.name === changed.name ? changed : each)),
        chip(),
        today,
      );
    for (const changed of [
      field('passportNumber', 'L898902C4', 'check-digits'),
      field('dateOfBirth', '1974-08-13', 'check-digits'),
      field('name', 'PETRA LINDQVIST'),
    ])
      expect(differing(changed)).toEqual({
        ok: false,
        error: { kind: 'chip-differs', field: changed.name },
      });
  });

  it('DV59 is opened with number, birth and expiry of the page, and not without one of them', () => {
    expect(chipKeyOf(page)).toEqual({
      documentNumber: 'L898902C3',
      birthDate: '740812',
      expiryDate: '120415',
    });
    expect(chipKeyOf(page.filter(({ name }) => name !== 'expiryDate'))).toBe(null);
  });
});
