// The keyed hash by which a customer is found again without keeping the number: HMAC-SHA256 under the bank's key.
import { createHmac } from 'node:crypto';
import type { Identity } from '#core/case/case-state.ts';
import type { DocumentKind, DocumentReading } from '#core/reading/field.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';

/** A plain hash of twelve digits is guessed in minutes (requirement M6), so the key stays inside the encrypted store. */
export function identityHash(keyBase64Url: string, kind: DocumentKind, number: string): string {
  return createHmac('sha256', Buffer.from(keyBase64Url, 'base64url'))
    .update(`${kind}:${number}`)
    .digest('hex');
}

export interface Separated {
  /** The reading with the Aadhaar number as its last four digits. */
  readonly reading: DocumentReading;
  readonly identity: Identity;
  /** The whole Aadhaar number, for whoever may keep it as a sealed piece of its own; null for other documents. */
  readonly whole: string | null;
}

/** Splits a reading into what may be kept and what may not. Null when no number was read. */
export function separateIdentity(reading: DocumentReading, keyBase64Url: string): Separated | null {
  const number = reading.fields.find((field) => field.name === documentLayouts[reading.kind].number)?.value;
  if (number === undefined) return null;
  const hash = identityHash(keyBase64Url, reading.kind, number);
  if (reading.kind !== 'aadhaar') {
    return { reading, identity: { identityHash: hash, aadhaar: null }, whole: null };
  }
  const lastFour = number.slice(-4);
  const fields = reading.fields.map((field) =>
    field.name === 'aadhaarNumber' ? { ...field, value: `XXXX XXXX ${lastFour}` } : field,
  );
  const identity = { identityHash: hash, aadhaar: { lastFour, whole: null } };
  return { reading: { ...reading, fields }, identity, whole: number };
}
