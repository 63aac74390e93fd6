// The Electron shell's key store: the officers' key store, with a secret of the operating system's own store mixed into each
// password. Without this system user's session the files open nothing, whatever password is known. Refuses a store that only pretends.
import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { replaceDurably } from '#electron/adapter/key-store/durable-file.ts';
import type { KeyStore, KeyStoreFailure, UnlockSecret } from '#electron/port/key-store.ts';
import { causeOf } from '../shell-log.ts';
import type { ElectronModule } from './electron-module.ts';

export const osSecretFile = 'os-secret';
const secretBytes = 32;

export interface OsKeyStoreOptions {
  readonly safeStorage: ElectronModule['safeStorage'];
  readonly dataDir: string;
  readonly platform: NodeJS.Platform;
  /** A simulated kiosk may run on a desktop without a key ring: it keeps nobody's secrets. */
  readonly simulated: boolean;
  /** Wraps the master key for each officer; sees the mixed passwords only. */
  readonly officers: KeyStore;
}

type SecretResult = Result<Buffer, KeyStoreFailure>;

export function createOsKeyStore(options: OsKeyStoreOptions): KeyStore {
  const { safeStorage, officers } = options;
  const file = join(options.dataDir, osSecretFile);

  const available = async (): Promise<Result<null, KeyStoreFailure>> => {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return unavailable('os-encryption-unavailable');
    // basic_text: a fixed password that everybody knows. `unknown` is what it says before the app is ready.
    const backend = options.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'os';
    const isReal = backend !== 'basic_text' && backend !== 'unknown';
    return isReal || options.simulated ? ok(null) : unavailable('os-key-ring-missing');
  };

  const store = async (secret: Buffer): Promise<void> => {
    const sealed = await safeStorage.encryptStringAsync(secret.toString('base64url'));
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    await replaceDurably(file, sealed.toString('base64url'));
  };

  const read = async (): Promise<SecretResult> => {
    const sealed = await readFile(file, 'utf8').catch(() => null);
    if (sealed === null) return err({ kind: 'key-store-replaced' });
    // Electron tells a key that is not its own only by throwing.
    try {
      const opened = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64url'));
      const secret = Buffer.from(opened.result, 'base64url');
      if (secret.length !== secretBytes) return err({ kind: 'key-store-replaced' });
      // The system has a new key: the old one may not be there for ever.
      if (opened.shouldReEncrypt) await store(secret);
      return ok(secret);
    } catch {
      return err({ kind: 'key-store-replaced' });
    }
  };

  /** For a new vault: the secret that is there, or a new one where none opens (there is no vault that would need it). */
  const obtain = async (): Promise<SecretResult> => {
    const present = await read();
    if (present.ok) return present;
    const secret = randomBytes(secretBytes);
    try {
      await store(secret);
    } catch (error) {
      return unavailable(causeOf(error));
    }
    return ok(secret);
  };

  async function withSecret<T>(
    secretOf: () => Promise<SecretResult>,
    password: UnlockSecret,
    work: (mixed: UnlockSecret) => Promise<Result<T, KeyStoreFailure>>,
  ): Promise<Result<T, KeyStoreFailure>> {
    const usable = await available();
    if (!usable.ok) return usable;
    const secret = await secretOf();
    if (!secret.ok) return secret;
    const mixed = createHmac('sha256', secret.value)
      .update(password.password.normalize('NFKC'))
      .digest('base64url');
    secret.value.fill(0);
    return work({ officerId: password.officerId, password: mixed });
  }

  return {
    exists: () => officers.exists(),
    create: async (secret) =>
      (await officers.exists())
        ? unavailable('vault-exists')
        : withSecret(obtain, secret, (mixed) => officers.create(mixed)),
    unlock: (secret) => withSecret(read, secret, (mixed) => officers.unlock(mixed)),
    nextKey: (masterKey) => officers.nextKey(masterKey),
    beginRotation: (masterKey) => officers.beginRotation(masterKey),
    endRotation: (nextKey) => officers.endRotation(nextKey),
    escrow: (masterKey, bank) => officers.escrow(masterKey, bank),
    // The key has come back and the secret may be gone with the machine: then a new one is made.
    restore: (masterKey, secret) => withSecret(obtain, secret, (mixed) => officers.restore(masterKey, mixed)),
    admit: (masterKey, secret) => withSecret(read, secret, (mixed) => officers.admit(masterKey, mixed)),
  };
}

function unavailable(reason: string): Result<never, KeyStoreFailure> {
  return err({ kind: 'key-store-unavailable', reason });
}
