// Seals one value: AES-256-GCM, a fresh 12-byte nonce each time, bound to where it stands. Opened elsewhere it is refused.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { releaseBytes } from '#core/kernel/release-bytes.ts';

/** First byte of everything sealed, so that another way of sealing can be told apart later. */
const format = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Where a value stands: owner (case id), field, key id. */
export type Place = readonly [owner: string, field: string, keyId: string];

/** JSON keeps the three apart: no two places share one text. */
const additionalData = (place: Place): Buffer => Buffer.from(JSON.stringify(['pravesh-field/1', ...place]));

export function sealField(key: Uint8Array, place: Place, plaintext: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additionalData(place));
  const body = cipher.update(plaintext);
  const sealed = Buffer.concat([Buffer.from([format]), nonce, body, cipher.final(), cipher.getAuthTag()]);
  releaseBytes(body);
  return sealed;
}

/** Null when it was not sealed with this key for this place, or was changed since. */
export function openField(key: Uint8Array, place: Place, sealed: Uint8Array): Uint8Array | null {
  if (sealed.byteLength < 1 + nonceBytes + tagBytes || sealed[0] !== format) return null;
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(additionalData(place));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const plaintext = decipher.update(sealed.subarray(1 + nonceBytes, -tagBytes));
  try {
    decipher.final();
    return plaintext;
  } catch {
    // Node tells a wrong tag only by throwing; what it gave before is not to be trusted.
    plaintext.fill(0);
    return null;
  }
}
