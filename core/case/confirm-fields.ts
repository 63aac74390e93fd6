// What a person may make of a reading: correct what was misread, never swap the person. Rules CS9 and CS10.
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { calendarDateSchema, type CalendarDate } from '#core/kernel/instant.ts';
import { err, ok, unreachable, type Result } from '#core/kernel/result.ts';
import type { FieldName, FieldReading } from '#core/reading/field.ts';
import type { DocumentKind } from '#core/reading/document-kinds.ts';
import { correctedNumber, mayCorrectNumber } from '#core/reading/kinds/corrected-number.ts';
import { compareNames } from '#core/reading/name.ts';
import type { ConfirmedField } from './case-state.ts';

/** Numbers identify the customer: another number means another document. What of them may be corrected: CS37. */
const fixed: ReadonlySet<FieldName> = new Set([
  'aadhaarNumber',
  'passportNumber',
  'panNumber',
  'documentNumber',
]);

/** What a check digit proves was not misread, a date of birth as little as a number: nobody types over it. */
export function isEditable({ name, proof }: Pick<FieldReading, 'name' | 'proof'>): boolean {
  return !fixed.has(name) && proof === null;
}

const required: readonly FieldName[] = ['name', 'dateOfBirth'];
const nameMaxLength = 120;
const sexes: ReadonlySet<string> = new Set(['M', 'F', 'T', 'X']);

function invalid(field: ConfirmedField, today: CalendarDate): boolean {
  const value = field.value.trim();
  switch (field.name) {
    case 'name':
      return value.length > nameMaxLength || !/\p{L}/u.test(value) || /\d/.test(value);
    case 'dateOfBirth':
      return !calendarDateSchema.safeParse(value).success || value >= today || value < '1900-01-01';
    case 'expiryDate':
      return !calendarDateSchema.safeParse(value).success;
    case 'sex':
      return !sexes.has(value);
    case 'aadhaarNumber':
    case 'passportNumber':
    case 'panNumber':
    case 'documentNumber':
    case 'nationality':
    case 'issuingCountry':
    case 'address':
      return value === '';
    default:
      return unreachable(field.name);
  }
}

/**
 * Checks the fields as a person confirmed them against what was read; returns every field to keep, in reading order,
 * then those a person added. Refusals: `field-missing`, `field-invalid`, `document-expired`, `name-mismatch` (the typed
 * name is another person's by `compareNames`).
 */
export function confirmFields(
  read: readonly FieldReading[],
  given: readonly ConfirmedField[],
  today: CalendarDate,
  kind: DocumentKind | null = null,
): Result<ConfirmedField[], Refusal> {
  const editable: ConfirmedField[] = [];
  for (const field of given) {
    const entry = read.find(({ name }) => name === field.name);
    if (isEditable({ name: field.name, proof: entry?.proof ?? null })) editable.push(field);
    if (!entry || kind === null || !mayCorrectNumber(kind, entry) || field.value === entry.value) continue;
    const value = correctedNumber(kind, field.value, entry.value);
    if (value === null) return err({ kind: 'field-invalid', subject: field.name });
    editable.push({ name: field.name, value });
  }
  const values = new Map<FieldName, string>(read.map((field) => [field.name, field.value]));
  for (const field of editable) values.set(field.name, field.value.trim());
  for (const name of required) {
    if (!values.get(name)) return err({ kind: 'field-missing', subject: name });
  }
  for (const field of editable) {
    if (invalid(field, today)) return err({ kind: 'field-invalid', subject: field.name });
  }
  const expiry = values.get('expiryDate');
  if (expiry !== undefined && expiry < today) return err({ kind: 'document-expired' });
  const readName = read.find((field) => field.name === 'name')?.value;
  const name = values.get('name');
  if (readName && name && compareNames(readName, name) === 'mismatch') {
    return err({ kind: 'name-mismatch', subject: 'name' });
  }
  return ok([...values].map(([fieldName, value]) => ({ name: fieldName, value })));
}

/** Whether name, birth and sex stand as they were read: what UIDAI was asked about. */
export function isAsRead(read: readonly FieldReading[], confirmed: readonly ConfirmedField[]): boolean {
  const asked: readonly FieldName[] = ['name', 'dateOfBirth', 'sex'];
  return confirmed
    .filter(({ name }) => asked.includes(name))
    .every(({ name, value }) => read.some((field) => field.name === name && field.value === value));
}
