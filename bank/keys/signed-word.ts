// The bank's word as a compact JWS (EdDSA). `typ` keeps the kinds apart: a receipt never passes for a mobile proof.
import { CompactSign, compactVerify } from 'jose';
import type { BankWordType } from '#core/contract/bank/signed-word.ts';
import { jwsSchema } from '#core/kernel/encoding.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { KeyRing } from './key-ring.ts';

export async function signWord(keys: KeyRing, type: BankWordType, claims: object): Promise<string> {
  const signed = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.signing.keyId, typ: type })
    .sign(keys.signing.privateKey);
  return jwsSchema.parse(signed);
}

/** The claims of a word this bank signed under this type; anything else is `not-our-word`. */
export async function readWord(
  keys: KeyRing,
  type: BankWordType,
  jws: string,
): Promise<Result<unknown, { readonly kind: 'not-our-word' }>> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, keys.signing.publicKey, {
      algorithms: ['EdDSA'],
    });
    if (protectedHeader.typ !== type) return err({ kind: 'not-our-word' });
    return ok(JSON.parse(Buffer.from(payload).toString('utf8')) as unknown);
  } catch {
    // jose throws for every fault of a token; to the caller they are one: not signed by us.
    return err({ kind: 'not-our-word' });
  }
}
