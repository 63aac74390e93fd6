// Cases as a table: who, since when, in what state in words, and what to do next.
import { FolderOpen, Play } from 'lucide-react';
import type { CaseSummary } from '#core/contract/kiosk/case-view.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { Button } from '#renderer/ui/button.tsx';
import { dayAndTime, inFours } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';

export interface CaseTableProps {
  readonly cases: readonly CaseSummary[];
  readonly empty: string;
  readonly onOpen: (caseId: CaseId) => void;
}

const columns = ['reference', 'customer', 'started', 'state', 'action'] as const;

export function CaseTable({ cases, empty, onOpen }: CaseTableProps) {
  const { t, locale } = useText();
  const stateOf = (summary: CaseSummary): string => {
    if (summary.status === 'draft') return t('app:home.draftAt', { step: t(`words:step.${summary.at}`) });
    if (summary.bankState) return t(`words:bankState.${summary.bankState}`);
    const delivery = summary.delivery ?? 'waiting';
    return t(`words:delivery.${delivery}`);
  };
  if (cases.length === 0)
    return (
      <p className="grid flex-1 place-items-center rounded-card border border-dashed border-line-strong text-lead text-ink-2">
        {empty}
      </p>
    );
  return (
    <div className="overflow-x-auto rounded-card border border-line bg-white shadow-card">
      <table className="w-full border-collapse text-left">
        <thead className="bg-paper-2">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-4 py-3 font-semibold">
                {t(`app:home.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cases.map((summary) => (
            <tr key={summary.caseId} className="border-t border-line">
              <td className="px-4 py-2 font-semibold whitespace-nowrap">{summary.reference}</td>
              <td className="px-4 py-2">
                {summary.customerName ?? <span className="text-ink-2">{t('app:home.noName')}</span>}
              </td>
              <td className="px-4 py-2 whitespace-nowrap">{dayAndTime(summary.startedAt, locale)}</td>
              <td className="px-4 py-2">
                {stateOf(summary)}
                {summary.endsAt !== undefined && (
                  <span className="block rounded-card border-l-4 border-marigold bg-marigold-50 px-2">
                    {t('app:home.endsAt', { at: dayAndTime(summary.endsAt, locale) })}
                  </span>
                )}
                {summary.accountNumber !== null && (
                  <span className="block text-ink-2">
                    {t('app:home.accountOf', { number: inFours(summary.accountNumber) })}
                  </span>
                )}
              </td>
              <td className="px-4 py-2">
                <Button
                  icon={summary.status === 'draft' ? Play : FolderOpen}
                  onClick={() => onOpen(summary.caseId)}
                  aria-label={t(summary.status === 'draft' ? 'app:home.resumeOf' : 'app:home.openOf', {
                    reference: summary.reference,
                  })}
                >
                  {t(summary.status === 'draft' ? 'app:home.resume' : 'app:home.open')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
