// The queue for staff: every sealed case with its state, age and reason in words, by filter; a drawer opens one.
import { Cable, RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { KioskStatus } from '#core/contract/kiosk/contract.ts';
import { outboxShows, type OutboxShow, type OutboxView } from '#core/contract/kiosk/outbox-view.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { follow } from '#renderer/bridge/follow.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { CaseDrawer } from './case-drawer.tsx';
import { LinePanel } from './line-panel.tsx';
import { QueueTable } from './queue-table.tsx';

export interface QueueProps {
  readonly status: KioskStatus;
  readonly onBack: () => void;
  readonly onReopened: (view: CaseView) => void;
}

/** Ages and next tries move by themselves. */
const lookAgainMs = 15_000;

export function Queue({ status, onBack, onReopened }: QueueProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [show, setShow] = useState<OutboxShow>('open');
  const [view, setView] = useState<OutboxView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [line, setLine] = useState(false);
  const [chosen, setChosen] = useState<CaseId | null>(null);
  const [nowMs, setNowMs] = useState(() => Date.now());
  const load = useCallback(async () => {
    const answer = await attempt(() => kiosk.outbox.list({ show }));
    setNowMs(Date.now());
    if (answer.ok) setView(answer.value);
    setFailure(answer.ok ? null : answer.error);
  }, [kiosk, show]);
  useEffect(() => {
    // Every change of the kiosk's standing may be one of the queue; the first value comes at once.
    const stop = follow({
      open: (signal) => kiosk.shell.watch(undefined, { signal }),
      onValue: () => void load(),
    });
    const timer = setInterval(() => void load(), lookAgainMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [kiosk, load]);
  const item = view?.items.find(({ caseId }) => caseId === chosen) ?? null;
  const role = status.officer?.role ?? 'officer';
  const countOf = (each: OutboxShow): number | null => {
    if (!view || each === 'accepted') return null;
    return { open: view.waiting + view.parked, waiting: view.waiting, parked: view.parked }[each];
  };
  return (
    <StepLayout
      heading={t('app:queue.heading')}
      lead={t('app:queue.lead')}
      onBack={onBack}
      secondary={
        <Button icon={Cable} className="min-h-bar" onClick={() => setLine(true)}>
          {t('app:queue.line.open')}
        </Button>
      }
      primary={{ label: t('app:queue.refresh'), icon: RefreshCw, onPress: () => void load() }}
    >
      <FailureNote failure={failure} />
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t('app:queue.filters')}</legend>
        {outboxShows.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={show === each}
            onClick={() => setShow(each)}
            className={classNames(
              'min-h-touch rounded-full border px-4',
              show === each
                ? 'border-teal-700 bg-teal-100 font-semibold'
                : 'border-line-strong bg-white hover:bg-teal-50',
            )}
          >
            {t(`app:queue.show.${each}`)}
            {countOf(each) !== null && <span className="pl-2 tabular-nums">{countOf(each)}</span>}
          </button>
        ))}
      </fieldset>
      {view && view.withdrawals > 0 && (
        <p className="text-lead">{t('app:withdrawal.waiting', { count: view.withdrawals })}</p>
      )}
      {view && view.items.length === 0 && (
        <p className="grid min-h-40 place-items-center rounded-card border border-dashed border-line-strong text-lead text-ink-2">
          {t(`app:queue.empty.${show}`)}
        </p>
      )}
      {view && view.items.length > 0 && (
        <QueueTable items={view.items} nowMs={nowMs} chosen={chosen} onChoose={setChosen} />
      )}
      {view?.more === true && (
        <p className="text-ink-2">{t('app:queue.more', { count: view.items.length })}</p>
      )}
      {line && <LinePanel onClose={() => setLine(false)} />}
      {item && (
        <CaseDrawer
          item={item}
          role={role}
          onChanged={() => void load()}
          onReopened={onReopened}
          onClose={() => setChosen(null)}
        />
      )}
    </StepLayout>
  );
}
