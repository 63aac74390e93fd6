// The browser shell's key store: each officer's password, together with this machine's share, opens the one master key.
// It refuses to replace a vault that exists, and keeps every file it cannot read.
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { err, ok, type Result } from '#core/kernel/result.ts';
import {
  masterKeyBytes,
  type KeyStore,
  type KeyStoreFailure,
  type UnlockSecret,
} from '../../port/key-store.ts';
import { defaultShareDir, fingerprintOf, obtainShare, readShare, sharesFolder } from './device-share.ts';
import { readVault, vaultFormat, writeVault, type Vault } from './vault-file.ts';
import { keyFingerprintOf, openWrap, wrapKey } from './wrap-key.ts';

export interface OfficerKeyStoreOptions {
  readonly dataDir: string;
  /** Where this machine's share lies; outside the data folder. */
  readonly shareDir?: string;
}

const unavailable = (reason: string): Result<never, KeyStoreFailure> =>
  err({ kind: 'key-store-unavailable', reason });

interface OpenedVault {
  readonly vault: Vault;
  readonly share: Uint8Array;
}

export function createOfficerKeyStore(options: OfficerKeyStoreOptions): KeyStore {
  const { dataDir } = options;
  const shareDir = options.shareDir ?? defaultShareDir();
  // Two admissions at once would each write the file without the other's officer.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<Result<T, KeyStoreFailure>>): Promise<Result<T, KeyStoreFailure>> {
    const done = turn.then(work, work).catch(failureOfDisk);
    turn = done;
    return done;
  }

  /** The vault and the share it was made with, or why they do not belong together. */
  async function opened(): Promise<Result<OpenedVault, KeyStoreFailure>> {
    const vault = await readVault(dataDir);
    if (!vault.ok) return unavailable(vault.error.kind);
    if (await sharesFolder(dataDir, shareDir)) return unavailable('share-inside-data-folder');
    const share = await readShare(shareDir);
    if (!share.ok) {
      return share.error.kind === 'share-missing'
        ? err({ kind: 'key-store-replaced' })
        : unavailable(share.error.kind);
    }
    if (!sameHex(fingerprintOf(share.value, vault.value.keyId), vault.value.shareFingerprint)) {
      share.value.fill(0);
      return err({ kind: 'key-store-replaced' });
    }
    return ok({ vault: vault.value, share: share.value });
  }

  async function create(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>> {
    const existing = await readVault(dataDir);
    if (existing.ok || existing.error.kind !== 'vault-missing') return unavailable('vault-exists');
    if (await sharesFolder(dataDir, shareDir)) return unavailable('share-inside-data-folder');
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const share = await obtainShare(shareDir);
    if (!share.ok) return unavailable(share.error.kind);
    const masterKey = new Uint8Array(masterKeyBytes);
    randomBytes(masterKeyBytes).copy(masterKey);
    const keyId = randomUUID();
    const wrap = await wrapKey(masterKey, secret, { share: share.value, keyId });
    await writeVault(dataDir, {
      format: vaultFormat,
      keyId,
      shareFingerprint: fingerprintOf(share.value, keyId),
      keyFingerprint: keyFingerprintOf(masterKey, keyId),
      wraps: [wrap],
    });
    share.value.fill(0);
    return ok(masterKey);
  }

  async function unlock(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>> {
    const found = await opened();
    if (!found.ok) return found;
    const { vault, share } = found.value;
    const wrap = vault.wraps.find((entry) => entry.officerId === secret.officerId);
    if (!wrap) return err({ kind: 'officer-not-known-here' });
    const masterKey = await openWrap(wrap, secret, { share, keyId: vault.keyId });
    share.fill(0);
    return masterKey ? ok(masterKey) : err({ kind: 'wrap-not-opened' });
  }

  async function admit(masterKey: Uint8Array, secret: UnlockSecret): Promise<Result<null, KeyStoreFailure>> {
    const found = await opened();
    if (!found.ok) return found;
    const { vault, share } = found.value;
    // A wrap of some other key would let this officer in to a database that does not open.
    if (!sameHex(keyFingerprintOf(masterKey, vault.keyId), vault.keyFingerprint)) {
      return err({ kind: 'key-store-replaced' });
    }
    const wrap = await wrapKey(masterKey, secret, { share, keyId: vault.keyId });
    share.fill(0);
    const others = vault.wraps.filter((entry) => entry.officerId !== secret.officerId);
    await writeVault(dataDir, { ...vault, wraps: [...others, wrap] });
    return ok(null);
  }

  return {
    exists: async () => {
      const vault = await readVault(dataDir);
      // One that cannot be read exists all the same: it must not be made anew over the data it guards.
      return vault.ok || vault.error.kind !== 'vault-missing';
    },
    create: (secret) => inTurn(() => create(secret)),
    unlock: (secret) => inTurn(() => unlock(secret)),
    admit: (masterKey, secret) => inTurn(() => admit(masterKey, secret)),
  };
}

/** The disk's own refusals (full, read-only, not permitted) by their code; anything else is a mistake and goes on. */
function failureOfDisk(error: unknown): Result<never, KeyStoreFailure> {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error) {
    return unavailable(error.code);
  }
  throw error;
}

function sameHex(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex');
  const right = Buffer.from(b, 'hex');
  return left.length === right.length && timingSafeEqual(left, right);
}
