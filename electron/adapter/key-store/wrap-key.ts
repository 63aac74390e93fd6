// One officer's way to the master key: a key pair whose private half needs both the password and the machine's share; the master
// key is sealed to the public half, so that it can be changed without any password.
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import type { OfficerId } from '#core/kernel/brand.ts';
import type { UnlockSecret } from '../../port/key-store.ts';
import { decrypt, encrypt, nonceBytes, openPair, wrapNewPair } from './own-key-pair.ts';
import { openSealedKey, sealToKey, type SealedKey } from './seal-to-key.ts';
import { vaultFormat, type Kdf, type Vault, type Wrap } from './vault-file.ts';

/**
 * RFC 9106's second recommended setting (64 MiB, 3 passes) with one lane instead of four: a kiosk has two cores and
 * one officer waiting. A guess costs what an unlock costs, and is only worth making with the share in hand.
 */
const freshKdf = { algorithm: 'argon2id', memoryKib: 64 * 1024, passes: 3, lanes: 1 } as const;

export interface WrapContext {
  readonly share: Uint8Array;
  readonly vaultId: string;
  /** Of the master key. */
  readonly keyId: string;
}

async function wrappingKey(secret: UnlockSecret, kdf: Kdf, context: WrapContext): Promise<Buffer> {
  // The same password typed on another keyboard may come composed differently.
  // The package's default algorithm is argon2id; its const enum cannot be named under isolated modules.
  const stretched = await hashRaw(secret.password.normalize('NFKC'), {
    memoryCost: kdf.memoryKib,
    timeCost: kdf.passes,
    parallelism: kdf.lanes,
    outputLen: 32,
    salt: Buffer.from(kdf.salt, 'base64url'),
  });
  const joined = Buffer.concat([stretched, context.share]);
  stretched.fill(0);
  const info = `${vaultFormat} officer wrap ${context.vaultId}`;
  const key = Buffer.from(hkdfSync('sha256', joined, Buffer.alloc(0), info, 32));
  joined.fill(0);
  return key;
}

/** Binds a wrap to its officer and vault: one moved to another officer's entry does not open. */
const additionalData = (officerId: OfficerId, vaultId: string): Buffer =>
  Buffer.from(JSON.stringify([vaultFormat, officerId, vaultId]), 'utf8');

const placeOf = (officerId: OfficerId, keyId: string): string =>
  JSON.stringify([vaultFormat, 'master key', officerId, keyId]);

export interface ForOfficer {
  readonly officerId: OfficerId;
  readonly proof: string;
  readonly masterKey: SealedKey;
}

/** Without a genuine public key a change of the master key would hand the next one to whoever put another there. */
export function officerProof(
  { officerId, publicKey }: Pick<Wrap, 'officerId' | 'publicKey'>,
  keyId: string,
  masterKey: Uint8Array,
): string {
  const text = JSON.stringify([vaultFormat, 'officer key', officerId, publicKey, keyId]);
  return createHmac('sha256', masterKey).update(text).digest('hex');
}

export async function sealForOfficer(
  wrap: Pick<Wrap, 'officerId' | 'publicKey'>,
  keyId: string,
  masterKey: Uint8Array,
): Promise<ForOfficer> {
  const { officerId, publicKey } = wrap;
  return {
    officerId,
    proof: officerProof(wrap, keyId, masterKey),
    masterKey: await sealToKey(publicKey, placeOf(officerId, keyId), masterKey),
  };
}

export async function wrapKey(
  masterKey: Uint8Array,
  secret: UnlockSecret,
  context: WrapContext,
): Promise<Wrap> {
  const kdf: Kdf = { ...freshKdf, salt: randomBytes(16).toString('base64url') };
  const { officerId } = secret;
  const key = await wrappingKey(secret, kdf, context);
  const pair = wrapNewPair(key, additionalData(officerId, context.vaultId));
  key.fill(0);
  return {
    by: 'officer',
    kdf,
    ...pair,
    ...(await sealForOfficer({ officerId, publicKey: pair.publicKey }, context.keyId, masterKey)),
  };
}

/** The master key, or null when this password and share are not the ones it was wrapped with. */
export async function openWrap(
  wrap: Wrap,
  secret: UnlockSecret,
  context: WrapContext,
): Promise<Uint8Array | null> {
  const key = await wrappingKey(secret, wrap.kdf, context);
  const { officerId } = secret;
  const pair = openPair(key, additionalData(officerId, context.vaultId), wrap);
  key.fill(0);
  return pair && openSealedKey(pair, placeOf(officerId, context.keyId), wrap.masterKey);
}

export function keyFingerprintOf(masterKey: Uint8Array, keyId: string): string {
  return createHmac('sha256', masterKey).update(`${vaultFormat} key ${keyId}`).digest('hex');
}

const successorKey = (masterKey: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `${vaultFormat} next key`, 32));
const successorData = (vault: Pick<Vault, 'vaultId' | 'keyId'>, nextKeyId: string): Buffer =>
  Buffer.from(JSON.stringify([vaultFormat, 'next', vault.vaultId, vault.keyId, nextKeyId]), 'utf8');

/** The next master key under the present one: base64url of nonce, ciphertext, tag. */
export function sealSuccessor(
  vault: Pick<Vault, 'vaultId' | 'keyId'>,
  present: Uint8Array,
  next: { readonly keyId: string; readonly masterKey: Uint8Array },
): string {
  const key = successorKey(present);
  const nonce = randomBytes(nonceBytes);
  const sealed = encrypt(key, nonce, successorData(vault, next.keyId), next.masterKey);
  key.fill(0);
  return Buffer.concat([nonce, sealed]).toString('base64url');
}

export function openSuccessor(
  vault: Pick<Vault, 'vaultId' | 'keyId'>,
  present: Uint8Array,
  next: { readonly keyId: string; readonly underPresent: string },
): Uint8Array | null {
  const key = successorKey(present);
  const bytes = Buffer.from(next.underPresent, 'base64url');
  const opened = decrypt(
    key,
    bytes.subarray(0, nonceBytes),
    successorData(vault, next.keyId),
    bytes.subarray(nonceBytes),
  );
  key.fill(0);
  return opened && new Uint8Array(opened);
}
