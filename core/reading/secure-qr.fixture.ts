// Secure QR codes of nobody, made by the tests: the bytes before packing, with whatever signature the caller gives.
import type { AadhaarPerson } from './aadhaar-person.ts';

export const invented: AadhaarPerson = {
  name: 'Anil Kumar Verma',
  birth: '14-03-1988',
  gender: 'M',
  careOf: 'S/O Suresh Verma',
  house: '18',
  street: 'Shivaji Marg',
  landmark: '',
  locality: 'Hazratganj',
  town: 'Lucknow',
  postOffice: 'Hazratganj',
  subDistrict: '',
  district: 'Lucknow',
  state: 'Uttar Pradesh',
  pinCode: '226001',
};

export interface SecureQrParts {
  readonly version?: string | null;
  readonly indicator?: string;
  readonly lastFour?: string;
  readonly issuedAt?: string;
  readonly person?: Partial<AadhaarPerson>;
  readonly mobile?: string;
  /** Fields of later versions, between the mobile and the photo. */
  readonly more?: readonly string[];
  readonly photo?: Uint8Array;
  readonly hashes?: Uint8Array;
}

/** Everything the signature covers. `version: null` is the first, which does not name itself. */
export function signedPart({
  version = 'V2',
  indicator = '0',
  lastFour = '5625',
  issuedAt = '20260301101530123',
  person = {},
  mobile = '0101',
  more = [],
  photo = new Uint8Array(),
  hashes = new Uint8Array(),
}: SecureQrParts = {}): Uint8Array {
  const who = { ...invented, ...person };
  const fields = [
    ...(version === null ? [] : [version]),
    indicator,
    lastFour + issuedAt,
    who.name,
    who.birth,
    who.gender,
    who.careOf,
    who.district,
    who.landmark,
    who.house,
    who.locality,
    who.pinCode,
    who.postOffice,
    who.state,
    who.street,
    who.subDistrict,
    who.town,
    ...(version === null ? [] : [mobile, ...more]),
  ];
  const bytes = fields.flatMap((field) => [...Array.from(field, (sign) => sign.charCodeAt(0)), 0xff]);
  return new Uint8Array([...bytes, ...photo, ...hashes]);
}

/** The number that a code's digits write. */
export function digitsOf(packed: Uint8Array): string {
  const hex = Array.from(packed, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return BigInt(`0x${hex}`).toString();
}
