// The bank's word on this kiosk's audit, kept beside it: the last head it has witnessed, and the first that was not found here.
// It begins no transaction. What was once missing stays said: a chain written anew has newer heads that fit.
import { z } from 'zod';
import { auditHeadSchema, type AuditHead } from '#core/contract/bank/audit-head.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { AuditAct } from '../../port/case-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { SettingTable } from './setting-table.ts';

const settingName = 'audit-witnessed';
const witnessedSchema = z.object({ last: auditHeadSchema, missing: auditHeadSchema.nullable() });
export type Witnessed = z.infer<typeof witnessedSchema>;

export const readWitnessed = (settings: Pick<SettingTable, 'read'>): Witnessed | null =>
  settings.read(settingName, witnessedSchema);

/** Heads that a whole audit must hold. */
export function headsOf(witnessed: Witnessed | null): string[] {
  return witnessed
    ? [witnessed.last, ...(witnessed.missing ? [witnessed.missing] : [])].map(({ head }) => head)
    : [];
}

/** What is to be written in the audit, if anything. */
export function keepWitnessed(
  settings: SettingTable,
  audit: Pick<AuditLog, 'rows'>,
  last: AuditHead,
  at: Instant,
): AuditAct | null {
  const before = readWitnessed(settings);
  const stands = audit.rows(last.rows - 1, 1)[0]?.hash === last.head;
  const missing = before?.missing ?? (stands ? null : last);
  const next: Witnessed = { last, missing };
  if (JSON.stringify(before) !== JSON.stringify(next)) settings.write(settingName, next);
  if (before?.missing || missing === null) return null;
  const facts = { sequence: last.sequence, rows: last.rows };
  return { act: 'audit.head-missing', officerId: null, caseId: null, at, facts };
}
