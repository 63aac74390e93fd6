// The code of a customer who was enrolled without a line: sent when asked for, entered here.
import { Check, MessageSquareText } from 'lucide-react';
import { useId, useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CodeBoxes, codeDigits } from '#renderer/ui/code-boxes.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { minutesLeft } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { useAct } from '#renderer/ui/use-act.ts';
import { useNow } from '#renderer/ui/use-now.ts';

export function LateCode({ view, onView }: Pick<StepProps, 'view' | 'onView'>) {
  const { t } = useText();
  const kiosk = useKiosk();
  const send = useAct();
  const check = useAct();
  const form = useId();
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState('');
  const { caseId, contact } = view;
  const now = useNow();
  const resendMs = sent && contact?.resendAt ? Date.parse(contact.resendAt) - now : 0;
  const leftMs = sent && contact?.expiresAt ? Date.parse(contact.expiresAt) - now : null;
  return (
    <form
      id={form}
      className="flex flex-col gap-4 rounded-card border border-line bg-white px-6 py-5"
      onSubmit={(event) => {
        event.preventDefault();
        check.run(
          () => kiosk.case.answerLateCode({ caseId, code }),
          onView,
          () => setCode(''),
        );
      }}
    >
      <div className="flex flex-wrap items-center gap-4">
        <Button
          icon={MessageSquareText}
          busy={send.busy}
          disabled={resendMs > 0}
          onClick={() => {
            check.clear();
            send.run(
              () => kiosk.case.sendLateCode({ caseId }),
              (next) => {
                setSent(true);
                setCode('');
                onView(next);
              },
            );
          }}
        >
          {resendMs > 0
            ? t('steps:contact.resendIn', { seconds: Math.ceil(resendMs / 1000) })
            : t(sent ? 'steps:contact.resend' : 'steps:done.sendCode')}
        </Button>
        {contact && <span>{contact.mobileMasked}</span>}
      </div>
      <FailureNote failure={send.failure} />
      {sent && (
        <>
          <CodeBoxes
            label={t('steps:contact.code')}
            hint={t('steps:contact.codeHint')}
            value={code}
            onValue={setCode}
            error={check.failure && <FailureNote failure={check.failure} />}
          />
          {leftMs !== null && (
            <p>
              {leftMs > 0
                ? t('steps:contact.timeLeft', { time: minutesLeft(leftMs) })
                : t('steps:contact.timeOver')}
            </p>
          )}
          <Button
            look="primary"
            type="submit"
            icon={Check}
            busy={check.busy}
            disabled={code.length < codeDigits}
            className="self-start"
          >
            {t('steps:contact.check')}
          </Button>
        </>
      )}
    </form>
  );
}
