// A key that may speak for an issuer, for a time. The time is the bank's word where it gives one, else the certificate's end:
// a document is judged by when it was signed, so a certificate that ended since still proves what it signed before.
import { X509Certificate } from 'node:crypto';

export interface TrustedKey {
  readonly certificate: X509Certificate;
  /** Null: a key may be older than its (renewed) certificate, so an early date is not held against it. */
  readonly from: Date | null;
  readonly until: Date;
}

/** Shorter keys can be factored. */
const minModulusBits = 2048;

/** A certificate as PEM or DER; null for anything else, and for keys too weak to trust. */
export function trustedKey(
  bytes: Uint8Array,
  given: { readonly from?: Date | null; readonly until?: Date | null } = {},
): TrustedKey | null {
  const certificate = certificateOf(bytes);
  if (certificate === null) return null;
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < minModulusBits) return null;
  return { certificate, from: given.from ?? null, until: given.until ?? certificate.validToDate };
}

function certificateOf(bytes: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
}

/** yyyyMMddHHmmssSSS of Indian time (UTC+5:30), as references carry it; null for anything else. */
export function issuedMoment(issuedAt: string | null): Date | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})$/.exec(issuedAt ?? '');
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, ms] = parts;
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}+05:30`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** A document that does not say when it was signed cannot be judged by a key that has an end. */
export function covers({ from, until }: TrustedKey, moment: Date | null): boolean {
  return moment !== null && moment <= until && (from === null || moment >= from);
}
