// The device's Ed25519 key as the audit uses it: signs a checkpoint, and judges one by the public half alone.
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { CheckpointWord } from '#core/audit/audit-checkpoint.ts';
import type { Enrolment } from '../../port/case-store.ts';

export interface AuditSigner {
  readonly kioskId: string;
  /** `ed25519:` and the first 16 hex digits of SHA-256 over the raw public key; by its prefix never digits alone, as a number would be. */
  readonly key: string;
  /** Base64url. */
  sign(text: string): string;
}

function keyIdOf(publicKey: KeyObject): string {
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return `ed25519:${createHash('sha256').update(raw).digest('hex').slice(0, 16)}`;
}

export function createAuditSigner(enrolment: Pick<Enrolment, 'kioskId' | 'deviceKey'>): AuditSigner {
  const privateKey = createPrivateKey(enrolment.deviceKey);
  return {
    kioskId: enrolment.kioskId,
    key: keyIdOf(createPublicKey(privateKey)),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url'),
  };
}

/** Judges by the key of this enrolment. A checkpoint of another key is not this kiosk's. */
export function createSignatureCheck(
  enrolment: Pick<Enrolment, 'deviceKey'>,
): (word: CheckpointWord) => boolean {
  const publicKey = createPublicKey(createPrivateKey(enrolment.deviceKey));
  const keyId = keyIdOf(publicKey);
  return ({ text, signature, key }) =>
    key === keyId && verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64url'));
}
