// The Aadhaar Secure QR: one big number, unpacked elsewhere, taken apart here (UIDAI, "User manual for QR code verification
// of Aadhaar", V1 and V2; later versions add fields before the photo). Proves nothing: the signature is another room's.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { AadhaarPerson } from './aadhaar-person.ts';
import { barcodeTextMax } from './barcode.ts';

export interface SecureQr {
  readonly version: 'V1' | `V${number}`;
  /** Last four digits of the Aadhaar number: all that the code has of it. */
  readonly lastFour: string;
  /** When it was issued, yyyyMMddHHmmssSSS as in its reference id; null where that says no time. */
  readonly issuedAt: string | null;
  readonly person: AadhaarPerson;
  readonly mobileLastFour: string | null;
  /** JPEG 2000, empty where the code carries none. */
  readonly photo: Uint8Array;
  /** SHA-256, repeated as the last digit of the Aadhaar number says. */
  readonly emailHash: Uint8Array | null;
  readonly mobileHash: Uint8Array | null;
  /** What the signature (RSA-SHA256) covers: everything before it. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

export type SecureQrRefusal =
  /** Digits, but not of such a code. */
  { readonly kind: 'not-a-secure-qr' };

/** Fewer digits hold no signature. */
const fewestDigits = 600;

/** The packed bytes that the digits write as one number, big end first; null for anything but such a number. */
export function packedBytes(text: string): Uint8Array | null {
  if (text.length < fewestDigits || text.length > barcodeTextMax || !/^\d+$/.test(text)) return null;
  const hex = BigInt(text).toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = new Uint8Array(even.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(even.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const delimiter = 0xff;
const signatureBytes = 256;
const hashBytes = 32;
/** Indicator, reference, name, birth, gender and the eleven parts of the address. */
const commonFields = 16;
/** A text longer than this is none: no delimiter came. */
const longestField = 600;

export function parseSecureQr(unpacked: Uint8Array): Result<SecureQr, SecureQrRefusal> {
  const refused = err({ kind: 'not-a-secure-qr' } as const);
  const version = versionOf(unpacked);
  const wanted = version === 'V1' ? commonFields : commonFields + 2;
  const read = readFields(unpacked, wanted);
  if (read === null) return refused;
  const texts = version === 'V1' ? read.texts : read.texts.slice(1);
  const [indicator = '', reference = '', name = '', birth = '', gender = '', ...address] = texts;
  const mails = indicator === '1' || indicator === '3';
  const calls = indicator === '2' || indicator === '3';
  if (!/^[0-3]$/.test(indicator) || !/^\d{4}/.test(reference)) return refused;

  const signed = unpacked.subarray(0, unpacked.length - signatureBytes);
  let photoEnd = signed.length;
  const takeHash = (present: boolean): Uint8Array | null => {
    if (!present) return null;
    photoEnd -= hashBytes;
    return signed.subarray(photoEnd, photoEnd + hashBytes);
  };
  // The mobile's hash stands last, the email's before it.
  const mobileHash = takeHash(calls);
  const emailHash = takeHash(mails);
  if (photoEnd < read.end) return refused;
  const mobile = version === 'V1' ? '' : (texts[commonFields] ?? '');
  const [careOf = '', district = '', landmark = '', house = '', locality = '', pinCode = ''] = address;
  const [postOffice = '', state = '', street = '', subDistrict = '', town = ''] = address.slice(6);
  const person: AadhaarPerson = {
    name,
    birth,
    gender,
    careOf,
    district,
    landmark,
    house,
    locality,
    pinCode,
    postOffice,
    state,
    street,
    subDistrict,
    town,
  };
  return ok({
    version,
    lastFour: reference.slice(0, 4),
    issuedAt: /^\d{17}$/.test(reference.slice(4)) ? reference.slice(4) : null,
    person,
    mobileLastFour: /^\d{4}$/.test(mobile) ? mobile : null,
    photo: unpacked.subarray(photoStart(unpacked, read.end, photoEnd), photoEnd),
    emailHash,
    mobileHash,
    signed,
    signature: unpacked.subarray(signed.length),
  });
}

function versionOf(bytes: Uint8Array): SecureQr['version'] {
  const [letter = 0, digit = 0, after = 0] = bytes;
  // The first has no version: it begins with its indicator.
  const later = letter === 0x56 && digit >= 0x32 && digit <= 0x39 && after === delimiter;
  return later ? `V${digit - 0x30}` : 'V1';
}

/** So many texts, each closed by its delimiter. The photo begins with the same byte, so they are counted, not searched for. */
function readFields(bytes: Uint8Array, count: number): { texts: string[]; end: number } | null {
  const last = bytes.length - signatureBytes;
  const texts: string[] = [];
  let at = 0;
  while (texts.length < count) {
    const end = bytes.indexOf(delimiter, at);
    if (end < 0 || end >= last || end - at > longestField) return null;
    texts.push(latin1(bytes.subarray(at, end)));
    at = end + 1;
  }
  return { texts, end: at };
}

/** ISO 8859-1: one character a byte. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Start of codestream and SIZ (ISO/IEC 15444-1, A.4.1), or the signature box of a JP2 file (I.5.1). */
const photoStarts = [
  [0xff, 0x4f, 0xff, 0x51],
  [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20],
] as const;

/** Later versions put fields of their own before the photo, which are passed over. */
function photoStart(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const here = photoStarts.some((magic) => magic.every((byte, i) => bytes[at + i] === byte));
    if (here && (at === from || bytes[at - 1] === delimiter)) return at;
  }
  return end;
}
