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
import { hasEscrow, writeEscrow } from './escrow-file.ts';
import { createUnattendedOpening } from './unattended-opening.ts';
import { forgetFormerUnattended, removeUnattended, sealNextUnattended } from './unattended-wrap.ts';
import {
  readVault,
  setVaultAside,
  vaultFormat,
  writeVault,
  type NextKey,
  type OpenedVault,
  type Vault,
  type Wrap,
} from './vault-file.ts';
import {
  keyFingerprintOf,
  officerProof,
  openSuccessor,
  openWrap,
  sealForOfficer,
  sealSuccessor,
  wrapKey,
  type WrapContext,
} from './wrap-key.ts';

export interface OfficerKeyStoreOptions {
  readonly dataDir: string;
  /** Where this machine's share lies; outside the data folder. */
  readonly shareDir?: string;
  /** Where the system puts this service's credentials; null: it gives none. */
  readonly credentialsDir?: string | null;
}

const unavailable = (reason: string): Result<never, KeyStoreFailure> =>
  err({ kind: 'key-store-unavailable', reason });

export function createOfficerKeyStore(options: OfficerKeyStoreOptions): KeyStore {
  const { dataDir } = options;
  const shareDir = options.shareDir ?? defaultShareDir();
  // Two admissions at once would each write the file without the other's officer.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T, E extends { readonly kind: string }>(
    work: () => Promise<Result<T, E>>,
  ): Promise<Result<T, E | KeyStoreFailure>> {
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
    if (!sameHex(fingerprintOf(share.value, vault.value.vaultId), vault.value.shareFingerprint)) {
      share.value.fill(0);
      return err({ kind: 'key-store-replaced' });
    }
    return ok({ vault: vault.value, share: share.value });
  }

  async function create(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>> {
    const existing = await readVault(dataDir);
    if (existing.ok || existing.error.kind !== 'vault-missing') return unavailable('vault-exists');
    // There was one, and data under its key: a new key would lock that away for good.
    if (hasEscrow(dataDir)) return unavailable('vault-missing');
    if (await sharesFolder(dataDir, shareDir)) return unavailable('share-inside-data-folder');
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const share = await obtainShare(shareDir);
    if (!share.ok) return unavailable(share.error.kind);
    const masterKey = new Uint8Array(randomBytes(masterKeyBytes));
    await writeVault(dataDir, await vaultAround(masterKey, secret, share.value));
    share.value.fill(0);
    return ok(masterKey);
  }

  async function vaultAround(masterKey: Uint8Array, secret: UnlockSecret, share: Uint8Array): Promise<Vault> {
    const [vaultId, keyId] = [randomUUID(), randomUUID()];
    return {
      format: vaultFormat,
      vaultId,
      keyId,
      shareFingerprint: fingerprintOf(share, vaultId),
      keyFingerprint: keyFingerprintOf(masterKey, keyId),
      wraps: [await wrapKey(masterKey, secret, { share, vaultId, keyId })],
      next: null,
    };
  }

  async function unlock(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>> {
    const found = await opened();
    if (!found.ok) return found;
    const { vault, share } = found.value;
    const wrap = vault.wraps.find((entry) => entry.officerId === secret.officerId);
    if (!wrap) return err({ kind: 'officer-not-known-here' });
    const masterKey = await openWrap(wrap, secret, contextOf(vault, share));
    share.fill(0);
    return masterKey ? ok(masterKey) : err({ kind: 'wrap-not-opened' });
  }

  const contextOf = (vault: Vault, share: Uint8Array): WrapContext => ({
    share,
    vaultId: vault.vaultId,
    keyId: vault.keyId,
  });

  /** A wrap of some other key would let this officer in to a database that does not open. */
  function isKeyOf(vault: Pick<Vault, 'keyId' | 'keyFingerprint'>, masterKey: Uint8Array): boolean {
    return sameHex(keyFingerprintOf(masterKey, vault.keyId), vault.keyFingerprint);
  }

  async function admit(masterKey: Uint8Array, secret: UnlockSecret): Promise<Result<null, KeyStoreFailure>> {
    const found = await opened();
    if (!found.ok) return found;
    const { vault, share } = found.value;
    if (!isKeyOf(vault, masterKey)) return err({ kind: 'key-store-replaced' });
    const wrap = await wrapKey(masterKey, secret, contextOf(vault, share));
    share.fill(0);
    const others = vault.wraps.filter((entry) => entry.officerId !== secret.officerId);
    const next = vault.next && (await withOfficer(vault, vault.next, masterKey, wrap));
    await writeVault(dataDir, { ...vault, wraps: [...others, wrap], next });
    return ok(null);
  }

  /** Who is admitted while the master key changes has the next one too. */
  async function withOfficer(vault: Vault, next: NextKey, present: Uint8Array, wrap: Wrap): Promise<NextKey> {
    const key = openSuccessor(vault, present, next);
    if (!key) return next;
    const sealed = await sealForOfficer(wrap, next.keyId, key);
    key.fill(0);
    const others = next.masterKeys.filter((entry) => entry.officerId !== wrap.officerId);
    return { ...next, masterKeys: [...others, sealed] };
  }

  async function present(masterKey: Uint8Array): Promise<Result<Vault, KeyStoreFailure>> {
    const vault = await readVault(dataDir);
    if (!vault.ok) return unavailable(vault.error.kind);
    return isKeyOf(vault.value, masterKey) ? vault : err({ kind: 'key-store-replaced' });
  }

  async function nextKey(masterKey: Uint8Array): Promise<Result<Uint8Array | null, KeyStoreFailure>> {
    const vault = await present(masterKey);
    if (!vault.ok) return vault;
    const { next } = vault.value;
    if (!next) return ok(null);
    const key = openSuccessor(vault.value, masterKey, next);
    return key && isKeyOf(next, key) ? ok(key) : unavailable('next-key-unreadable');
  }

  async function beginRotation(masterKey: Uint8Array): Promise<Result<null, KeyStoreFailure>> {
    const found = await present(masterKey);
    if (!found.ok) return found;
    const vault = found.value;
    // Begun before and not ended: that one is to be ended, not another begun over it.
    if (vault.next) return ok(null);
    const next = { keyId: randomUUID(), masterKey: new Uint8Array(randomBytes(masterKeyBytes)) };
    const masterKeys: NextKey['masterKeys'] = [];
    for (const wrap of vault.wraps) {
      if (!sameHex(wrap.proof, officerProof(wrap, vault.keyId, masterKey))) {
        return unavailable('officer-key-not-genuine');
      }
      masterKeys.push(await sealForOfficer(wrap, next.keyId, next.masterKey));
    }
    // Before the vault names the next key: cut off here, the one before is still found in it.
    if (!(await sealNextUnattended(dataDir, vault, masterKey, next)))
      return unavailable('credential-key-not-genuine');
    await writeVault(dataDir, {
      ...vault,
      next: {
        keyId: next.keyId,
        keyFingerprint: keyFingerprintOf(next.masterKey, next.keyId),
        underPresent: sealSuccessor(vault, masterKey, next),
        masterKeys,
      },
    });
    next.masterKey.fill(0);
    return ok(null);
  }

  async function endRotation(masterKey: Uint8Array): Promise<Result<null, KeyStoreFailure>> {
    const found = await readVault(dataDir);
    if (!found.ok) return unavailable(found.error.kind);
    const { next, ...vault } = found.value;
    if (!next) return isKeyOf(vault, masterKey) ? ok(null) : err({ kind: 'key-store-replaced' });
    if (!isKeyOf(next, masterKey)) return err({ kind: 'key-store-replaced' });
    const sealedFor = new Map(next.masterKeys.map((entry) => [entry.officerId, entry]));
    const wraps = vault.wraps.flatMap((wrap) => {
      const sealed = sealedFor.get(wrap.officerId);
      return sealed ? [{ ...wrap, ...sealed }] : [];
    });
    const { keyId, keyFingerprint } = next;
    await writeVault(dataDir, { ...vault, keyId, keyFingerprint, wraps, next: null });
    await forgetFormerUnattended(dataDir, { vaultId: vault.vaultId, keyId });
    return ok(null);
  }

  async function restore(
    masterKey: Uint8Array,
    secret: UnlockSecret,
  ): Promise<Result<null, KeyStoreFailure>> {
    if (await sharesFolder(dataDir, shareDir)) return unavailable('share-inside-data-folder');
    const old = await readVault(dataDir);
    // A vault that can be read knows its key again: nobody locks the data behind another one.
    if (old.ok && !isKeyOf(old.value, masterKey)) {
      const { next } = old.value;
      if (!next || !isKeyOf(next, masterKey)) return err({ kind: 'key-store-replaced' });
    }
    const share = await obtainShare(shareDir);
    if (!share.ok) return unavailable(share.error.kind);
    const vault = await vaultAround(masterKey, secret, share.value);
    share.value.fill(0);
    if (old.ok || old.error.kind !== 'vault-missing') await setVaultAside(dataDir);
    await writeVault(dataDir, vault);
    // It was let in to the vault before: into this one a supervisor lets it anew.
    await removeUnattended(dataDir);
    return ok(null);
  }

  const unattended = createUnattendedOpening({
    dataDir,
    credentialsDir: options.credentialsDir ?? null,
    opened,
    nextKey,
    isKeyOf,
  });

  return {
    unattended: {
      unlock: () => inTurn(() => unattended.unlock()),
      admit: (masterKey) => inTurn(() => unattended.admit(masterKey)),
      withdraw: () => inTurn(() => unattended.withdraw()),
      standing: () => unattended.standing(),
    },
    exists: async () => {
      const vault = await readVault(dataDir);
      // One that cannot be read exists all the same: it must not be made anew over the data it guards.
      return vault.ok || vault.error.kind !== 'vault-missing' || hasEscrow(dataDir);
    },
    create: (secret) => inTurn(() => create(secret)),
    unlock: (secret) => inTurn(() => unlock(secret)),
    admit: (masterKey, secret) => inTurn(() => admit(masterKey, secret)),
    nextKey: (masterKey) => inTurn(() => nextKey(masterKey)),
    beginRotation: (masterKey) => inTurn(() => beginRotation(masterKey)),
    endRotation: (masterKey) => inTurn(() => endRotation(masterKey)),
    restore: (masterKey, secret) => inTurn(() => restore(masterKey, secret)),
    escrow: (masterKey, bank) =>
      inTurn(async () => {
        const vault = await present(masterKey);
        if (!vault.ok) return vault;
        const isWritten = await writeEscrow(dataDir, masterKey, bank);
        return isWritten ? ok(null) : unavailable('bank-key-unusable');
      }),
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
