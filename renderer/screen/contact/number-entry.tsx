// The number itself, grouped as it is typed.
import { MessageSquareText, WifiOff } from 'lucide-react';
import { useId, useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { SelectField } from '#renderer/ui/select-field.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import {
  type DialCode,
  dialCodes,
  groupedDigits,
  isDialCode,
  isLongEnough,
  nationalDigits,
  wireNumber,
} from './mobile-number.ts';

export interface NumberEntryProps extends StepProps {
  readonly onMobile: (mobile: string) => void;
}

export function NumberEntry({ view, onView, onBack, onMobile }: NumberEntryProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const send = useAct();
  const keep = useAct();
  const form = useId();
  const [code, setCode] = useState<DialCode>('+91');
  const [digits, setDigits] = useState('');
  const mobile = wireNumber(digits, code);
  const failure = send.failure ?? keep.failure;
  const ready = isLongEnough(digits, code);
  const submit = () => {
    keep.clear();
    onMobile(mobile);
    send.run(() => kiosk.case.sendCode({ caseId: view.caseId, mobile }), onView);
  };
  const keepUnverified = () => {
    send.clear();
    keep.run(() => kiosk.case.keepMobileUnverified({ caseId: view.caseId, mobile }), onView);
  };
  return (
    <StepLayout
      heading={t('steps:contact.heading')}
      lead={t('steps:contact.lead')}
      onBack={onBack}
      secondary={
        <Button
          icon={WifiOff}
          className="min-h-bar"
          busy={keep.busy}
          disabled={!ready}
          onClick={keepUnverified}
        >
          {t('steps:contact.noSignal')}
        </Button>
      }
      primary={{
        label: t('steps:contact.send'),
        icon: MessageSquareText,
        form,
        busy: send.busy,
        disabled: !ready,
      }}
    >
      <form
        id={form}
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) submit();
        }}
      >
        <div className="flex items-start gap-4 portrait:flex-col portrait:items-stretch">
          <SelectField
            className="w-64 portrait:w-full"
            label={t('steps:contact.country')}
            value={code}
            choices={dialCodes.map((each) => ({
              value: each.code,
              label: `${each.code} ${t(`words:country.${each.country}`)}`,
            }))}
            onValue={(next) => {
              if (!isDialCode(next)) return;
              setCode(next);
              setDigits(nationalDigits(digits, next));
            }}
          />
          <TextField
            className="flex-1"
            label={t('steps:contact.number')}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={groupedDigits(digits, code)}
            onValue={(typed) => {
              send.clear();
              setDigits(nationalDigits(typed, code));
            }}
            error={failure?.kind === 'mobile-invalid' && <FailureNote failure={failure} />}
          />
        </div>
        {failure?.kind !== 'mobile-invalid' && <FailureNote failure={failure} />}
        <p className="text-ink-2">
          <span className="font-semibold">{t('steps:contact.noSignal')}:</span>{' '}
          {t('steps:contact.noSignalHint')}
        </p>
      </form>
    </StepLayout>
  );
}
