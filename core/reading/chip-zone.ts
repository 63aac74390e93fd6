// A passport chip's own copy of the printed zone (DG1, ICAO 9303-10, 4.7.1), signed by its country: read, and held against
// what was read off the page. What the page says elsewhere but check digits prove must agree; a misread name yields to it.
import type { CalendarDate } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { parseMrzDate } from './date.ts';
import type { FieldName, FieldReading } from './field.ts';
import { parseMrz, type Mrz } from './mrz.ts';
import { compareNames } from './name.ts';

/** TD1 has three lines of 30 letters, TD2 two of 36, TD3 two of 44. */
const widths: Readonly<Record<number, number>> = { 90: 30, 72: 36, 88: 44 };

/** The value inside a tag; null where the tag is another one or lies about its length. Lengths have one or two bytes. */
function inside(bytes: Uint8Array, tag: readonly number[]): Uint8Array | null {
  if (!tag.every((byte, index) => bytes[index] === byte)) return null;
  const first = bytes[tag.length] ?? 0x80;
  const isLong = first === 0x81;
  if (first >= 0x80 && !isLong) return null;
  const length = isLong ? (bytes[tag.length + 1] ?? 0) : first;
  const from = tag.length + (isLong ? 2 : 1);
  return bytes.length < from + length ? null : bytes.subarray(from, from + length);
}

/** Null for whatever is no DG1 with a zone whose check digits agree: a country does not sign another. */
export function readChipZone(dg1: Uint8Array): Mrz | null {
  const outer = inside(dg1, [0x61]);
  const zone = outer && inside(outer, [0x5f, 0x1f]);
  const width = zone ? widths[zone.length] : undefined;
  if (!zone || width === undefined) return null;
  const text = String.fromCharCode(...zone);
  const lines = Array.from({ length: text.length / width }, (_, row) =>
    text.slice(row * width, (row + 1) * width),
  );
  const parsed = parseMrz(lines);
  return parsed.ok && parsed.value.failed.length === 0 && parsed.value.corrected === 0 ? parsed.value : null;
}

/** Errors: `chip-differs` with the field that says something else than the page. */
export function proveByChip(
  fields: readonly FieldReading[],
  chip: Mrz,
  today: CalendarDate,
): Result<FieldReading[], { readonly kind: 'chip-differs'; readonly field: FieldName }> {
  const values: Partial<Record<FieldName, string | null>> = {
    name: `${chip.givenNames} ${chip.surname}`.trim(),
    dateOfBirth: parseMrzDate(chip.birth, 'birth', today),
    sex: chip.sex,
    passportNumber: chip.number,
    expiryDate: parseMrzDate(chip.expiry, 'expiry', today),
    nationality: chip.nationality,
    issuingCountry: chip.issuingState,
  };
  const proved: FieldReading[] = [];
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined || value === null) {
      proved.push(field);
      continue;
    }
    const isOther =
      field.name === 'name'
        ? compareNames(field.value, value) === 'mismatch'
        : field.proof !== null && field.value !== value;
    if (isOther) return err({ kind: 'chip-differs', field: field.name });
    proved.push({ ...field, value, confidence: 1, source: 'chip', proof: 'issuer-signature' });
  }
  return ok(proved);
}

/** What opens the chip (9303-11, 9.7.2); null where the page was not read far enough. */
export function chipKeyOf(
  fields: readonly FieldReading[],
): { readonly documentNumber: string; readonly birthDate: string; readonly expiryDate: string } | null {
  const valueOf = (name: FieldName) => fields.find((field) => field.name === name)?.value;
  const day = (iso: string | undefined) =>
    /^\d{4}-\d{2}-\d{2}$/.test(iso ?? '') ? (iso ?? '').slice(2).replaceAll('-', '') : null;
  const documentNumber = valueOf('passportNumber');
  const birthDate = day(valueOf('dateOfBirth'));
  const expiryDate = day(valueOf('expiryDate'));
  return documentNumber !== undefined && birthDate !== null && expiryDate !== null
    ? { documentNumber, birthDate, expiryDate }
    : null;
}
