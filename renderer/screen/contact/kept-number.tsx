// A number that is there already, verified or not: go on, or take another.
import { ArrowRight, Pencil } from 'lucide-react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { nextOpenStep } from '#renderer/screen/next-open-step.ts';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';

export interface KeptNumberProps extends StepProps {
  readonly contact: NonNullable<CaseView['contact']>;
  readonly onOther: () => void;
}

export function KeptNumber({ view, contact, onBack, onGoTo, onOther }: KeptNumberProps) {
  const { t } = useText();
  const mobile = contact.mobileMasked;
  return (
    <StepLayout
      heading={t('steps:contact.heading')}
      onBack={onBack}
      primary={{
        label: t('app:action.continue'),
        icon: ArrowRight,
        onPress: () => onGoTo(nextOpenStep(view)),
      }}
    >
      <div className="flex max-w-2xl flex-col items-start gap-4">
        {contact.state === 'verified' ? (
          <Note tone="proved" title={t('steps:contact.verified', { mobile })} />
        ) : (
          <Note tone="look" title={t('steps:contact.unverified', { mobile })}>
            {t('steps:contact.unverifiedNext')}
          </Note>
        )}
        <Button icon={Pencil} onClick={onOther}>
          {t('steps:contact.other')}
        </Button>
      </div>
    </StepLayout>
  );
}
