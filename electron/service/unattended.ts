// A supervisor lets the system's credential open this kiosk at its start, and takes that back. Written down before it has an effect.
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { refusalOfKeyStore, refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

type UnattendedPorts = Pick<Ports, 'keyStore' | 'clock'>;
type UnattendedVault = Pick<OpenVault, 'store' | 'officer' | 'masterKey'>;

function note(ports: UnattendedPorts, vault: UnattendedVault, act: string): Result<null, Refusal> {
  const officerId = vault.officer?.officerId ?? null;
  const written = vault.store.audit({ act, officerId, caseId: null, at: ports.clock.now(), facts: {} });
  return written.ok ? written : err(refusalOfStore(written.error));
}

export async function admitCredential(
  ports: UnattendedPorts,
  vault: UnattendedVault,
): Promise<Result<null, Refusal>> {
  const { unattended } = ports.keyStore;
  const standing = await unattended?.standing();
  // Another one than before is what a supervisor may want to let in.
  const isThere = standing?.credential === 'usable' || standing?.credential === 'other';
  if (!unattended || !isThere) return err({ kind: 'credential-unusable' });
  const written = note(ports, vault, 'vault.credential-admitted');
  if (!written.ok) return written;
  const admitted = await unattended.admit(vault.masterKey);
  if (admitted.ok) return ok(null);
  const { error } = admitted;
  return error.kind === 'credential' || error.kind === 'not-admitted'
    ? err({ kind: 'credential-unusable' })
    : err(refusalOfKeyStore(error));
}

export async function withdrawCredential(
  ports: UnattendedPorts,
  vault: UnattendedVault,
): Promise<Result<null, Refusal>> {
  const written = note(ports, vault, 'vault.credential-withdrawn');
  if (!written.ok) return written;
  const withdrawn = await ports.keyStore.unattended?.withdraw();
  return withdrawn && !withdrawn.ok ? err(refusalOfKeyStore(withdrawn.error)) : ok(null);
}
