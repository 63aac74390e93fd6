// The machine readable zone of a specimen passport (ICAO 9303-4, TD3), with its check digits worked out.
import { mrzCheckDigit } from '#core/reading/mrz.ts';
import type { Person } from '../people.ts';

const filled = (text: string, width: number): string => text.padEnd(width, '<').slice(0, width);
const yymmdd = (iso: string): string => iso.slice(2).replaceAll('-', '');

/** Two lines of 44 characters; `expires` as ISO 8601. */
export function passportZone(
  person: Person,
  expires: string = person.passport.expires,
): readonly [string, string] {
  const names = `${person.surname}<<${person.givenNames.replaceAll(' ', '<')}`;
  const number = filled(person.passport.number, 9);
  const birth = yymmdd(person.dateOfBirth);
  const expiry = yymmdd(expires);
  const optional = filled('', 14);
  const numberPart = number + mrzCheckDigit(number);
  const birthPart = birth + mrzCheckDigit(birth);
  // An optional field left empty may carry `<` for its check digit (9303-4, 4.2.2.2).
  const expiryPart = `${expiry}${mrzCheckDigit(expiry)}${optional}<`;
  const composite = mrzCheckDigit(numberPart + birthPart + expiryPart);
  return [filled(`P<IND${names}`, 44), `${numberPart}IND${birthPart}${person.sex}${expiryPart}${composite}`];
}
