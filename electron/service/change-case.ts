// The one way a case changes: load, apply the event, save state, pictures, packet and audit row in one transaction.
import { applyEvent } from '#core/case/apply-event.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId, EvidenceId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { AuditAct, CaseChange, SealedPacket } from '../port/case-store.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export interface ChangeExtras {
  readonly addEvidence?: readonly { readonly evidenceId: EvidenceId; readonly bytes: Uint8Array }[];
  readonly packet?: SealedPacket;
  readonly facts?: AuditAct['facts'];
  /** Where slow work went before: the revision it was done on. A case changed meanwhile refuses the result. */
  readonly ifRevision?: number;
}

/** The change an event makes, ready to be saved; nothing is written yet. */
export function prepareChange(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  event: CaseEvent,
  extras: ChangeExtras = {},
): Result<CaseChange, Refusal> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  if (extras.ifRevision !== undefined && extras.ifRevision !== loaded.value.revision) {
    return err({ kind: 'case-changed' });
  }
  const applied = applyEvent(loaded.value.state, event);
  if (!applied.ok) return applied;
  const { state, effects } = applied.value;
  return ok({
    state,
    expectedRevision: loaded.value.revision,
    addEvidence: extras.addEvidence ?? [],
    dropEvidence: effects.flatMap((effect) => (effect.type === 'drop-evidence' ? [effect.evidenceId] : [])),
    packet: extras.packet ?? null,
    wipe: effects.some((effect) => effect.type === 'wipe'),
    audit: {
      act: `case.${event.type}`,
      officerId: vault.officer?.officerId ?? null,
      caseId,
      at: ports.clock.now(),
      facts: { step: state.at, ...extras.facts },
    },
  });
}

/**
 * Applies one event to the newest state of a case and makes it durable. Between loading and saving nothing is awaited,
 * so slow work (a reading, a comparison) is done first and its result arrives as an event that may still be refused.
 */
export function changeCase(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  event: CaseEvent,
  extras: ChangeExtras = {},
): Result<CaseState, Refusal> {
  const change = prepareChange(ports, vault, caseId, event, extras);
  if (!change.ok) return change;
  const saved = vault.store.save(change.value);
  if (!saved.ok) return err(refusalOfStore(saved.error));
  ports.changes.case(caseId);
  return ok(change.value.state);
}
