// A finger or eye that cannot be captured: why, in the officer's words, with a picture of the hand or the face. Nothing is recorded without both.
import { Camera as CameraIcon } from 'lucide-react';
import { useState } from 'react';
import type { BodyPart, ExceptionReason } from '#core/contract/bank/biometric.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { KioskStatus } from '#core/contract/kiosk/contract.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import { useCamera } from '#renderer/capture/use-camera.ts';
import { useOfficerWord } from '#renderer/screen/officer-word.tsx';
import { LivePicture } from '#renderer/screen/live-picture.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { SelectField } from '#renderer/ui/select-field.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { modalityOf } from './body-parts.ts';

const reasons: readonly ExceptionReason[] = ['missing', 'injured', 'worn'];
const purpose = { of: 'face' } as const;

export interface ExceptionProps {
  readonly status: KioskStatus;
  readonly caseId: CaseView['caseId'];
  readonly part: BodyPart;
  readonly camera: CameraSource;
  readonly onView: (view: CaseView) => void;
  readonly onClose: () => void;
}

export function Exception({ status, caseId, part, camera: source, onView, onClose }: ExceptionProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const word = useOfficerWord(status);
  const camera = useCamera(source, purpose);
  const [reason, setReason] = useState<ExceptionReason>('missing');
  const [note, setNote] = useState('');
  const record = async () => {
    const taken = await camera.take('by-hand');
    if (!taken.ok) return;
    const { image } = taken.value;
    const given = { caseId, part, reason, note, image, ...word.given };
    act.run(() => kiosk.case.exceptBiometric(given), onView, word.forget);
  };
  return (
    <Panel
      open
      wide
      onClose={onClose}
      title={t('steps:biometrics.exceptTitle', { part: t(`words:bodyPart.${part}`) })}
      actions={
        <Button
          look="primary"
          icon={CameraIcon}
          busy={act.busy}
          disabled={camera.status !== 'live' || !word.ready}
          onClick={() => void record()}
        >
          {t('steps:biometrics.record')}
        </Button>
      }
    >
      <p>{t(modalityOf(part) === 'iris' ? 'steps:biometrics.photoHintEye' : 'steps:biometrics.photoHint')}</p>
      <div className="min-h-40 flex-1">
        <LivePicture camera={camera} />
      </div>
      <FailureNote failure={act.failure} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-3 p-1 text-base">
        <SelectField
          label={t('steps:biometrics.reason')}
          value={reason}
          choices={reasons.map((each) => ({ value: each, label: t(`steps:biometrics.reasons.${each}`) }))}
          onValue={(value) => setReason(reasons.find((each) => each === value) ?? 'missing')}
        />
        <TextField label={t('steps:biometrics.note')} value={note} onValue={setNote} maxLength={500} />
      </div>
      {word.fields}
    </Panel>
  );
}
