// The code the customer reads out: time left, tries left, a new one when allowed, and a way on without it.
import { Check, MessageSquareText, Pencil, WifiOff } from 'lucide-react';
import { useId, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CodeBoxes, codeDigits } from '#renderer/ui/code-boxes.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { minutesLeft } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { useNow } from '#renderer/ui/use-now.ts';

export interface CodeEntryProps extends StepProps {
  readonly contact: NonNullable<CaseView['contact']>;
  /** Null when the page was opened anew since the code was sent. */
  readonly mobile: string | null;
  readonly onOther: () => void;
}

const aboutTheCode: ReadonlySet<string> = new Set([
  'code-wrong',
  'code-late',
  'code-tries-spent',
  'code-too-soon',
  'code-not-requested',
]);

export function CodeEntry({ view, contact, mobile, onView, onBack, onOther }: CodeEntryProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const check = useAct();
  const resend = useAct();
  const keep = useAct();
  const form = useId();
  const [code, setCode] = useState('');
  const [triesLeft, setTriesLeft] = useState(contact.triesLeft);
  const now = useNow();
  const leftMs = contact.expiresAt === null ? 0 : Date.parse(contact.expiresAt) - now;
  const resendMs = contact.resendAt === null ? 0 : Date.parse(contact.resendAt) - now;
  const failure = check.failure ?? resend.failure ?? keep.failure;
  const { caseId } = view;
  const submit = () => {
    resend.clear();
    check.run(
      () => kiosk.case.answerCode({ caseId, code }),
      onView,
      (refusal) => {
        setCode('');
        if (refusal.triesLeft !== undefined) setTriesLeft(refusal.triesLeft);
      },
    );
  };
  const sendAgain = () => {
    check.clear();
    if (mobile === null) onOther();
    else resend.run(() => kiosk.case.sendCode({ caseId, mobile }), onView);
  };
  return (
    <StepLayout
      heading={t('steps:contact.codeHeading')}
      lead={t('steps:contact.codeSentTo', { mobile: contact.mobileMasked })}
      onBack={onBack}
      secondary={
        mobile !== null && (
          <Button
            icon={WifiOff}
            className="min-h-bar"
            busy={keep.busy}
            onClick={() => keep.run(() => kiosk.case.keepMobileUnverified({ caseId, mobile }), onView)}
          >
            {t('steps:contact.noSignal')}
          </Button>
        )
      }
      primary={{
        label: t('steps:contact.check'),
        icon: Check,
        form,
        busy: check.busy,
        disabled: code.length < codeDigits,
      }}
    >
      <form
        id={form}
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.length === codeDigits) submit();
        }}
      >
        <CodeBoxes
          label={t('steps:contact.code')}
          hint={t('steps:contact.codeHint')}
          value={code}
          onValue={setCode}
          error={failure && aboutTheCode.has(failure.kind) && <FailureNote failure={failure} />}
        />
        <p className="text-lead">
          {leftMs > 0
            ? t('steps:contact.timeLeft', { time: minutesLeft(leftMs) })
            : t('steps:contact.timeOver')}
          {triesLeft !== null && leftMs > 0 && failure?.triesLeft === undefined && (
            <span className="text-ink-2">{` · ${t('steps:contact.tries', { count: triesLeft })}`}</span>
          )}
        </p>
        {failure && !aboutTheCode.has(failure.kind) && <FailureNote failure={failure} />}
        <div className="flex flex-wrap gap-3">
          <Button icon={MessageSquareText} busy={resend.busy} disabled={resendMs > 0} onClick={sendAgain}>
            {resendMs > 0
              ? t('steps:contact.resendIn', { seconds: Math.ceil(resendMs / 1000) })
              : t('steps:contact.resend')}
          </Button>
          <Button icon={Pencil} onClick={onOther}>
            {t('steps:contact.other')}
          </Button>
        </div>
      </form>
    </StepLayout>
  );
}
