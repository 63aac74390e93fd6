// A key pair whose private half is wrapped under somebody's own key: the master key is sealed to the public half, and can be changed
// without the one who opens the private half.
import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  randomBytes,
  type webcrypto,
} from 'node:crypto';

export const nonceBytes = 12;
const tagBytes = 16;

export interface WrappedPair {
  /** 12 bytes. */
  readonly iv: string;
  /** The private X25519 key under AES-256-GCM, tag behind it: 48 bytes. */
  readonly sealed: string;
  readonly publicKey: string;
}

export function encrypt(key: Uint8Array, nonce: Uint8Array, aad: Buffer, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(key: Uint8Array, nonce: Uint8Array, aad: Buffer, sealed: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const opened = decipher.update(sealed.subarray(0, -tagBytes));
  try {
    decipher.final();
    return opened;
  } catch {
    // Node tells a wrong tag only by throwing.
    opened.fill(0);
    return null;
  }
}

/** A fresh pair; `key` is the caller's to overwrite. */
export function wrapNewPair(key: Uint8Array, aad: Buffer): WrappedPair {
  const { d = '', x = '' } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  const privateKey = Buffer.from(d, 'base64url');
  const iv = randomBytes(nonceBytes);
  const sealed = encrypt(key, iv, aad, privateKey);
  privateKey.fill(0);
  return { iv: iv.toString('base64url'), sealed: sealed.toString('base64url'), publicKey: x };
}

/** Null under another key, or for another place. */
export function openPair(
  key: Uint8Array,
  aad: Buffer,
  { iv, sealed, publicKey }: WrappedPair,
): webcrypto.JsonWebKey | null {
  const privateKey = decrypt(key, Buffer.from(iv, 'base64url'), aad, Buffer.from(sealed, 'base64url'));
  if (!privateKey) return null;
  const d = privateKey.toString('base64url');
  privateKey.fill(0);
  return { kty: 'OKP', crv: 'X25519', d, x: publicKey };
}
