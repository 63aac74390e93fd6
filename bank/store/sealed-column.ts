// Customer data in a column: AES-256-GCM, a fresh 12-byte IV each time, bound to table, row and column,
// so that a value copied into another row or column does not open. A value that does not open is a fault, so it throws.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

type ColumnPlace = { readonly table: string; readonly id: string; readonly column: string };

const ivBytes = 12;
const tagBytes = 16;

function aadOf(place: ColumnPlace): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.id, place.column]));
}

/** base64url of iv ‖ ciphertext ‖ tag. */
export function sealColumn(key: Buffer, place: ColumnPlace, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aadOf(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
}

export function openColumn(key: Buffer, place: ColumnPlace, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < ivBytes + tagBytes)
    throw new Error(`sealed column too short: ${place.table}.${place.column}`);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
  decipher.setAAD(aadOf(place));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  const body = bytes.subarray(ivBytes, bytes.length - tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
