// The bank's keys once loaded: what signs, what opens, what hashes and what seals columns. Nothing here leaves the process.
import { createHmac, hkdfSync, type KeyObject, sign, type webcrypto } from 'node:crypto';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';

export type KeyRing = {
  readonly environment: BankEnvironment;
  readonly signing: {
    readonly keyId: string;
    readonly privateKey: KeyObject;
    readonly publicKey: KeyObject;
    /** base64url of the raw 32 bytes */
    readonly publicRaw: string;
    /** SHA-256, hex, of the raw public key: what an enrolment code pins. */
    readonly fingerprint: string;
  };
  readonly sealing: {
    readonly keyId: string;
    readonly publicRaw: string;
    /** base64url Ed25519 signature over the text keyId ‖ '.' ‖ publicRaw */
    readonly signature: string;
  };
  /** Every key that packets may be sealed to, by its id: today's, and those before it, for what waited long. */
  readonly opening: ReadonlyMap<string, webcrypto.JsonWebKey>;
  readonly identityHashKey: Buffer;
  readonly columnKey: Buffer;
  /** Keyed hash for what must be looked up or compared but not kept: numbers, codes, addresses, tokens. */
  readonly hash: (purpose: string, value: string) => string;
};

/** HKDF-SHA256 with an empty salt: the data key is uniform already, `info` keeps the uses apart. */
export function deriveKey(dataKey: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, new Uint8Array(), `pravesh-bank/${use}`, 32));
}

export function hasherOf(hashKey: Buffer): KeyRing['hash'] {
  return (purpose, value) => createHmac('sha256', hashKey).update(`${purpose}\n${value}`).digest('hex');
}

export function signSealingKey(signingKey: KeyObject, keyId: string, publicRaw: string): string {
  return sign(null, Buffer.from(`${keyId}.${publicRaw}`), signingKey).toString('base64url');
}
