// Basic access control of ICAO 9303-11, 4.3: whoever has read the printed zone may open the chip. Both sides of it, so
// that the virtual passport proves the reader and the standard's worked example proves both.
import { createHash, timingSafeEqual } from 'node:crypto';
import { mrzCheckDigit } from '#core/reading/mrz.ts';
import { decrypt, deriveKey, encrypt, mac, pad } from './des.ts';
import type { PrintedZoneKey } from '#electron/port/scanner.ts';

export interface AccessKeys {
  readonly encryption: Buffer;
  readonly mac: Buffer;
}

export interface Session extends AccessKeys {
  /** Send sequence counter, eight bytes. */
  readonly counter: bigint;
}

/** 9.7.2: document number filled up to nine characters, dates, each with its check digit. */
export function accessKeys({ documentNumber, birthDate, expiryDate }: PrintedZoneKey): AccessKeys {
  const number = documentNumber.toUpperCase().padEnd(9, '<');
  const information = [number, birthDate, expiryDate].map((part) => part + mrzCheckDigit(part)).join('');
  const seed = createHash('sha1').update(information, 'latin1').digest().subarray(0, 16);
  return { encryption: deriveKey(seed, 1), mac: deriveKey(seed, 2) };
}

/** What the reader sends for EXTERNAL AUTHENTICATE. `keyPart` and `nonce` are random and new. */
export function readerToken(keys: AccessKeys, nonce: Buffer, chipNonce: Buffer, keyPart: Buffer): Buffer {
  return sealed(keys, Buffer.concat([nonce, chipNonce, keyPart]));
}

export function sealed(keys: AccessKeys, text: Buffer): Buffer {
  const cipher = encrypt(keys.encryption, text);
  return Buffer.concat([cipher, mac(keys.mac, pad(cipher))]);
}

/** The 32 bytes inside a token; null where its MAC is wrong. */
export function opened(keys: AccessKeys, token: Buffer): Buffer | null {
  if (token.length !== 40) return null;
  const cipher = token.subarray(0, 32);
  return timingSafeEqual(mac(keys.mac, pad(cipher)), token.subarray(32))
    ? decrypt(keys.encryption, cipher)
    : null;
}

/** The session that follows when the chip has answered; null where the answer is not to our challenge. */
export function readerSession(
  keys: AccessKeys,
  nonce: Buffer,
  chipNonce: Buffer,
  keyPart: Buffer,
  token: Buffer,
): Session | null {
  const answer = opened(keys, token);
  if (!answer?.subarray(0, 8).equals(chipNonce) || !answer.subarray(8, 16).equals(nonce)) return null;
  return sessionOf(nonce, chipNonce, keyPart, answer.subarray(16));
}

export function sessionOf(nonce: Buffer, chipNonce: Buffer, readerPart: Buffer, chipPart: Buffer): Session {
  const seed = Buffer.from(readerPart.map((byte, index) => byte ^ (chipPart[index] ?? 0)));
  return {
    encryption: deriveKey(seed, 1),
    mac: deriveKey(seed, 2),
    counter: Buffer.concat([chipNonce.subarray(4), nonce.subarray(4)]).readBigUInt64BE(),
  };
}
