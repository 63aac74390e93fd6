// What staff may know of the vault: read from the audit and the key store, nothing of a customer and no key.
import { salvageViewSchema, type VaultStanding } from '#core/contract/kiosk/vault-standing.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { refusalOfKeyStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

/** A kiosk that was damaged more often than this needs another disk, not a longer list. */
const salvagesShown = 5;

export async function vaultStanding(
  ports: Pick<Ports, 'keyStore'>,
  vault: Pick<OpenVault, 'store' | 'masterKey' | 'recoveryWritten'>,
): Promise<Result<VaultStanding, Refusal>> {
  const next = await ports.keyStore.nextKey(vault.masterKey);
  if (!next.ok) return err(refusalOfKeyStore(next.error));
  const keyChangeAsked = next.value !== null;
  next.value?.fill(0);
  const unattended = (await ports.keyStore.unattended?.standing()) ?? null;
  const salvages = vault.store.kioskActs('store.salvaged', salvagesShown).flatMap(({ at, facts }) => {
    // What an older version wrote may lack a count.
    const parsed = salvageViewSchema.safeParse({ at, folder: facts['from'], ...facts });
    return parsed.success ? [parsed.data] : [];
  });
  return ok({
    keyChangedAt: vault.store.kioskActs('vault.key-changed', 1)[0]?.at ?? null,
    keyChangeAsked,
    recoveryWritten: vault.recoveryWritten ?? null,
    ...(unattended && { unattended }),
    salvages,
  });
}
