// Seals a key to a public key by HPKE (RFC 9180, the packets' suite): whoever holds only the public half can make such a seal,
// and cannot open it.
import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { z } from 'zod';
import { base64UrlSchema } from '#core/kernel/encoding.ts';

export const sealedKeySchema = z.strictObject({
  /** HPKE's encapsulated key, 32 bytes. */
  enc: base64UrlSchema.length(43),
  /** The 32-byte key with its tag. */
  sealed: base64UrlSchema.length(64),
});
export type SealedKey = z.infer<typeof sealedKeySchema>;

const kem = new DhkemX25519HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const text = (value: string): ArrayBuffer => new Uint8Array(Buffer.from(value, 'utf8')).buffer;

/** `place` says what the seal is for; opened for anything else it does not open. */
export async function sealToKey(publicRaw: string, place: string, key: Uint8Array): Promise<SealedKey> {
  const recipientPublicKey = await kem.deserializePublicKey(Buffer.from(publicRaw, 'base64url'));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: text(place) });
  const sealed = await sender.seal(new Uint8Array(key).buffer);
  return {
    enc: Buffer.from(sender.enc).toString('base64url'),
    sealed: Buffer.from(sealed).toString('base64url'),
  };
}

/** Null when it was sealed to another key, for another place, or changed. */
export async function openSealedKey(
  privateJwk: webcrypto.JsonWebKey,
  place: string,
  { enc, sealed }: SealedKey,
): Promise<Uint8Array | null> {
  try {
    const opened = await suite.open(
      {
        recipientKey: await kem.importKey('jwk', privateJwk, false),
        enc: new Uint8Array(Buffer.from(enc, 'base64url')).buffer,
        info: text(place),
      },
      new Uint8Array(Buffer.from(sealed, 'base64url')).buffer,
    );
    return new Uint8Array(opened);
  } catch {
    // The library throws for a wrong key, a changed byte and a malformed one alike.
    return null;
  }
}
