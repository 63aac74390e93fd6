// The master key's changes: begun by a supervisor, carried out when the vault is opened next (nobody waits at a screen then, and
// nothing else holds the file), and sealed for the bank's recovery each time.
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Enrolment } from '../port/case-store.ts';
import { refusalOfKeyStore, refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

/** The key that the data is under from now on: a change that was begun is ended first, also one cut off half-way. */
export async function settleKey(
  ports: Pick<Ports, 'keyStore' | 'rotateStore' | 'dataDir'>,
  present: Uint8Array,
): Promise<Result<Uint8Array, Refusal>> {
  const next = await ports.keyStore.nextKey(present);
  if (!next.ok) return err(refusalOfKeyStore(next.error));
  if (!next.value) return ok(present);
  const changed = ports.rotateStore({ dataDir: ports.dataDir, from: present, to: next.value });
  if (!changed.ok) return err(refusalOfStore(changed.error));
  const ended = await ports.keyStore.endRotation(next.value);
  if (!ended.ok) return err(refusalOfKeyStore(ended.error));
  present.fill(0);
  return ok(next.value);
}

/** Written down before it is begun: a change without its row would be one nobody asked for. */
export async function renewKey(
  ports: Pick<Ports, 'keyStore' | 'clock'>,
  vault: Pick<OpenVault, 'store' | 'officer' | 'masterKey'>,
): Promise<Result<null, Refusal>> {
  const officerId = vault.officer?.officerId ?? null;
  const at = ports.clock.now();
  const written = vault.store.audit({
    act: 'vault.key-change-asked',
    officerId,
    caseId: null,
    at,
    facts: {},
  });
  if (!written.ok) return err(refusalOfStore(written.error));
  const begun = await ports.keyStore.beginRotation(vault.masterKey);
  return begun.ok ? ok(null) : err(refusalOfKeyStore(begun.error));
}

/** The recovery key as the bank's present key would open it. One that could not be written is written with the next opening. */
export async function escrowKey(
  ports: Pick<Ports, 'keyStore' | 'clock'>,
  vault: Pick<OpenVault, 'masterKey' | 'store' | 'recoveryWritten'>,
  { kioskId, bankSealingKey }: Enrolment,
): Promise<Result<null, Refusal>> {
  const escrowed = await ports.keyStore.escrow(vault.masterKey, { kioskId, ...bankSealingKey });
  vault.recoveryWritten = escrowed.ok;
  if (escrowed.ok) return escrowed;
  const at = ports.clock.now();
  vault.store.audit({ act: 'vault.recovery-not-written', officerId: null, caseId: null, at, facts: {} });
  return err(refusalOfKeyStore(escrowed.error));
}
