// The live picture with the frame to hold the document in, one hint at a time, and three ways: by itself, by hand, by file.
import { Camera as CameraIcon, FileUp, RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { CaseId } from '#core/kernel/brand.ts';
import type { DocumentKind, DocumentSide } from '#core/reading/field.ts';
import { proportions } from '#core/reading/kinds/document-layout.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import { oneAngleFlag } from '#core/reading/genuineness/capture-flag.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import type { CapturedPicture } from '#renderer/capture/captured-picture.ts';
import { readUpload } from '#renderer/capture/read-upload.ts';
import { mayTake } from '#renderer/capture/settle-hint.ts';
import { useCamera } from '#renderer/capture/use-camera.ts';
import { useDocumentGuide } from '#renderer/capture/use-guide.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { HintLine } from '#renderer/ui/hint-line.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { LivePicture } from '#renderer/screen/live-picture.tsx';
import { CardGuide } from './card-guide.tsx';

export interface TakeSideProps {
  readonly kind: DocumentKind;
  readonly side: DocumentSide;
  readonly caseId: CaseId;
  readonly camera: CameraSource;
  readonly byItself: boolean;
  /** `flags` for the record, beyond how it was taken. */
  readonly onTaken: (picture: CapturedPicture, flags: readonly string[]) => void;
  readonly onOther: () => void;
  readonly onBack: () => void;
}

export function TakeSide(props: TakeSideProps) {
  const { caseId, kind, side, camera: source, byItself, onTaken, onOther, onBack } = props;
  const aspect = proportions[documentLayouts[kind].format];
  const kiosk = useKiosk();
  const { t } = useText();
  const purpose = useMemo(() => ({ of: 'document', side }) as const, [side]);
  const camera = useCamera(source, purpose);
  const sought = useMemo(() => ({ kind, side, aspect: aspect }), [kind, side, aspect]);
  const guide = useDocumentGuide(camera, sought);
  const status = useStore(guide, (state) => state.status);
  const shown = useStore(guide, (state) => state.hint?.shown ?? null);
  const region = useStore(guide, (state) => state.region);
  const settled = useStore(guide, (state) => state.hint !== null && mayTake(state.hint));
  const [trouble, setTrouble] = useState<Failure | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const armed = useRef(byItself);
  const taking = useRef(false);
  const { take } = camera;
  const takeNow = useCallback(
    async (how: 'by-hand' | 'by-itself') => {
      if (taking.current) return;
      taking.current = true;
      const answer = await take(how);
      taking.current = false;
      if (!answer.ok) return;
      const { status: looking, severalAngles } = guide.getState();
      // Where no thread looked, nobody knows from how many angles.
      const oneAngle = side === 'front' && looking === 'looking' && !severalAngles;
      onTaken(answer.value, oneAngle ? [oneAngleFlag] : []);
    },
    [take, onTaken, guide, side],
  );
  useEffect(() => {
    if (!shown) return;
    if (shown !== 'ready') armed.current = true;
    else if (armed.current && settled) {
      armed.current = false;
      void takeNow('by-itself');
    }
  }, [shown, settled, takeNow]);
  const upload = async (file: File) => {
    const openPdf = async (pdf: Blob) => {
      const answer = await attempt(() => kiosk.case.pictureOfPdf({ caseId, side, file: pdf }));
      if (answer.ok) return new Blob([await answer.value.arrayBuffer()]);
      setTrouble(answer.error);
      return null;
    };
    const answer = await readUpload(file, undefined, openPdf);
    if (answer.ok) onTaken(answer.value, []);
    else if (answer.error.kind !== 'not-opened') setTrouble({ kind: answer.error.kind });
  };
  const live = camera.status === 'live';
  const hintText =
    status === 'unavailable'
      ? t('capture:guide.unavailable')
      : shown
        ? t(`capture:document.${shown}`, { where: region ? t(`capture:region.${region}`) : '' })
        : '';
  return (
    <StepLayout
      heading={t(`steps:document.capture.${kind}.${side}`)}
      aside={
        <Button icon={RefreshCw} onClick={onOther} className="shrink-0">
          {t('steps:document.other')}
        </Button>
      }
      onBack={onBack}
      secondary={
        <>
          <input
            ref={chooser}
            type="file"
            accept="image/jpeg,image/png,application/pdf"
            hidden
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = '';
              setTrouble(null);
              if (file) void upload(file);
            }}
          />
          <Button
            icon={FileUp}
            className="min-h-bar"
            title={t('steps:document.uploadHint')}
            onClick={() => chooser.current?.click()}
          >
            {t('steps:document.upload')}
          </Button>
        </>
      }
      primary={{
        label: t('steps:document.take'),
        icon: CameraIcon,
        disabled: !live,
        onPress: () => void takeNow('by-hand'),
      }}
    >
      <div className="min-h-0 flex-1">
        <LivePicture camera={camera}>
          <CardGuide video={camera.video} sought={sought} guide={guide} />
        </LivePicture>
      </div>
      {trouble ? (
        <FailureNote failure={trouble} />
      ) : (
        <HintLine text={live ? hintText : ''} good={shown === 'ready'} />
      )}
    </StepLayout>
  );
}
