// Who an Aadhaar source says somebody is, in whichever of its forms: brought to the fields of a reading. Guesses nothing:
// a day that no calendar has, or a sex nobody defined, is left out.
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { FieldName, FieldProof, FieldReading, FieldSource } from './field.ts';

/** Texts as the source writes them; '' where it has none. */
export interface AadhaarPerson {
  readonly name: string;
  /** dd-mm-yyyy, dd/mm/yyyy, yyyy-mm-dd, or a year alone. */
  readonly birth: string;
  readonly gender: string;
  readonly careOf: string;
  readonly house: string;
  readonly street: string;
  readonly landmark: string;
  readonly locality: string;
  /** Village, town or city. */
  readonly town: string;
  readonly postOffice: string;
  readonly subDistrict: string;
  readonly district: string;
  readonly state: string;
  readonly pinCode: string;
}

/** ISO 8601, or null for a year alone or no day at all. */
export function birthDay(written: string): string | null {
  const text = written.trim();
  const dmy = /^(\d{2})[-/.](\d{2})[-/.](\d{4})$/.exec(text);
  const iso = dmy ? `${dmy[3]}-${dmy[2]}-${dmy[1]}` : text;
  return calendarDateSchema.safeParse(iso).success ? iso : null;
}

const sexes: Readonly<Record<string, string>> = {
  M: 'M',
  MALE: 'M',
  F: 'F',
  FEMALE: 'F',
  T: 'X',
  TRANSGENDER: 'X',
};

/** As the card prints it: from the house outwards, each part once, the PIN code last. */
export function addressOf(person: AadhaarPerson): string {
  const parts = [
    person.careOf,
    person.house,
    person.street,
    person.landmark,
    person.locality,
    person.town,
    person.postOffice === '' ? '' : `PO: ${person.postOffice}`,
    person.subDistrict,
    person.district,
    person.state,
  ].map((part) => clean(part));
  const seen = new Set<string>();
  const once = parts.filter((part) => {
    const key = part.toLowerCase().replace(/^po: /, '');
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const pin = /^[1-9]\d{5}$/.test(person.pinCode.trim()) ? ` - ${person.pinCode.trim()}` : '';
  return `${once.join(', ')}${pin}`;
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').replace(/^[ ,]+|[ ,]+$/g, '');

/** The fields such a source proves or merely says; none of them stands anywhere in a picture. */
export function fieldsOfPerson(
  person: AadhaarPerson,
  source: FieldSource,
  { proof, confidence }: { readonly proof: FieldProof | null; readonly confidence: number },
): FieldReading[] {
  const values: readonly (readonly [FieldName, string | null])[] = [
    ['name', clean(person.name)],
    ['dateOfBirth', birthDay(person.birth)],
    ['sex', sexes[person.gender.trim().toUpperCase()] ?? null],
    ['address', addressOf(person)],
  ];
  return values.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name, value, confidence, source, proof, where: null }],
  );
}
