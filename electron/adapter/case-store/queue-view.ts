// The queue read for people: packets by their state, with the moment they were sealed. It only reads, and opens no case.
import type { Database } from 'better-sqlite3';
import type { CaseId, PacketId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { OutboxShow } from '#core/contract/kiosk/outbox-view.ts';
import type { QueuedDelivery } from '../../port/case-store.ts';

interface QueueRow {
  readonly packet_id: PacketId;
  readonly case_id: CaseId;
  readonly sequence: number;
  readonly state: QueuedDelivery['state'];
  readonly reason: string | null;
  readonly tries: number;
  readonly not_before: Instant | null;
  readonly sealed_at: Instant;
}

export interface QueueView {
  list(show: OutboxShow, limit: number): QueuedDelivery[];
  ofCase(caseId: CaseId): QueuedDelivery | null;
}

/** Written out, since a partial index serves only a state that stands in the query itself. */
const conditions: Readonly<Record<OutboxShow, string>> = {
  open: "state IN ('waiting', 'sending', 'parked') AND superseded_by IS NULL ORDER BY sequence",
  waiting: "state IN ('waiting', 'sending') ORDER BY sequence",
  parked: "state = 'parked' AND superseded_by IS NULL ORDER BY sequence",
  accepted: "state = 'accepted' ORDER BY sequence DESC",
};

const columns =
  'packet_id, deliveries.case_id, deliveries.sequence, state, reason, tries, not_before, packets.sealed_at';
const joined = `SELECT ${columns} FROM deliveries JOIN packets USING (packet_id)`;

const deliveryOf = (row: QueueRow): QueuedDelivery => ({
  packetId: row.packet_id,
  caseId: row.case_id,
  sequence: row.sequence,
  state: row.state,
  reason: row.reason,
  tries: row.tries,
  notBefore: row.not_before,
  sealedAt: row.sealed_at,
});

export function createQueueView(db: Database): QueueView {
  const query = (show: OutboxShow) =>
    db.prepare<[number], QueueRow>(
      `${joined} WHERE ${conditions[show].replace('sequence', 'deliveries.sequence')} LIMIT ?`,
    );
  const lists = {
    open: query('open'),
    waiting: query('waiting'),
    parked: query('parked'),
    accepted: query('accepted'),
  };
  const newest = db.prepare<[string], QueueRow>(
    `${joined} WHERE deliveries.case_id = ? ORDER BY deliveries.sequence DESC LIMIT 1`,
  );
  return {
    list: (show, limit) => lists[show].all(limit).map(deliveryOf),
    ofCase(caseId) {
      const row = newest.get(caseId);
      return row ? deliveryOf(row) : null;
    },
  };
}
