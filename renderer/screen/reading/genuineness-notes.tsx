// What the kiosk noticed about the document, for staff: flags with what was measured. It decides nothing and stops nobody.
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';

export interface GenuinenessNotesProps {
  readonly hints: NonNullable<CaseView['reading']>['hints'];
}

export function GenuinenessNotes({ hints }: GenuinenessNotesProps) {
  const { t, locale } = useText();
  if (hints.length === 0) return null;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return (
    <Note tone="look" title={t('steps:reading.hints.title')} className="shrink-0">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {hints.map(({ flag, side, evidence }) => (
          <li key={`${flag} ${side}`}>
            {t(`words:genuineness.${flag}`)}{' '}
            <span className="text-ink-2 tabular-nums">
              {evidence
                .map(({ value, limit }) =>
                  t('steps:reading.hints.measured', {
                    value: number.format(value),
                    limit: number.format(limit),
                  }),
                )
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </Note>
  );
}
