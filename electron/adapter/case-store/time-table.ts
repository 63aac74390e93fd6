// Where time stood when last looked at, and a counter that no clock can set back. It begins no transaction.
import type { Database } from 'better-sqlite3';
import type { ClockStanding } from '#core/outbox/trusted-time.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { receiptClaimsSchema } from '#core/contract/bank/packet.ts';
import type { TimeMark } from '../../port/case-store.ts';

export interface TimeTable {
  mark(): TimeMark;
  /** Raises the counter; a proved moment never falls. */
  note(mark: Omit<TimeMark, 'ticks'>): void;
  prove(at: Instant): void;
}

interface TimeRow {
  readonly ticks: number;
  readonly seen_at: Instant | null;
  readonly proved_at: Instant | null;
  readonly standing: ClockStanding;
}

export function createTimeTable(db: Database): TimeTable {
  const read = db.prepare<[], TimeRow>('SELECT ticks, seen_at, proved_at, standing FROM time_mark');
  const write = db.prepare('UPDATE time_mark SET ticks = ticks + 1, seen_at = ?, standing = ?');
  // Instants are text of one form: the later one is the greater one.
  const raise = db.prepare("UPDATE time_mark SET proved_at = max(coalesce(proved_at, ''), ?)");
  return {
    mark() {
      const row = read.get();
      if (!row) throw new Error('the time mark is missing');
      return { ticks: row.ticks, seenAt: row.seen_at, provedAt: row.proved_at, standing: row.standing };
    },
    note({ seenAt, provedAt, standing }) {
      write.run(seenAt, standing);
      if (provedAt !== null) raise.run(provedAt);
    },
    prove: (at) => void raise.run(at),
  };
}

/** When the bank says it received a packet. The link has checked the signature; a receipt of another form proves nothing. */
export function provedByReceipt(receipt: string): Instant | null {
  const payload = receipt.split('.')[1] ?? '';
  try {
    const claims = receiptClaimsSchema.safeParse(
      JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
    );
    return claims.success ? claims.data.receivedAt : null;
  } catch {
    return null;
  }
}
