// One case of the queue: what happened to it, from the audit, and what a supervisor may do about it. Shows nothing of the customer.
import { Download, FilePen, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OfficerRole } from '#core/contract/bank/identity.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { HistoryRow, OutboxItem } from '#core/contract/kiosk/outbox-view.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { dayAndTime } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { WithdrawConsent } from '../withdraw-consent.tsx';
import { saveFile } from './save-file.ts';

export interface CaseDrawerProps {
  readonly item: OutboxItem;
  readonly role: OfficerRole;
  readonly onChanged: () => void;
  /** The case is open again, to be corrected. */
  readonly onReopened: (view: CaseView) => void;
  readonly onClose: () => void;
}

export function CaseDrawer({ item, role, onChanged, onReopened, onClose }: CaseDrawerProps) {
  const { t, locale } = useText();
  const kiosk = useKiosk();
  const retry = useAct();
  const take = useAct();
  const reopen = useAct();
  const [rows, setRows] = useState<readonly HistoryRow[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { caseId, reason, state } = item;
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const answer = await attempt(() => kiosk.outbox.history({ caseId }));
      if (gone) return;
      if (answer.ok) setRows(answer.value);
      else setFailure(answer.error);
    };
    void load();
    return () => {
      gone = true;
    };
  }, [kiosk, caseId]);
  const mayAct = role === 'supervisor';
  const mayRetry = state === 'waiting' || state === 'parked';
  return (
    <Panel
      open
      wide
      onClose={onClose}
      title={t('app:queue.caseTitle', { reference: item.reference })}
      actions={
        mayAct && (
          <>
            <Button
              icon={Download}
              busy={take.busy}
              onClick={() =>
                take.run(
                  () => kiosk.outbox.export({ caseId }),
                  (file) => void saveFile(file, `${item.reference}.pravesh-packet`),
                )
              }
            >
              {t('app:queue.export')}
            </Button>
            {state === 'parked' && (
              <Button
                icon={FilePen}
                busy={reopen.busy}
                onClick={() => reopen.run(() => kiosk.outbox.reopen({ caseId }), onReopened)}
              >
                {t('app:correction.open')}
              </Button>
            )}
            {mayRetry && (
              <Button
                look="primary"
                icon={RotateCcw}
                busy={retry.busy}
                onClick={() => retry.run(() => kiosk.outbox.retry({ caseId }), onChanged)}
              >
                {t('app:queue.retry')}
              </Button>
            )}
          </>
        )
      }
    >
      <FailureNote failure={failure ?? retry.failure ?? take.failure ?? reopen.failure} />
      {reason !== null && (
        <Note
          tone={state === 'parked' ? 'stop' : 'look'}
          spoken="when-free"
          title={t(`words:delivery.${state}`)}
        >
          {t(`words:deliveryReason.${reason}`)}
        </Note>
      )}
      {state === 'parked' && <p className="text-base">{t('app:correction.hint')}</p>}
      <WithdrawConsent caseId={caseId} onWithdrawn={onChanged} />
      <p className="text-base text-ink-2">
        {t(mayAct ? 'app:queue.exportHint' : 'app:queue.supervisorOnly')}
      </p>
      <h3 className="font-semibold">{t('app:queue.history')}</h3>
      {rows === null ? (
        failure === null && <output>{t('app:frame.loading')}</output>
      ) : (
        // Reached by the keyboard, so that a long history can be scrolled by it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as axe's scrollable-region-focusable asks
        <ol tabIndex={0} aria-label={t('app:queue.history')} className="flex flex-col text-base">
          {rows.map((row, index) => (
            <li
              // oxlint-disable-next-line react/no-array-index-key -- rows of an audit are never moved or taken out
              key={index}
              className="grid grid-cols-[9rem_1fr_8rem] gap-3 border-t border-line py-1.5"
            >
              <time dateTime={row.at} className="whitespace-nowrap text-ink-2 tabular-nums">
                {dayAndTime(row.at, locale)}
              </time>
              <RowText row={row} />
              <span className="text-ink-2">{row.officerId ?? t('app:queue.byItself')}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function RowText({ row }: { readonly row: HistoryRow }) {
  const { t } = useText();
  const { act, reason, bankState } = row;
  return (
    <span>
      {t(`words:act.${act}`)}
      {reason !== null && <span className="block text-ink-2">{t(`words:deliveryReason.${reason}`)}</span>}
      {bankState !== null && <span className="block text-ink-2">{t(`words:bankState.${bankState}`)}</span>}
    </span>
  );
}
