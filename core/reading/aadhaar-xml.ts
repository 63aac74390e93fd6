// Aadhaar's two XML forms: the QR code printed before 2018 (unsigned) and the Offline eKYC file (UIDAI, "Aadhaar Paperless
// Offline e-KYC"; signed, which another room proves). Refuses other XML. A virtual id is never taken for the number.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { isAadhaarNumber } from './aadhaar-number.ts';
import type { AadhaarPerson } from './aadhaar-person.ts';
import { parsePlainXml } from './plain-xml.ts';
import type { XmlElement, XmlRefusal } from './plain-xml.ts';

export type AadhaarXmlRefusal = XmlRefusal | { readonly kind: 'not-aadhaar-xml' };

export interface PrintedQr {
  /** Twelve digits that Verhoeff's check digit agrees with, else null. */
  readonly number: string | null;
  readonly person: AadhaarPerson;
}

export interface OfflineKyc {
  readonly lastFour: string;
  /** When the file was made, yyyyMMddHHmmssSSS; null where the reference says no time. */
  readonly issuedAt: string | null;
  readonly person: AadhaarPerson;
  /** Base64 of a JPEG; '' where there is none. */
  readonly photo: string;
  /** SHA-256 hex, hashed with the share code as well; '' where there is none. */
  readonly mobileHash: string;
  readonly emailHash: string;
}

/** `<PrintLetterBarcodeData uid="…" name="…" …/>`. */
export function parsePrintedQr(text: string): Result<PrintedQr, AadhaarXmlRefusal> {
  const root = parsePlainXml(text);
  if (!root.ok) return root;
  if (root.value.name !== 'PrintLetterBarcodeData') return err({ kind: 'not-aadhaar-xml' });
  const get = getter(root.value);
  const uid = get('uid').replace(/\s/g, '');
  const person: AadhaarPerson = {
    name: get('name'),
    birth: get('dob') === '' ? get('yob') : get('dob'),
    gender: get('gender'),
    careOf: get('co'),
    house: get('house'),
    street: get('street'),
    landmark: get('lm'),
    locality: get('loc'),
    town: get('vtc'),
    postOffice: get('po'),
    subDistrict: get('subdist'),
    district: get('dist'),
    state: get('state'),
    pinCode: get('pc'),
  };
  return ok({ number: isAadhaarNumber(uid) ? uid : null, person });
}

/** The text must be what was signed, and nothing else: fields outside it would be anybody's. */
export function parseOfflineKyc(text: string): Result<OfflineKyc, AadhaarXmlRefusal> {
  const root = parsePlainXml(text);
  if (!root.ok) return root;
  const data = only(root.value, 'UidData');
  const poi = data && only(data, 'Poi');
  const poa = data && only(data, 'Poa');
  const reference = root.value.attributes.get('referenceId') ?? '';
  if (root.value.name !== 'OfflinePaperlessKyc' || !poi || !poa || !/^\d{4}/.test(reference))
    return err({ kind: 'not-aadhaar-xml' });
  const who = getter(poi);
  const where = getter(poa);
  const person: AadhaarPerson = {
    name: who('name'),
    birth: who('dob'),
    gender: who('gender'),
    careOf: where('careof'),
    house: where('house'),
    street: where('street'),
    landmark: where('landmark'),
    locality: where('loc'),
    town: where('vtc'),
    postOffice: where('po'),
    subDistrict: where('subdist'),
    district: where('dist'),
    state: where('state'),
    pinCode: where('pc'),
  };
  return ok({
    lastFour: reference.slice(0, 4),
    issuedAt: /^\d{17}$/.test(reference.slice(4)) ? reference.slice(4) : null,
    person,
    photo: (data ? only(data, 'Pht') : null)?.text.replace(/\s/g, '') ?? '',
    mobileHash: who('m'),
    emailHash: who('e'),
  });
}

function only(parent: XmlElement, name: string): XmlElement | null {
  const found = parent.children.filter((child) => child.name === name);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function getter({ attributes }: XmlElement): (key: string) => string {
  return (key) => attributes.get(key) ?? '';
}
