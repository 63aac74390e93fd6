// Checks what the bank signed: its words (compact JWS, EdDSA, each with its own `typ`) and its sealing key.
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import type { z } from 'zod';
import type { BankIdentity } from '#core/contract/bank/identity.ts';
import type { BankWordType } from '#core/contract/bank/signed-word.ts';

export function signingKeyOf(rawBase64Url: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: rawBase64Url }, format: 'jwk' });
}

/** SHA-256, hex, of the raw key, as an enrolment code names it. */
export function fingerprintOf(rawBase64Url: string): string {
  return createHash('sha256').update(Buffer.from(rawBase64Url, 'base64url')).digest('hex');
}

/** The claims, or null for a wrong signature, another kind of word, or claims of another shape. */
export async function readWord<S extends z.ZodType>(
  key: KeyObject,
  type: BankWordType,
  jws: string,
  schema: S,
): Promise<z.infer<S> | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== type) return null;
    const claims = schema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    return claims.success ? claims.data : null;
  } catch {
    // jose throws for every fault of a word; here they are one: not the bank's.
    return null;
  }
}

/** The sealing key bears the signing key's signature over keyId ‖ '.' ‖ publicKey, and is 32 bytes. */
export function sealingKeyIsSigned(key: KeyObject, sealing: BankIdentity['sealingKey']): boolean {
  const text = Buffer.from(`${sealing.keyId}.${sealing.publicKey}`);
  return (
    Buffer.from(sealing.publicKey, 'base64url').length === 32 &&
    verify(null, text, key, Buffer.from(sealing.signature, 'base64url'))
  );
}
