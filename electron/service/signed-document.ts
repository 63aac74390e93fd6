// The signed part of a document's pictures: found as a code, taken apart, judged by the issuers' keys, and brought to claims
// for the ladder of trust. What is altered or unreadable claims nothing; what nobody can judge claims no more than print.
import { fieldsOfPerson } from '#core/reading/aadhaar-person.ts';
import { parsePrintedQr } from '#core/reading/aadhaar-xml.ts';
import type { Barcode } from '#core/reading/barcode.ts';
import type { FieldReading } from '#core/reading/field.ts';
import { packedBytes, parseSecureQr } from '#core/reading/secure-qr.ts';
import type { SignedSource } from '#core/reading/signed-source.ts';
import type { IssuerTrust } from '../port/issuer-trust.ts';

export interface SignedPart {
  readonly source: SignedSource;
  readonly claims: readonly FieldReading[];
  /** JPEG 2000, only of a genuine part. */
  readonly photo: Uint8Array | null;
  /** Whether the code holds the whole number in the clear. */
  readonly wholeNumber: boolean;
}

/** A code is read whole or not at all, so what it says is surer than print; who printed it is another question. */
const codeConfidence = 0.95;
const signedConfidence = 1;

/** Null for a code that is no signed part of an Aadhaar card: an advertisement's, another document's. */
export function signedPartOf(code: Pick<Barcode, 'text'>, trust: IssuerTrust): SignedPart | null {
  const text = code.text.trim();
  if (/^<\?xml|^<PrintLetterBarcodeData/.test(text)) return printedQr(text);
  return /^\d{300,}$/.test(text) ? secureQr(text, trust) : null;
}

/** The part that proves most; of several equal ones the first. */
export function bestPart(parts: readonly SignedPart[]): SignedPart | null {
  const worth = ({ source }: SignedPart): number =>
    source.outcome === 'genuine'
      ? 4
      : source.outcome === 'altered'
        ? 3
        : source.outcome === 'unknown-key'
          ? 2
          : 1;
  return parts.reduce<SignedPart | null>(
    (best, part) => (best && worth(best) >= worth(part) ? best : part),
    null,
  );
}

function printedQr(text: string): SignedPart {
  const parsed = parsePrintedQr(text);
  const source = { form: 'printed-qr', version: null } as const;
  // Taken for one that holds the number until it is known: what cannot be parsed may still be read by others.
  if (!parsed.ok)
    return { source: { ...source, outcome: 'unreadable' }, claims: [], photo: null, wholeNumber: true };
  const { number, person } = parsed.value;
  const claims = fieldsOfPerson(person, 'barcode', { proof: null, confidence: codeConfidence });
  if (number !== null) {
    claims.push({
      name: 'aadhaarNumber',
      value: number,
      confidence: codeConfidence,
      source: 'barcode',
      proof: 'verhoeff',
      where: null,
    });
  }
  return { source: { ...source, outcome: null }, claims, photo: null, wholeNumber: true };
}

function secureQr(text: string, trust: IssuerTrust): SignedPart {
  const packed = packedBytes(text);
  const bytes = packed && trust.unpack(packed);
  const parsed = bytes && parseSecureQr(bytes);
  if (!parsed?.ok) {
    const source = { form: 'secure-qr', outcome: 'unreadable', version: null } as const;
    return { source, claims: [], photo: null, wholeNumber: false };
  }
  const { version, lastFour, issuedAt, person, photo, signed, signature } = parsed.value;
  const outcome = trust.judge({ signed, signature, issuedAt });
  const judgedBy = trust.serial === null ? {} : { keysSerial: trust.serial };
  const source = { form: 'secure-qr', outcome, version, ...judgedBy } as const;
  if (outcome === 'altered' || outcome === 'unreadable')
    return { source, claims: [], photo: null, wholeNumber: false };
  const genuine = outcome === 'genuine';
  const standing = genuine
    ? ({ proof: 'issuer-signature', confidence: signedConfidence } as const)
    : ({ proof: null, confidence: codeConfidence } as const);
  const from = genuine ? 'signed-qr' : 'barcode';
  const claims: FieldReading[] = [
    ...fieldsOfPerson(person, from, standing),
    { name: 'aadhaarNumber', value: `XXXX XXXX ${lastFour}`, source: from, where: null, ...standing },
  ];
  return { source, claims, photo: genuine && photo.length > 0 ? photo : null, wholeNumber: false };
}
