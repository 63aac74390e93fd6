// The live picture with an oval, one instruction at a time; the picture is taken by itself or by hand, never with a flash.
import { Camera as CameraIcon } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import type { CapturedPicture } from '#renderer/capture/captured-picture.ts';
import { mayTake } from '#renderer/capture/settle-hint.ts';
import { useCamera } from '#renderer/capture/use-camera.ts';
import { useFaceGuide } from '#renderer/capture/use-guide.ts';
import { LivePicture } from '#renderer/screen/live-picture.tsx';
import { HintLine } from '#renderer/ui/hint-line.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { OvalGuide } from './oval-guide.tsx';

const purpose = { of: 'face' } as const;
/** Four within half a second: one without a blink, and their mean is surer than any. */
const burstFrames = 4;

export interface TakeSelfieProps {
  readonly camera: CameraSource;
  readonly byItself: boolean;
  readonly onTaken: (picture: CapturedPicture) => void;
  readonly onBack: () => void;
}

export function TakeSelfie({ camera: source, byItself, onTaken, onBack }: TakeSelfieProps) {
  const { t } = useText();
  const camera = useCamera(source, purpose);
  const guide = useFaceGuide(camera);
  const armed = useRef(byItself);
  const taking = useRef(false);
  const live = camera.status === 'live';
  const hint = guide.status === 'looking' ? guide.hint : null;
  const { take } = camera;
  const takeNow = useCallback(
    async (how: 'by-hand' | 'by-itself') => {
      if (taking.current) return;
      taking.current = true;
      const answer = await take(how, burstFrames);
      taking.current = false;
      if (answer.ok) onTaken(answer.value);
    },
    [take, onTaken],
  );
  useEffect(() => {
    if (!hint) return;
    if (hint.shown !== 'ready') armed.current = true;
    else if (armed.current && mayTake(hint)) {
      armed.current = false;
      void takeNow('by-itself');
    }
  }, [hint, takeNow]);
  const words = () => {
    if (!live) return '';
    if (guide.status === 'unavailable') return t('capture:guide.unavailable');
    if (guide.status !== 'looking') return '';
    const asked = t(`capture:face.${guide.hint.shown}`);
    return guide.advice === null ? asked : `${asked}. ${t(`capture:face.${guide.advice}`)}`;
  };
  return (
    <StepLayout
      heading={t('steps:face.heading')}
      lead={t('steps:face.lead')}
      onBack={onBack}
      primary={{
        label: t('steps:face.take'),
        icon: CameraIcon,
        disabled: !live,
        onPress: () => void takeNow('by-hand'),
      }}
    >
      <div className="min-h-0 flex-1">
        <LivePicture camera={camera} mirrored>
          <OvalGuide video={camera.video} ready={hint?.shown === 'ready'} closed={hint?.readiness ?? 0} />
        </LivePicture>
      </div>
      <HintLine text={words()} good={hint?.shown === 'ready'} />
    </StepLayout>
  );
}
