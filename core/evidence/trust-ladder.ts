// Which of several sources a field is taken from, and what the others say against it. Rules TL1 to TL8 in docs/spec/reading.md.
// Nothing is averaged and nothing is dropped: the best source stands, and who disagrees stays beside it.
import { unreachable } from '#core/kernel/result.ts';
import { maskAadhaar } from '#core/reading/aadhaar-number.ts';
import type { FieldName, FieldReading, RivalReading } from '#core/reading/field.ts';
import { compareNames } from '#core/reading/name.ts';

/** From the least to the most that may be believed. */
export const rungs = [
  'typed',
  'ocr',
  'ocr-checksum',
  'barcode',
  'mrz',
  'mrz-check-digits',
  'signed-xml',
  'signed-qr',
  'chip',
] as const;
export type Rung = (typeof rungs)[number];

export function rungOf({ source, proof }: Pick<FieldReading, 'source' | 'proof'>): Rung {
  switch (source) {
    // Without its signature a signed source is only what somebody printed.
    case 'chip':
    case 'signed-qr':
    case 'signed-xml':
      return proof === 'issuer-signature' ? source : 'barcode';
    case 'mrz':
      return proof === 'check-digits' ? 'mrz-check-digits' : 'mrz';
    case 'barcode':
      return 'barcode';
    case 'ocr':
      return proof === null ? 'ocr' : 'ocr-checksum';
    case 'typed':
      return 'typed';
    default:
      return unreachable(source);
  }
}

const height = (field: FieldReading): number => rungs.indexOf(rungOf(field));

/** Twelve digits, where a source has them all. */
const isWhole = (field: FieldReading): boolean => /^\d{12}$/.test(field.value);

/**
 * One reading a field, in the order in which the sources first name it. Of sources on one rung the surer one stands, of
 * equally sure ones the first. A signed source has only the last four digits of an Aadhaar number, so the number itself is
 * taken from the best source that has it whole; the signed digits speak for or against it.
 */
export function climb(claims: readonly FieldReading[]): FieldReading[] {
  const names = [...new Set(claims.map((claim) => claim.name))];
  return names.flatMap((name) => {
    const all = claims.filter((claim) => claim.name === name && claim.value.trim() !== '');
    const eligible = name === 'aadhaarNumber' && all.some(isWhole) ? all.filter(isWhole) : all;
    const best = eligible.reduce<FieldReading | null>(
      (top, claim) => (above(claim, top) ? claim : top),
      null,
    );
    if (best === null) return [];
    const others = all.filter((claim) => claim !== best);
    const against = others.filter((claim) => !agree(name, best.value, claim.value));
    // The place in the picture helps the eye, whoever won.
    const where = best.where ?? others.find((claim) => agree(name, best.value, claim.value))?.where ?? null;
    const standing = { ...best, where: where ?? against.find((claim) => claim.where)?.where ?? null };
    return [against.length === 0 ? standing : { ...standing, rivals: against.map(rivalOf) }];
  });
}

function above(claim: FieldReading, top: FieldReading | null): boolean {
  if (top === null) return true;
  const difference = height(claim) - height(top);
  return difference > 0 || (difference === 0 && claim.confidence > top.confidence);
}

function rivalOf({ name, value, source, proof, confidence, where }: FieldReading): RivalReading {
  // Nothing that is kept beside a number may hold more of it than the number itself will.
  return { value: name === 'aadhaarNumber' ? masked(value) : value, source, proof, confidence, where };
}

const masked = (value: string): string => (/^\d{12}$/.test(value) ? maskAadhaar(value) : value);

/** Do two sources say the same of a field, as far as both say anything? */
export function agree(name: FieldName, a: string, b: string): boolean {
  switch (name) {
    case 'name':
      return compareNames(a, b) === 'match';
    case 'aadhaarNumber': {
      const [left, right] = [a, b].map((value) => value.replaceAll(/\D/g, ''));
      if (left === undefined || right === undefined) return false;
      return left.length === right.length ? left === right : left.slice(-4) === right.slice(-4);
    }
    // Two writings of one address hardly ever agree in letters; the PIN code is what makes it one place or two.
    case 'address': {
      const [left, right] = [pinOf(a), pinOf(b)];
      return left === null || right === null || left === right;
    }
    case 'dateOfBirth':
    case 'sex':
    case 'passportNumber':
    case 'panNumber':
    case 'documentNumber':
    case 'expiryDate':
    case 'nationality':
    case 'issuingCountry':
      return a.trim().toUpperCase() === b.trim().toUpperCase();
    default:
      return unreachable(name);
  }
}

function pinOf(address: string): string | null {
  return [...address.matchAll(/(?<!\d)[1-9]\d{5}(?!\d)/g)].at(-1)?.[0] ?? null;
}
