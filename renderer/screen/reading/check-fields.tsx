// Two columns: the piece of the picture beside each value, so that the eye compares pictures with letters.
import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { FieldName } from '#core/reading/field.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { ChipOffer } from './chip-offer.tsx';
import { EkycOffer } from './ekyc-offer.tsx';
import { FieldRow } from './field-row.tsx';
import { GenuinenessNotes } from './genuineness-notes.tsx';
import { useCasePictures } from './use-case-pictures.ts';

/** Red for what must stop, green only for what is proved. */
const signedTones = {
  genuine: 'proved',
  altered: 'stop',
  'unknown-key': 'look',
  unreadable: 'look',
} as const;

export interface CheckFieldsProps extends StepProps {
  readonly reading: NonNullable<CaseView['reading']>;
}

export function CheckFields({ view, status, catalogue, reading, onView, onBack, onGoTo }: CheckFieldsProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const pictures = useCasePictures(view);
  const [edited, setEdited] = useState<ReadonlyMap<FieldName, string>>(new Map());
  const toLookAt = reading.fields.filter((field) => field.needsLook).length;
  const fields = reading.fields
    .filter((field) => field.editable)
    .map((field) => ({ name: field.name, value: edited.get(field.name) ?? field.value }));
  const troubled = reading.fields.find((field) => field.name === act.failure?.subject)?.name ?? null;
  return (
    <StepLayout
      heading={t('steps:reading.heading')}
      lead={t('steps:reading.lead')}
      aside={
        toLookAt > 0 && (
          <p className="shrink-0 rounded-card border-l-4 border-marigold bg-marigold-50 px-4 py-2 font-semibold">
            {t('steps:reading.remaining', { count: toLookAt })}
          </p>
        )
      }
      onBack={onBack}
      secondary={
        <Button icon={RotateCcw} className="min-h-bar" onClick={() => onGoTo('document')}>
          {t('steps:reading.retake')}
        </Button>
      }
      primary={{
        label: t('steps:reading.confirm'),
        icon: Check,
        busy: act.busy,
        onPress: () => act.run(() => kiosk.case.confirmReading({ caseId: view.caseId, fields }), onView),
      }}
    >
      {reading.signed && (
        <Note
          tone={signedTones[reading.signed]}
          title={t(`words:signed.${reading.signed}`)}
          className="shrink-0"
        />
      )}
      {status.mode !== 'self-service' && <GenuinenessNotes hints={reading.hints} />}
      {view.document?.kind === 'passport' && (
        <ChipOffer caseId={view.caseId} chip={reading.chip} onView={onView} />
      )}
      {view.document?.kind === 'aadhaar' && catalogue.aadhaarEkyc && (
        <EkycOffer caseId={view.caseId} ekyc={reading.ekyc} onView={onView} />
      )}
      {troubled === null && <FailureNote failure={act.failure} />}
      <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-white">
        {reading.fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            value={edited.get(field.name) ?? field.value}
            pictures={pictures}
            failure={troubled === field.name ? act.failure : null}
            onValue={(value) => {
              act.clear();
              setEdited((before) => new Map(before).set(field.name, value));
            }}
          />
        ))}
      </ul>
    </StepLayout>
  );
}
