// The end of the journey: the account number large, or in the same dignity what is still to come; and the receipt.
import {
  Clock3,
  FilePen,
  FileText,
  Landmark,
  PartyPopper,
  Search,
  Send,
  TriangleAlert,
  UserPlus,
  XCircle,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useConnection } from '#renderer/bridge/kiosk-context.tsx';
import { follow } from '#renderer/bridge/follow.ts';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { inFours } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { WithdrawConsent } from '../withdraw-consent.tsx';
import { LateCode } from './late-code.tsx';
import { Receipt } from './receipt.tsx';
import { standingOf } from './standing.ts';

const looks = {
  opened: { icon: PartyPopper, box: 'bg-proved-50 border-proved text-proved' },
  queued: { icon: Clock3, box: 'bg-teal-50 border-teal-700 text-teal-700' },
  sending: { icon: Send, box: 'bg-teal-50 border-teal-700 text-teal-700' },
  received: { icon: Landmark, box: 'bg-teal-50 border-teal-700 text-teal-700' },
  'awaiting-mobile': { icon: TriangleAlert, box: 'bg-marigold-50 border-marigold text-ink' },
  'in-review': { icon: Search, box: 'bg-marigold-50 border-marigold text-ink' },
  refused: { icon: XCircle, box: 'bg-stop-50 border-stop text-stop' },
  parked: { icon: TriangleAlert, box: 'bg-stop-50 border-stop text-stop' },
} as const;

export function Done({ view, status, onView, onBack, onLeave, onNextCustomer }: StepProps) {
  const { t } = useText();
  const { client: kiosk } = useConnection();
  const [receipt, setReceipt] = useState(false);
  const reopen = useAct();
  const { caseId } = view;
  useEffect(
    () => follow({ open: (signal) => kiosk.case.watch({ caseId }, { signal }), onValue: onView }),
    [kiosk, caseId, onView],
  );
  const standing = standingOf(view, status.line === 'online');
  const { icon: Icon, box } = looks[standing];
  const reason = view.delivery?.state === 'accepted' ? null : (view.delivery?.reason ?? null);
  const late = standing === 'awaiting-mobile';
  const account = view.bank?.accountNumber ?? null;
  const reasons = view.bank && view.bank.state !== 'opened' ? view.bank.reasons : [];
  return (
    <StepLayout
      heading={t(`steps:done.heading.${standing}`)}
      onBack={onBack}
      secondary={
        <>
          {view.mayCorrect && status.officer?.role === 'supervisor' && (
            <Button
              icon={FilePen}
              className="min-h-bar"
              busy={reopen.busy}
              onClick={() => reopen.run(() => kiosk.outbox.reopen({ caseId }), onView)}
            >
              {t('app:correction.open')}
            </Button>
          )}
          <Button icon={FileText} className="min-h-bar" onClick={() => setReceipt(true)}>
            {t('steps:done.receipt')}
          </Button>
        </>
      }
      primary={{ label: t('steps:done.next'), icon: UserPlus, onPress: onNextCustomer }}
    >
      <div
        className={classNames(
          'grid items-start gap-5',
          late ? 'grid-cols-2 portrait:grid-cols-1' : 'max-w-4xl',
        )}
      >
        <div className="flex flex-col gap-5">
          <output className={classNames('flex items-center gap-5 rounded-card border-l-4 px-6 py-5', box)}>
            <Icon aria-hidden className="size-12 shrink-0" />
            <p className="text-lead text-ink">{t(`steps:done.text.${standing}`)}</p>
          </output>
          <FailureNote failure={reopen.failure} />
          {view.mayCorrect && status.officer?.role !== 'supervisor' && (
            <p className="text-lead">{t('app:correction.supervisor')}</p>
          )}
          {reason !== null && <p className="text-lead">{t(`words:deliveryReason.${reason}`)}</p>}
          <dl className="flex flex-wrap gap-x-16 gap-y-4 rounded-card border border-line bg-white px-6 py-5 shadow-card">
            {account !== null && (
              <div className="basis-full">
                <dt className="text-lead text-ink-2">{t('steps:done.account')}</dt>
                <dd data-account-number={account} className="text-display font-semibold tracking-wide">
                  {inFours(account)}
                </dd>
              </div>
            )}
            {account !== null && view.bank?.ifsc && (
              <div>
                <dt className="text-ink-2">{t('steps:done.ifsc')}</dt>
                <dd className="text-lead font-semibold">{view.bank.ifsc}</dd>
              </div>
            )}
            <div>
              <dt className="text-ink-2">{t('steps:done.reference')}</dt>
              <dd className={classNames('font-semibold', account === null ? 'text-display' : 'text-lead')}>
                {view.reference}
              </dd>
              <dd className="text-ink-2">{t('steps:done.referenceHint')}</dd>
            </div>
          </dl>
          {status.mode === 'staffed' && <WithdrawConsent caseId={caseId} onWithdrawn={onLeave} />}
          {reasons.length > 0 && (
            <section>
              <h2 className="pb-2 font-semibold">{t('steps:done.reasons')}</h2>
              <ul className="list-disc pl-6 text-lead">
                {reasons.map((reason) => (
                  <li key={reason}>{t(`words:bankReason.${reason}`)}</li>
                ))}
              </ul>
            </section>
          )}
        </div>
        {late && <LateCode view={view} onView={onView} />}
      </div>
      {receipt && <Receipt view={view} onClose={() => setReceipt(false)} />}
    </StepLayout>
  );
}
