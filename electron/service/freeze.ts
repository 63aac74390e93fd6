// Whether this kiosk may take a new customer now, by the bank's policy.
import { defaultFreeze, judgeFreeze, type Freeze } from '#core/outbox/freeze-policy.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export function freezeOf(ports: Pick<Ports, 'clock'>, vault: Pick<OpenVault, 'store' | 'catalogue'>): Freeze {
  const { waiting, parked } = vault.store.deliveryCounts();
  const seenAt = vault.store.masterDataSeenAt();
  const { provedAt } = vault.store.timeMark();
  // A clock set back makes old data look fresh; the bank's last signed moment does not.
  const nowMs = Math.max(Date.parse(ports.clock.now()), provedAt === null ? 0 : Date.parse(provedAt));
  return judgeFreeze(vault.catalogue?.policy.freeze ?? defaultFreeze, {
    queued: waiting + parked,
    ageMs: seenAt === null ? null : nowMs - Date.parse(seenAt),
  });
}
