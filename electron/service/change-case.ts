// The one way a case changes: load, apply the event, save state, pictures, packet and audit row in one transaction.
import { applyEvent } from '#core/case/apply-event.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId, EvidenceId, OfficerId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { AuditAct, CaseChange, SealedPacket, StoredCase, Withdrawal } from '../port/case-store.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export interface ChangeExtras {
  readonly addEvidence?: readonly { readonly evidenceId: EvidenceId; readonly bytes: Uint8Array }[];
  readonly packet?: SealedPacket;
  readonly withdrawal?: Withdrawal;
  readonly facts?: AuditAct['facts'];
  /** Where slow work went before: how things stood when it began. A case changed, or an officer gone, refuses the result. */
  readonly begun?: Begun;
}

export interface Begun {
  readonly revision: number;
  readonly officerId: OfficerId | null;
}

/** What the services need of the ports and of the vault to change a case. */
export type ChangePorts = Pick<Ports, 'clock' | 'changes'>;
export type ChangeVault = Pick<OpenVault, 'store' | 'officer'>;

/** To be asked before the first await of slow work. */
export function begunOn(vault: ChangeVault, { revision }: StoredCase): Begun {
  return { revision, officerId: vault.officer?.officerId ?? null };
}

function overtaken(vault: ChangeVault, stored: StoredCase, begun: Begun): Refusal | null {
  // Whoever signed in since neither asked for this nor saw it.
  if (begun.officerId !== (vault.officer?.officerId ?? null)) return { kind: 'not-signed-in' };
  return begun.revision === stored.revision ? null : { kind: 'case-changed' };
}

/** The change an event makes, ready to be saved; nothing is written yet. */
export function prepareChange(
  ports: ChangePorts,
  vault: ChangeVault,
  caseId: CaseId,
  event: CaseEvent,
  extras: ChangeExtras = {},
): Result<CaseChange, Refusal> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const late = extras.begun && overtaken(vault, loaded.value, extras.begun);
  if (late) return err(late);
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
    ...(extras.withdrawal ? { withdrawal: extras.withdrawal } : {}),
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
  ports: ChangePorts,
  vault: ChangeVault,
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
