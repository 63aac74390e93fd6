// Seals what a simulated SBI device captured for the authority that judges it, as MOSIP's specification has it for `CAPTURE`:
// AES-256-GCM under a fresh session key, the session key under the authority's by RSA-OAEP with SHA-256.
import { createCipheriv, createHash, publicEncrypt, randomBytes, type X509Certificate } from 'node:crypto';

export interface SealedValue {
  /** Ciphertext and tag. */
  readonly bytes: Buffer;
  readonly sessionKey: string;
  /** Says whose key it is: SHA-256 of the certificate. */
  readonly thumbprint: string;
}

/** The moment and the transaction, the shorter filled up with zeros in front and laid over each other: both bind the ciphertext. */
export function sealTerms(timestamp: string, transactionId: string): { iv: Buffer; aad: Buffer } {
  const [moment, transaction] = [Buffer.from(timestamp), Buffer.from(transactionId)];
  const length = Math.max(moment.length, transaction.length);
  const filled = (bytes: Buffer) => Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
  const other = filled(transaction);
  const mixed = filled(moment).map((byte, index) => byte ^ (other[index] ?? 0));
  return { iv: Buffer.from(mixed.subarray(-12)), aad: Buffer.from(mixed.subarray(-16)) };
}

export function sealCapture(
  value: Uint8Array,
  authority: X509Certificate,
  { iv, aad }: ReturnType<typeof sealTerms>,
): SealedValue {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
  const bytes = Buffer.concat([cipher.update(value), cipher.final(), cipher.getAuthTag()]);
  const sessionKey = publicEncrypt({ key: authority.publicKey, oaepHash: 'sha256' }, key);
  const thumbprint = createHash('sha256').update(authority.raw).digest('hex').toUpperCase();
  return { bytes, sessionKey: sessionKey.toString('base64url'), thumbprint };
}
