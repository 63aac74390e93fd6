// The code of a customer who was enrolled without a line: the bank sends one as soon as it has the case; it is entered here.
import { Check, MessageSquareText } from 'lucide-react';
import { useId, useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CodeBoxes, codeDigits } from '#renderer/ui/code-boxes.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { useAct } from '#renderer/ui/use-act.ts';

export function LateCode({ view, onView }: Pick<StepProps, 'view' | 'onView'>) {
  const { t } = useText();
  const kiosk = useKiosk();
  const send = useAct();
  const check = useAct();
  const form = useId();
  const [code, setCode] = useState('');
  const { caseId, contact } = view;
  const sendAnother = () => {
    check.clear();
    send.run(
      () => kiosk.case.sendLateCode({ caseId }),
      (next) => {
        setCode('');
        onView(next);
      },
    );
  };
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
      {contact && <p>{t('steps:contact.codeSentTo', { mobile: contact.mobileMasked })}</p>}
      <CodeBoxes
        label={t('steps:contact.code')}
        hint={t('steps:contact.codeHint')}
        value={code}
        onValue={setCode}
        error={check.failure && <FailureNote failure={check.failure} />}
      />
      <div className="flex flex-wrap items-center gap-4">
        <Button
          look="primary"
          type="submit"
          icon={Check}
          busy={check.busy}
          disabled={code.length < codeDigits}
        >
          {t('steps:contact.check')}
        </Button>
        <Button icon={MessageSquareText} busy={send.busy} onClick={sendAnother}>
          {t('steps:contact.resend')}
        </Button>
      </div>
      <FailureNote failure={send.failure} />
    </form>
  );
}
