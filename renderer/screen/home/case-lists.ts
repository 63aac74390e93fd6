// Which of the officer's lists a case stands in. A case may stand in two: today's, and what needs attention.
import type { CaseSummary } from '#core/contract/kiosk/case-view.ts';
import { isSameDay } from '#renderer/ui/format.ts';

export const caseLists = ['today', 'drafts', 'waiting', 'attention'] as const;
export type CaseList = (typeof caseLists)[number];

/** Sealed and not yet with the bank. */
function waits(summary: CaseSummary): boolean {
  return summary.status === 'sealed' && (summary.delivery === 'waiting' || summary.delivery === 'sending');
}

/** Parked, refused, or the customer must still answer a code. */
function needsAttention(summary: CaseSummary): boolean {
  return (
    summary.status === 'sealed' &&
    (summary.delivery === 'parked' ||
      summary.bankState === 'awaiting-mobile' ||
      summary.bankState === 'refused')
  );
}

export function casesIn(
  list: CaseList,
  cases: readonly CaseSummary[],
  nowMs: number,
): readonly CaseSummary[] {
  const shown = cases.filter((summary) => summary.status !== 'abandoned');
  const chosen = {
    today: () => shown.filter((summary) => isSameDay(summary.startedAt, nowMs)),
    drafts: () => shown.filter((summary) => summary.status === 'draft'),
    waiting: () => shown.filter(waits),
    attention: () => shown.filter(needsAttention),
  }[list]();
  return chosen.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
}
