// Opens the vault without an officer, by the system's credential: only where a supervisor has admitted that very one. Whatever is wrong
// with it is told by name, and the kiosk starts locked.
import type { CredentialFault, UnattendedStanding } from '#core/contract/kiosk/vault-standing.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { KeyStoreFailure, UnattendedFailure, UnattendedOpening } from '../../port/key-store.ts';
import { readCredential } from './credential.ts';
import { admitCredential, openUnattended, readUnattended, removeUnattended } from './unattended-wrap.ts';
import type { OpenedVault, Vault } from './vault-file.ts';

export interface UnattendedParts {
  readonly dataDir: string;
  readonly credentialsDir: string | null;
  opened(): Promise<Result<OpenedVault, KeyStoreFailure>>;
  nextKey(masterKey: Uint8Array): Promise<Result<Uint8Array | null, KeyStoreFailure>>;
  isKeyOf(vault: Pick<Vault, 'keyId' | 'keyFingerprint'>, masterKey: Uint8Array): boolean;
}

const faulty = (fault: CredentialFault): Result<never, UnattendedFailure> =>
  err({ kind: 'credential', fault });

export function createUnattendedOpening(parts: UnattendedParts): UnattendedOpening {
  const { dataDir, credentialsDir } = parts;

  const credential = async () =>
    credentialsDir === null ? err({ kind: 'missing' as const }) : readCredential(credentialsDir, dataDir);

  async function unlock(): Promise<Result<Uint8Array, UnattendedFailure>> {
    if (credentialsDir === null) return err({ kind: 'not-admitted' });
    const found = await parts.opened();
    if (!found.ok) return found;
    const { vault, share } = found.value;
    try {
      const wrap = await readUnattended(dataDir, vault.vaultId);
      if (!wrap) return err({ kind: 'not-admitted' });
      const secret = await credential();
      if (!secret.ok) return faulty(secret.error.kind);
      const { vaultId, keyId } = vault;
      const masterKey = await openUnattended(wrap, secret.value, { share, vaultId, keyId });
      secret.value.fill(0);
      if (!masterKey || !parts.isKeyOf(vault, masterKey)) return faulty('other');
      return ok(masterKey);
    } finally {
      share.fill(0);
    }
  }

  async function admit(masterKey: Uint8Array): Promise<Result<null, UnattendedFailure>> {
    const secret = await credential();
    if (!secret.ok) return faulty(secret.error.kind);
    const open: Uint8Array[] = [secret.value];
    try {
      const found = await parts.opened();
      if (!found.ok) return found;
      const { vault, share } = found.value;
      open.push(share);
      if (!parts.isKeyOf(vault, masterKey)) return err({ kind: 'key-store-replaced' });
      const next = await parts.nextKey(masterKey);
      if (!next.ok) return next;
      if (next.value) open.push(next.value);
      const { vaultId, keyId } = vault;
      await admitCredential(dataDir, secret.value, { share, vaultId, keyId }, [
        { keyId, masterKey },
        ...(vault.next && next.value ? [{ keyId: vault.next.keyId, masterKey: next.value }] : []),
      ]);
      return ok(null);
    } finally {
      // Whichever way it ends.
      for (const bytes of open) bytes.fill(0);
    }
  }

  async function standing(): Promise<UnattendedStanding | null> {
    const found = await parts.opened();
    if (!found.ok) return null;
    const { vault, share } = found.value;
    const wrap = await readUnattended(dataDir, vault.vaultId);
    if (credentialsDir === null && !wrap) return null;
    const secret = await credential();
    const { vaultId, keyId } = vault;
    const opens = secret.ok && wrap && (await openUnattended(wrap, secret.value, { share, vaultId, keyId }));
    if (secret.ok) secret.value.fill(0);
    share.fill(0);
    if (opens) opens.fill(0);
    const fault = !secret.ok ? secret.error.kind : wrap && !opens ? 'other' : 'usable';
    return { credential: fault, admitted: wrap !== null };
  }

  return {
    unlock,
    admit,
    async withdraw() {
      await removeUnattended(dataDir);
      return ok(null);
    },
    standing,
  };
}
