// The audit heads that kiosks' packets name, one a packet: kept, judged against their neighbours, and told back to the kiosk. A
// head that does not fit is flagged and logged; it refuses no packet, since the customer in it has no part in that.
import { auditHeadSchema, type AuditHead } from '#core/contract/bank/audit-head.ts';
import type { PacketManifest } from '#core/contract/bank/packet.ts';
import { judgeHead, type HeadFault, type NamedHead } from '#core/audit/judge-heads.ts';
import type { Db } from '../store/tables.ts';

export async function keepAuditHead(db: Db, manifest: PacketManifest, at: Date): Promise<HeadFault | null> {
  const { kioskId, sequence } = manifest;
  const named: NamedHead = { sequence, head: manifest.auditHead, rows: manifest.auditRows ?? null };
  const flag = judgeHead(
    named,
    await neighbour(db, kioskId, sequence, 'before'),
    await neighbour(db, kioskId, sequence, 'after'),
  );
  await db
    .insertInto('audit_head')
    .values({ kiosk_id: kioskId, ...named, flag, received_at: at })
    .onConflict((on) => on.doNothing())
    .execute();
  return flag;
}

async function neighbour(
  db: Db,
  kioskId: string,
  sequence: number,
  side: 'before' | 'after',
): Promise<NamedHead | null> {
  const row = await db
    .selectFrom('audit_head')
    .select(['sequence', 'head', 'rows'])
    .where('kiosk_id', '=', kioskId)
    .where('sequence', side === 'before' ? '<' : '>', sequence)
    .orderBy('sequence', side === 'before' ? 'desc' : 'asc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Of the newest packet that told how many rows there were; null before there is one. */
export async function lastAuditHead(db: Db, kioskId: string): Promise<AuditHead | null> {
  const last = await db
    .selectFrom('audit_head')
    .select(['sequence', 'head', 'rows'])
    .where('kiosk_id', '=', kioskId)
    .where('rows', 'is not', null)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return null;
  const flagged = await db
    .selectFrom('audit_head')
    .select('sequence')
    .where('kiosk_id', '=', kioskId)
    .where('flag', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return auditHeadSchema.parse({ kioskId, ...last, flagged: flagged !== undefined });
}
