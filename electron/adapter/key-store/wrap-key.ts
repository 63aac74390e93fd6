// Wraps and opens the master key for one officer: AES-256-GCM under a key that needs both the password and the machine's share.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { masterKeyBytes, type UnlockSecret } from '../../port/key-store.ts';
import { vaultFormat, type Kdf, type Wrap } from './vault-file.ts';

/**
 * RFC 9106's second recommended setting (64 MiB, 3 passes) with one lane instead of four: a kiosk has two cores and
 * one officer waiting. A guess costs what an unlock costs, and is only worth making with the share in hand.
 */
const freshKdf = { algorithm: 'argon2id', memoryKib: 64 * 1024, passes: 3, lanes: 1 } as const;
const tagBytes = 16;

export interface WrapContext {
  readonly share: Uint8Array;
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
  const info = `${vaultFormat} officer wrap ${context.keyId}`;
  const key = Buffer.from(hkdfSync('sha256', joined, Buffer.alloc(0), info, 32));
  joined.fill(0);
  return key;
}

/** Binds a wrap to its officer and key: one moved to another officer's entry does not open. */
function additionalData(secret: UnlockSecret, context: WrapContext): Buffer {
  return Buffer.from(JSON.stringify([vaultFormat, secret.officerId, context.keyId]), 'utf8');
}

export async function wrapKey(
  masterKey: Uint8Array,
  secret: UnlockSecret,
  context: WrapContext,
): Promise<Wrap> {
  const kdf: Kdf = { ...freshKdf, salt: randomBytes(16).toString('base64url') };
  const key = await wrappingKey(secret, kdf, context);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(additionalData(secret, context));
  const sealed = Buffer.concat([cipher.update(masterKey), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return {
    by: 'officer',
    officerId: secret.officerId,
    kdf,
    iv: iv.toString('base64url'),
    sealed: sealed.toString('base64url'),
  };
}

/** The master key, or null when this password and share are not the ones it was wrapped with. */
export async function openWrap(
  wrap: Wrap,
  secret: UnlockSecret,
  context: WrapContext,
): Promise<Uint8Array | null> {
  const key = await wrappingKey(secret, wrap.kdf, context);
  const sealed = Buffer.from(wrap.sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(wrap.iv, 'base64url'), {
    authTagLength: tagBytes,
  });
  key.fill(0);
  decipher.setAAD(additionalData(secret, context));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const opened = decipher.update(sealed.subarray(0, -tagBytes));
  try {
    decipher.final();
  } catch {
    // Node tells a wrong tag only by throwing.
    opened.fill(0);
    return null;
  }
  const masterKey = new Uint8Array(masterKeyBytes);
  masterKey.set(opened);
  opened.fill(0);
  return masterKey;
}

export function keyFingerprintOf(masterKey: Uint8Array, keyId: string): string {
  return createHmac('sha256', masterKey).update(`${vaultFormat} key ${keyId}`).digest('hex');
}
