// One file holds the bank's keys, mode 0600. Refuses a file others can read, a development file in production,
// and, in production, to make keys by itself: those are made once, by a person, with `main.ts make-keys PATH`.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type webcrypto,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import { bankEnvironmentSchema, type BankEnvironment } from '#core/contract/bank/identity.ts';
import { base64UrlSchema } from '#core/kernel/encoding.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { deriveKey, hasherOf, signSealingKey, type KeyRing } from './key-ring.ts';

const okpSchema = z.object({
  kty: z.literal('OKP'),
  crv: z.string(),
  x: base64UrlSchema,
  d: base64UrlSchema,
});
const key32Schema = base64UrlSchema.length(43);
const sealingSchema = z.object({ keyId: z.string(), jwk: okpSchema.extend({ crv: z.literal('X25519') }) });
const keyFileSchema = z.object({
  schema: z.literal('pravesh-bank-keys/1'),
  environment: bankEnvironmentSchema,
  signing: z.object({ keyId: z.string(), jwk: okpSchema.extend({ crv: z.literal('Ed25519') }) }),
  sealing: sealingSchema,
  /** Former ones, the newest first: kiosks without a line seal to them until they hear of today's. */
  formerSealing: z.array(sealingSchema).default([]),
  identityHashKey: key32Schema,
  dataKey: key32Schema,
});
type KeyFile = z.infer<typeof keyFileSchema>;

export type KeyFileError =
  | { readonly kind: 'key-file-missing'; readonly path: string }
  | { readonly kind: 'key-file-readable-by-others'; readonly path: string }
  | { readonly kind: 'key-file-malformed'; readonly path: string }
  | { readonly kind: 'key-file-environment'; readonly path: string; readonly environment: BankEnvironment };

/** Writes new keys to `path`; an existing file is never overwritten (the link fails and the old one stands). */
export function makeKeyFile(path: string, environment: BankEnvironment): void {
  const file: KeyFile = keyFileSchema.parse({
    schema: 'pravesh-bank-keys/1',
    environment,
    signing: { keyId: `sign-${randomBytes(4).toString('hex')}`, jwk: newJwk('ed25519') },
    sealing: newSealing(),
    identityHashKey: randomBytes(32).toString('base64url'),
    dataKey: randomBytes(32).toString('base64url'),
  });
  const draft = writeDraft(path, file);
  linkSync(draft, path);
  rmSync(draft);
}

/** A new sealing key in place of today's, which stays to open what was sealed to it. A running bank takes it at its next start. */
export function rotateSealingKey(
  path: string,
  environment: BankEnvironment,
): Result<{ readonly keyId: string }, KeyFileError> {
  const read = readKeyFile(path, environment);
  if (!read.ok) return read;
  const sealing = newSealing();
  const formerSealing = [read.value.sealing, ...read.value.formerSealing];
  renameSync(writeDraft(path, keyFileSchema.parse({ ...read.value, sealing, formerSealing })), path);
  return ok({ keyId: sealing.keyId });
}

function newJwk(curve: 'ed25519' | 'x25519'): webcrypto.JsonWebKey {
  const { privateKey } = curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  return privateKey.export({ format: 'jwk' });
}

function newSealing(): KeyFile['sealing'] {
  return sealingSchema.parse({ keyId: `seal-${randomBytes(4).toString('hex')}`, jwk: newJwk('x25519') });
}

/** Written whole beside its place, so that a crash leaves no half file under the real name. */
function writeDraft(path: string, file: KeyFile): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, JSON.stringify(file, null, 2));
  fsyncSync(handle);
  closeSync(handle);
  return draft;
}

export function loadKeyFile(path: string, environment: BankEnvironment): Result<KeyRing, KeyFileError> {
  if (!existsSync(path)) {
    if (environment === 'production') return err({ kind: 'key-file-missing', path });
    makeKeyFile(path, environment);
  }
  const read = readKeyFile(path, environment);
  return read.ok ? ok(keyRingOf(read.value)) : read;
}

function readKeyFile(path: string, environment: BankEnvironment): Result<KeyFile, KeyFileError> {
  if (!existsSync(path)) return err({ kind: 'key-file-missing', path });
  // Windows has no mode bits to judge; there the folder's access list guards the file.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    return err({ kind: 'key-file-readable-by-others', path });
  }
  const parsed = keyFileSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!parsed.success) return err({ kind: 'key-file-malformed', path });
  if (parsed.data.environment !== environment) {
    return err({ kind: 'key-file-environment', path, environment: parsed.data.environment });
  }
  return ok(parsed.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function keyRingOf(file: KeyFile): KeyRing {
  const privateKey = createPrivateKey({ key: file.signing.jwk, format: 'jwk' });
  const dataKey = Buffer.from(file.dataKey, 'base64url');
  const publicRaw = file.signing.jwk.x;
  return {
    environment: file.environment,
    signing: {
      keyId: file.signing.keyId,
      privateKey,
      publicKey: createPublicKey(privateKey),
      publicRaw,
      fingerprint: createHash('sha256').update(Buffer.from(publicRaw, 'base64url')).digest('hex'),
    },
    sealing: {
      keyId: file.sealing.keyId,
      publicRaw: file.sealing.jwk.x,
      signature: signSealingKey(privateKey, file.sealing.keyId, file.sealing.jwk.x),
    },
    opening: new Map([file.sealing, ...file.formerSealing].map(({ keyId, jwk }) => [keyId, jwk])),
    identityHashKey: Buffer.from(file.identityHashKey, 'base64url'),
    columnKey: deriveKey(dataKey, 'column'),
    hash: hasherOf(deriveKey(dataKey, 'hash')),
  };
}
