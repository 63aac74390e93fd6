// The officer's own look at a customer whom the kiosk could not check, or who wished it: what they saw, and why they say so.
import { Gavel } from 'lucide-react';
import { useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useOfficerWord } from '#renderer/screen/officer-word.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { ChoiceCard } from '#renderer/ui/choice-card.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

const verdicts = ['seen-in-person', 'send-to-review'] as const;

export function OfficerLook({ view, status, onView, onBack }: StepProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const word = useOfficerWord(status);
  const [verdict, setVerdict] = useState<(typeof verdicts)[number] | null>(null);
  const [reason, setReason] = useState('');
  const record = () => {
    if (verdict === null) return;
    const given = { caseId: view.caseId, verdict, reason: reason.trim(), ...word.given };
    act.run(() => kiosk.case.judgeLiveness(given), onView, word.forget);
  };
  const alone = status.mode === 'self-service';
  const why = view.liveness?.why ?? 'wished';
  return (
    <StepLayout
      heading={t('steps:live.officerHeading')}
      onBack={onBack}
      primary={{
        label: t('steps:face.record'),
        icon: Gavel,
        busy: act.busy,
        disabled: verdict === null || reason.trim() === '' || !word.ready,
        onPress: record,
      }}
    >
      <Note tone="look" spoken="when-free" title={t(`words:liveness.${why}`)}>
        {alone && <p>{t('steps:live.officerComes')}</p>}
        {t('steps:live.officerLead')}
      </Note>
      <fieldset className="flex max-w-3xl flex-col gap-3">
        <legend className="mb-2 font-semibold">{t('steps:face.verdict')}</legend>
        {verdicts.map((each) => (
          <ChoiceCard
            key={each}
            group="seen"
            name={t(`steps:live.verdict.${each}`)}
            checked={verdict === each}
            onChoose={() => setVerdict(each)}
            className="py-2"
          >
            <span className="text-ink-2">
              {each === 'seen-in-person' ? t('steps:face.sameHint') : t('steps:face.sendHint')}
            </span>
          </ChoiceCard>
        ))}
        <TextField
          label={t('steps:face.reason')}
          hint={t('steps:live.reasonHint')}
          value={reason}
          onValue={setReason}
          autoComplete="off"
          maxLength={500}
          error={word.fields === null && act.failure && <FailureNote failure={act.failure} />}
        />
        {word.fields}
        {word.fields !== null && <FailureNote failure={act.failure} />}
      </fieldset>
    </StepLayout>
  );
}
