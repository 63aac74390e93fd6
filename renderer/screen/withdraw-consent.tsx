// The customer takes consent back: said in words before anything is done, what is destroyed, what stays by law, and who is told.
import { UserX } from 'lucide-react';
import { useState } from 'react';
import type { CaseId } from '#core/kernel/brand.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

const stays = ['consent', 'record', 'account'] as const;

export interface WithdrawConsentProps {
  readonly caseId: CaseId;
  /** Called when the panel that says so is closed. */
  readonly onWithdrawn: () => void;
}

export function WithdrawConsent({ caseId, onWithdrawn }: WithdrawConsentProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<{ readonly bankTold: boolean } | null>(null);
  const close = () => {
    setOpen(false);
    if (done) onWithdrawn();
  };
  return (
    <>
      <Button look="plain" icon={UserX} className="self-start px-2 text-stop" onClick={() => setOpen(true)}>
        {t('app:withdrawal.open')}
      </Button>
      <Panel
        open={open}
        onClose={close}
        title={t('app:withdrawal.title')}
        actions={
          done === null && (
            <Button
              look="stop"
              busy={act.busy}
              onClick={() => act.run(() => kiosk.case.withdrawConsent({ caseId }), setDone)}
            >
              {t('app:withdrawal.confirm')}
            </Button>
          )
        }
      >
        <FailureNote failure={act.failure} />
        {done === null ? (
          <>
            <p>{t('app:withdrawal.here')}</p>
            <p>{t('app:withdrawal.bank')}</p>
            <p className="font-semibold">{t('app:withdrawal.law')}</p>
            <ul className="list-disc pl-6">
              {stays.map((each) => (
                <li key={each}>{t(`app:withdrawal.stays.${each}`)}</li>
              ))}
            </ul>
          </>
        ) : (
          <Note tone="good" spoken="at-once" title={t('app:withdrawal.done')}>
            {done.bankTold && t('app:withdrawal.doneBank')}
          </Note>
        )}
      </Panel>
    </>
  );
}
