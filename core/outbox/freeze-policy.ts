// When a kiosk takes no new customers: its master data are too old to promise anything by, or its queue is as full as the bank
// allows. First a warning, then a stop; cases already begun go on, and everything sealed is kept.
import type { FreezePolicy } from '#core/contract/bank/catalogue.ts';

/** Where the bank says nothing: the queue is proved up to 20,000 cases; a month is longer than any line is away in the field. */
export const defaultFreeze: FreezePolicy = {
  queueWarn: 15_000,
  queueStop: 20_000,
  staleWarnDays: 14,
  staleStopDays: 30,
};

export type FreezeWarning = 'queue-filling' | 'queue-full' | 'master-data-ageing' | 'master-data-stale';
export type FreezeStop = Extract<FreezeWarning, 'queue-full' | 'master-data-stale'>;

export interface Freeze {
  readonly stop: FreezeStop | null;
  readonly warnings: readonly FreezeWarning[];
}

const dayMs = 24 * 60 * 60_000;

/** `ageMs`: since the bank last confirmed the master data; null when that was before anybody noted it. */
export function judgeFreeze(
  policy: FreezePolicy,
  kiosk: { readonly queued: number; readonly ageMs: number | null },
): Freeze {
  const ageDays = (kiosk.ageMs ?? 0) / dayMs;
  const warnings: FreezeWarning[] = [];
  if (kiosk.queued >= policy.queueStop) warnings.push('queue-full');
  else if (kiosk.queued >= policy.queueWarn) warnings.push('queue-filling');
  if (ageDays >= policy.staleStopDays) warnings.push('master-data-stale');
  else if (ageDays >= policy.staleWarnDays) warnings.push('master-data-ageing');
  const stop = warnings.find((warning) => warning === 'queue-full' || warning === 'master-data-stale');
  return { stop: stop ?? null, warnings };
}
