// Sealed packets and how far each has come on its way to the bank. It begins no transaction; nothing here deletes on failure.
import type { Database } from 'better-sqlite3';
import type { CaseId, PacketId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { DeliveryRecord, SealedPacket, StoreFailure } from '../../port/case-store.ts';

interface DeliveryRow {
  readonly packet_id: PacketId;
  readonly case_id: CaseId;
  readonly sequence: number;
  readonly state: DeliveryRecord['state'];
  readonly reason: string | null;
  readonly tries: number;
  readonly not_before: Instant | null;
}

interface PacketRow {
  readonly packet_id: PacketId;
  readonly case_id: CaseId;
  readonly idempotency_key: string;
  readonly sequence: number;
  readonly manifest: string;
  readonly sealed_at: Instant;
}

interface PartRow {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  readonly enc: string;
  readonly ciphertext: Buffer;
}

export interface DeliveryChange {
  readonly state: DeliveryRecord['state'];
  readonly reason: string | null;
  readonly notBefore: Instant | null;
  readonly countsAsTry: boolean;
  readonly receipt: string | null;
}

/** What the audit last said of a packet's wait. */
export interface ToldWait {
  /** Null: nothing since it was queued, parked or accepted. */
  readonly reason: string | null;
  readonly at: Instant | null;
  /** Waits for the same reason since, each without a row of its own. */
  readonly untold: number;
}

export interface OutboxTable {
  lastSequence(): number;
  add(packet: SealedPacket): void;
  /** Ciphertext and what has not arrived yet go; a receipt stays. */
  erase(caseId: CaseId): void;
  /** The moment of the bank's receipt. */
  noteAccepted(packetId: PacketId, at: Instant): void;
  packet(packetId: PacketId): Result<SealedPacket, StoreFailure>;
  next(now: Instant): DeliveryRecord | null;
  ofPacket(packetId: PacketId): DeliveryRecord | null;
  ofCase(caseId: CaseId): DeliveryRecord | null;
  change(packetId: PacketId, change: DeliveryChange): void;
  told(packetId: PacketId): ToldWait;
  tell(packetId: PacketId, told: ToldWait): void;
  /** What was being sent when the kiosk stopped waits again; how many those were. */
  recover(): number;
  counts(): { readonly waiting: number; readonly parked: number; readonly nextDue: Instant | null };
}

const columns = 'packet_id, case_id, sequence, state, reason, tries, not_before';

const recordOf = (row: DeliveryRow | undefined): DeliveryRecord | null =>
  row
    ? {
        packetId: row.packet_id,
        caseId: row.case_id,
        sequence: row.sequence,
        state: row.state,
        reason: row.reason,
        tries: row.tries,
        notBefore: row.not_before,
      }
    : null;

export function createOutboxTable(db: Database): OutboxTable {
  const last = db.prepare<[], { last_sequence: number }>('SELECT last_sequence FROM outbox_counter');
  const raise = db.prepare('UPDATE outbox_counter SET last_sequence = ?');
  const addPacket = db.prepare(
    `INSERT INTO packets (packet_id, case_id, idempotency_key, sequence, manifest, sealed_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const addPart = db.prepare(
    `INSERT INTO packet_parts (packet_id, position, name, digest, bytes, enc, ciphertext)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const addDelivery = db.prepare(
    "INSERT INTO deliveries (packet_id, case_id, sequence, state) VALUES (?, ?, ?, 'waiting')",
  );
  const supersede = db.prepare(
    `UPDATE deliveries SET superseded_by = ? WHERE case_id = ? AND packet_id <> ? AND state = 'parked'`,
  );
  const readPacket = db.prepare<[string], PacketRow>('SELECT * FROM packets WHERE packet_id = ?');
  const readParts = db.prepare<[string], PartRow>(
    'SELECT name, digest, bytes, enc, ciphertext FROM packet_parts WHERE packet_id = ? ORDER BY position',
  );
  const due = db.prepare<[string], { due: number }>(
    "SELECT 1 AS due FROM deliveries WHERE state = 'waiting' AND coalesce(not_before, '') <= ? LIMIT 1",
  );
  const first = db.prepare<[string], DeliveryRow>(
    `SELECT ${columns} FROM deliveries INDEXED BY deliveries_in_order
     WHERE state = 'waiting' AND (not_before IS NULL OR not_before <= ?) ORDER BY sequence LIMIT 1`,
  );
  const byPacket = db.prepare<[string], DeliveryRow>(`SELECT ${columns} FROM deliveries WHERE packet_id = ?`);
  // A correction is a newer packet of the same case: the newest one tells how the case stands.
  const byCase = db.prepare<[string], DeliveryRow>(
    `SELECT ${columns} FROM deliveries WHERE case_id = ? ORDER BY sequence DESC LIMIT 1`,
  );
  const update = db.prepare(
    `UPDATE deliveries SET state = ?, reason = ?, not_before = ?, tries = tries + ?, receipt = coalesce(?, receipt)
     WHERE packet_id = ?`,
  );
  const readTold = db.prepare<[string], ToldWait>(
    'SELECT told_reason AS reason, told_at AS at, untold FROM deliveries WHERE packet_id = ?',
  );
  const writeTold = db.prepare(
    'UPDATE deliveries SET told_reason = ?, told_at = ?, untold = ? WHERE packet_id = ?',
  );
  const noteAccepted = db.prepare('UPDATE deliveries SET accepted_at = ? WHERE packet_id = ?');
  const wake = db.prepare(
    "UPDATE deliveries SET state = 'waiting', not_before = NULL WHERE state = 'sending'",
  );
  const countWaiting = db.prepare<[], { n: number }>(
    "SELECT count(*) AS n FROM deliveries INDEXED BY deliveries_by_time WHERE state = 'waiting'",
  );
  const countOpen = db.prepare<[], { state: 'sending' | 'parked'; n: number }>(
    "SELECT state, count(*) AS n FROM deliveries WHERE state IN ('sending', 'parked') AND superseded_by IS NULL GROUP BY state",
  );
  const soonest = db.prepare<[], { at: Instant }>(
    `SELECT coalesce(not_before, '') AS at FROM deliveries
     WHERE state = 'waiting' AND coalesce(not_before, '') > '' ORDER BY coalesce(not_before, '') LIMIT 1`,
  );
  const ofCase = 'SELECT packet_id FROM packets WHERE case_id = ?';
  const eraseParts = db.prepare(`DELETE FROM packet_parts WHERE packet_id IN (${ofCase})`);
  const eraseDeliveries = db.prepare("DELETE FROM deliveries WHERE case_id = ? AND state <> 'accepted'");
  const erasePackets = db.prepare(
    `DELETE FROM packets WHERE case_id = ?
     AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.packet_id = packets.packet_id)`,
  );

  return {
    lastSequence: () => last.get()?.last_sequence ?? 0,
    add(packet) {
      const { packetId, caseId, idempotencyKey, sequence, manifest, sealedAt } = packet;
      raise.run(sequence);
      addPacket.run(packetId, caseId, idempotencyKey, sequence, manifest, sealedAt);
      for (const [position, part] of packet.parts.entries()) {
        addPart.run(packetId, position, part.name, part.digest, part.bytes, part.enc, part.ciphertext);
      }
      addDelivery.run(packetId, caseId, sequence);
      supersede.run(packetId, caseId, packetId);
    },
    erase(caseId) {
      eraseParts.run(caseId);
      eraseDeliveries.run(caseId);
      erasePackets.run(caseId);
    },
    noteAccepted: (packetId, at) => void noteAccepted.run(at, packetId),
    packet(packetId) {
      const row = readPacket.get(packetId);
      if (!row) return err({ kind: 'case-not-found' });
      return ok({
        packetId: row.packet_id,
        caseId: row.case_id,
        idempotencyKey: row.idempotency_key,
        sequence: row.sequence,
        manifest: row.manifest,
        sealedAt: row.sealed_at,
        parts: readParts.all(packetId),
      });
    },
    // Asked first, "nothing is due" costs one step even when thousands rest; only a rare mixture walks further.
    next: (now) => (due.get(now) ? recordOf(first.get(now)) : null),
    ofPacket: (packetId) => recordOf(byPacket.get(packetId)),
    ofCase: (caseId) => recordOf(byCase.get(caseId)),
    change(packetId, { state, reason, notBefore, countsAsTry, receipt }) {
      update.run(state, reason, notBefore, countsAsTry ? 1 : 0, receipt, packetId);
    },
    told: (packetId) => readTold.get(packetId) ?? { reason: null, at: null, untold: 0 },
    tell: (packetId, { reason, at, untold }) => void writeTold.run(reason, at, untold, packetId),
    recover: () => wake.run().changes,
    counts() {
      const open = countOpen.all();
      const of = (state: 'sending' | 'parked'): number => open.find((row) => row.state === state)?.n ?? 0;
      return {
        // What is on its way has not arrived.
        waiting: (countWaiting.get()?.n ?? 0) + of('sending'),
        parked: of('parked'),
        nextDue: soonest.get()?.at ?? null,
      };
    },
  };
}
