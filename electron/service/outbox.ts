// The queue as staff see it and act on it: listed, its history read, a stuck case let go again or taken along as a file.
// Each act is in the audit before it has an effect; nothing of a customer is opened for any of it.
import { referenceOf } from '#core/case/reference.ts';
import { bankCaseStateSchema } from '#core/contract/bank/packet.ts';
import { encodePacketFile } from '#core/contract/bank/packet-file.ts';
import { deliveryReasonOf } from '#core/contract/kiosk/delivery-reason.ts';
import {
  historyActs,
  type HistoryRow,
  type OutboxItem,
  type OutboxShow,
  type OutboxView,
} from '#core/contract/kiosk/outbox-view.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { AuditRow } from '#core/audit/audit-row.ts';
import { officerIdSchema, type CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { AuditAct, QueuedDelivery } from '../port/case-store.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

type Queue = Pick<OpenVault, 'store' | 'officer' | 'line'>;
type Needs = Pick<Ports, 'clock' | 'changes'>;

/** A screenful and more; what is older is found by its filter. */
const listLength = 500;

function itemOf(record: QueuedDelivery): OutboxItem {
  return {
    caseId: record.caseId,
    reference: referenceOf(record.caseId),
    sequence: record.sequence,
    state: record.state,
    reason: record.state === 'accepted' ? null : deliveryReasonOf(record.reason),
    tries: record.tries,
    sealedAt: record.sealedAt,
    nextTryAt: record.state === 'waiting' ? record.notBefore : null,
  };
}

export function listOutbox(vault: Queue, show: OutboxShow): OutboxView {
  const found = vault.store.deliveries(show, listLength + 1);
  const { waiting, parked } = vault.store.deliveryCounts();
  return {
    items: found.slice(0, listLength).map(itemOf),
    more: found.length > listLength,
    waiting,
    parked,
    withdrawals: vault.store.openWithdrawals(),
  };
}

function historyRowOf(row: AuditRow): HistoryRow {
  const { reason, state } = row.facts;
  const bankState = bankCaseStateSchema.safeParse(state);
  return {
    at: row.at,
    act: historyActs.find((act) => act === row.act) ?? 'other',
    officerId: row.officerId === null ? null : officerIdSchema.parse(row.officerId),
    reason: typeof reason === 'string' ? deliveryReasonOf(reason) : null,
    bankState: bankState.success ? bankState.data : null,
  };
}

/** Oldest first. Going from step to step is left out: it says nothing of how the case stands. */
export function historyOf(vault: Queue, caseId: CaseId): Result<readonly HistoryRow[], Refusal> {
  const rows = vault.store.history(caseId);
  if (!rows.ok) return err(refusalOfStore(rows.error));
  return ok(rows.value.filter((row) => row.act !== 'case.moved').map(historyRowOf));
}

function actOf(ports: Needs, vault: Queue, act: string, record: QueuedDelivery): AuditAct {
  return {
    act,
    officerId: vault.officer?.officerId ?? null,
    caseId: record.caseId,
    at: ports.clock.now(),
    facts: { packetId: record.packetId, sequence: record.sequence },
  };
}

/** Also one that only rests: it goes with the next sending. */
export function retryDelivery(ports: Needs, vault: Queue, caseId: CaseId): Result<OutboxItem, Refusal> {
  const record = vault.store.queued(caseId);
  if (!record) return err({ kind: 'case-not-found' });
  if (record.state !== 'parked' && record.state !== 'waiting') return err({ kind: 'already-delivered' });
  const retried = vault.store.retry(record.packetId, actOf(ports, vault, 'packet.retried', record));
  if (!retried.ok) return err(refusalOfStore(retried.error));
  vault.line?.sync.poke();
  ports.changes.case(caseId);
  return ok(itemOf(vault.store.queued(caseId) ?? record));
}

/** The sealed packet as one file. Only the bank can open it; importing it there twice, or beside the line, has one effect. */
export function exportPacket(ports: Needs, vault: Queue, caseId: CaseId): Result<Uint8Array, Refusal> {
  const record = vault.store.queued(caseId);
  if (!record) return err({ kind: 'case-not-found' });
  const packet = vault.store.packet(record.packetId);
  if (!packet.ok) return err(refusalOfStore(packet.error));
  // What the bank has may be gone from here by the rules of retention.
  if (packet.value.parts.length === 0) return err({ kind: 'already-delivered' });
  const written = vault.store.audit(actOf(ports, vault, 'packet.exported', record));
  if (!written.ok) return err(refusalOfStore(written.error));
  ports.changes.case(caseId);
  const { idempotencyKey, manifest, parts } = packet.value;
  return ok(encodePacketFile({ idempotencyKey, packet: manifest, parts }));
}
