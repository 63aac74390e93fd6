// The queue as a dense table: reference, state, age, why it waits in words, and when it is tried next.
import type { OutboxItem } from '#core/contract/kiosk/outbox-view.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { dayAndTime } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { ageInWords } from './age.ts';

export interface QueueTableProps {
  readonly items: readonly OutboxItem[];
  readonly nowMs: number;
  readonly chosen: CaseId | null;
  readonly onChoose: (caseId: CaseId) => void;
}

const columns = ['reference', 'state', 'age', 'reason', 'next'] as const;

export function QueueTable({ items, nowMs, chosen, onChoose }: QueueTableProps) {
  const { t, locale } = useText();
  const nextOf = (item: OutboxItem): string => {
    if (item.state !== 'waiting') return '';
    return item.nextTryAt === null ? t('app:queue.nextSending') : dayAndTime(item.nextTryAt, locale);
  };
  return (
    <div className="overflow-x-auto rounded-card border border-line bg-white shadow-card">
      <table className="w-full border-collapse text-left">
        <thead className="bg-paper-2">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-3 py-2 font-semibold whitespace-nowrap">
                {t(`app:queue.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const { reason } = item;
            return (
              <tr
                key={item.caseId}
                className={classNames('border-t border-line', chosen === item.caseId && 'bg-teal-50')}
              >
                <th scope="row" className="p-0 font-semibold whitespace-nowrap">
                  <button
                    type="button"
                    aria-pressed={chosen === item.caseId}
                    onClick={() => onChoose(item.caseId)}
                    className="min-h-touch px-3 text-teal-700 underline decoration-1 underline-offset-4"
                  >
                    {item.reference}
                  </button>
                </th>
                <td className="px-3 py-1 whitespace-nowrap">
                  <span
                    className={classNames(
                      'rounded-full border px-3 py-0.5',
                      item.state === 'parked'
                        ? 'border-stop bg-stop-50'
                        : item.state === 'accepted'
                          ? 'border-proved bg-proved-50'
                          : 'border-marigold bg-marigold-50',
                    )}
                  >
                    {t(`words:delivery.${item.state}`)}
                  </span>
                </td>
                <td className="px-3 py-1 whitespace-nowrap tabular-nums">
                  {ageInWords(item.sealedAt, nowMs, locale)}
                </td>
                <td className="min-w-64 px-3 py-1">
                  {reason !== null && t(`words:deliveryReason.${reason}`)}
                </td>
                <td className="px-3 py-1 whitespace-nowrap">{nextOf(item)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
