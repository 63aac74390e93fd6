// Selfie and document side by side with the outcome in words. Where a person must decide, they say why; on a mismatch nobody may call it a match.
import { ArrowRight, Gavel, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useEvidence } from '#renderer/bridge/use-evidence.ts';
import { nextOpenStep } from '#renderer/screen/next-open-step.ts';
import { useOfficerWord } from '#renderer/screen/officer-word.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { BlobPicture } from '#renderer/ui/blob-picture.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCard } from '#renderer/ui/choice-card.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

type FaceView = NonNullable<CaseView['face']>;
type Verdict = NonNullable<FaceView['officerVerdict']>;

const tones = { match: 'good', review: 'look', mismatch: 'stop', unavailable: 'look' } as const;

export interface CompareFacesProps extends StepProps {
  readonly face: FaceView;
  readonly onRetake: () => void;
}

export function CompareFaces({ view, status, face, onView, onBack, onGoTo, onRetake }: CompareFacesProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const word = useOfficerWord(status);
  const { caseId } = view;
  const selfie = useEvidence(caseId, face.selfieId);
  const portrait = useEvidence(caseId, face.portraitId);
  const [verdict, setVerdict] = useState<Verdict | null>(
    face.outcome === 'mismatch' ? 'send-to-review' : null,
  );
  const [reason, setReason] = useState('');
  const decided = face.outcome === 'match' || face.officerVerdict !== null;
  const record = () => {
    if (!verdict) return;
    const given = { caseId, verdict, reason: reason.trim(), ...word.given };
    act.run(() => kiosk.case.judgeFace(given), onView, word.forget);
  };
  const missing = face.missing.filter((name) => name !== 'document-portrait').join(', ');
  return (
    <StepLayout
      heading={t('steps:face.resultHeading')}
      onBack={onBack}
      secondary={
        <Button icon={RotateCcw} className="min-h-bar" onClick={onRetake}>
          {t('steps:face.retake')}
        </Button>
      }
      primary={
        decided
          ? { label: t('app:action.continue'), icon: ArrowRight, onPress: () => onGoTo(nextOpenStep(view)) }
          : {
              label: t('steps:face.record'),
              icon: Gavel,
              busy: act.busy,
              disabled: verdict === null || reason.trim() === '' || !word.ready,
              onPress: record,
            }
      }
    >
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-6 portrait:grid-cols-1 portrait:grid-rows-[minmax(0,1fr)_auto]">
        <div className="grid min-h-0 grid-cols-2 gap-4">
          <Picture blob={selfie} name={t('steps:face.selfie')} />
          {face.portraitId === null ? (
            <p className="grid place-items-center rounded-card bg-paper-2 p-4 text-center text-lead">
              {t('steps:face.noPortrait')}
            </p>
          ) : (
            <Picture blob={portrait} name={t('steps:face.portrait')} />
          )}
        </div>
        <div className="flex min-h-0 flex-col gap-4">
          <Note tone={tones[face.outcome]} spoken="when-free" title={t(`steps:face.outcome.${face.outcome}`)}>
            {decided && face.officerVerdict
              ? t(`steps:face.decided.${face.officerVerdict}`)
              : t(`steps:face.todo.${face.outcome}`)}
            {face.modelSet === 'npm' && <p className="text-ink-2">{t('steps:face.npmSet')}</p>}
            {missing !== '' && <p className="text-ink-2">{t('steps:face.missing', { names: missing })}</p>}
          </Note>
          {face.score !== null && (
            <p className="text-ink-2">{t('steps:face.score', { score: face.score.toFixed(2) })}</p>
          )}
          {!decided && (
            <fieldset className="flex flex-col gap-3">
              <legend className="mb-2 font-semibold">{t('steps:face.verdict')}</legend>
              {face.outcome !== 'mismatch' && (
                <ChoiceCard
                  group="verdict"
                  name={t('steps:face.same')}
                  checked={verdict === 'same-person'}
                  onChoose={() => setVerdict('same-person')}
                  className="py-2"
                >
                  <span className="text-ink-2">{t('steps:face.sameHint')}</span>
                </ChoiceCard>
              )}
              <ChoiceCard
                group="verdict"
                name={t('steps:face.send')}
                checked={verdict === 'send-to-review'}
                onChoose={() => setVerdict('send-to-review')}
                className="py-2"
              >
                <span className="text-ink-2">{t('steps:face.sendHint')}</span>
              </ChoiceCard>
              <TextField
                label={t('steps:face.reason')}
                hint={t('steps:face.reasonHint')}
                value={reason}
                onValue={setReason}
                autoComplete="off"
                maxLength={500}
                error={word.fields === null && act.failure && <FailureNote failure={act.failure} />}
              />
              {word.fields}
              {word.fields !== null && <FailureNote failure={act.failure} />}
            </fieldset>
          )}
        </div>
      </div>
    </StepLayout>
  );
}

interface PictureProps {
  readonly blob: Blob | null;
  readonly name: string;
}

/** To its edges: the selfie's mark stands there. */
function Picture({ blob, name }: PictureProps) {
  return (
    <figure className="flex min-h-0 flex-col gap-2">
      <BlobPicture
        blob={blob}
        alt={name}
        className="min-h-0 w-full flex-1 rounded-card bg-paper-2 object-contain"
      />
      <figcaption className="text-center font-semibold">{name}</figcaption>
    </figure>
  );
}
