// The live camera with this app's words around it: what is wrong with it, how to try again, which camera it is.
import { CameraOff, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { CameraView } from '#renderer/capture/camera-view.tsx';
import type { CameraProblem } from '#renderer/capture/capture-kinds.ts';
import type { Camera } from '#renderer/capture/use-camera.ts';
import { Button } from '#renderer/ui/button.tsx';
import { useText } from '#renderer/ui/language.ts';
import { SelectField } from '#renderer/ui/select-field.tsx';

interface TroubleProps {
  readonly kind: CameraProblem;
  readonly again: () => void;
}

function Trouble({ kind, again }: TroubleProps) {
  const { t } = useText();
  return (
    <div className="flex max-w-xl flex-col items-center gap-5 text-center">
      <CameraOff aria-hidden className="size-14 text-stop" />
      <p role="alert" className="text-lead font-semibold">
        {t(`capture:camera.${kind}`)}
      </p>
      <Button icon={RotateCcw} onClick={again}>
        {t('capture:camera.again')}
      </Button>
    </div>
  );
}

function showTrouble(kind: CameraProblem, again: () => void) {
  return <Trouble kind={kind} again={again} />;
}

export interface LivePictureProps {
  readonly camera: Camera;
  readonly mirrored?: boolean;
  readonly children?: ReactNode;
}

export function LivePicture({ camera, mirrored = false, children }: LivePictureProps) {
  const { t } = useText();
  const { devices, device } = camera;
  return (
    <div className="relative size-full min-h-0">
      <CameraView
        camera={camera}
        mirrored={mirrored}
        label={t('capture:camera.picture')}
        starting={<p className="text-lead">{t('capture:camera.starting')}</p>}
        problem={showTrouble}
      >
        {children}
      </CameraView>
      {camera.notice !== null && (
        <output className="absolute inset-x-3 bottom-3 rounded-card bg-paper/95 px-4 py-2 text-center">
          {t(`capture:camera.${camera.notice}`)}
        </output>
      )}
      {devices.length > 1 && (
        <SelectField
          label={t('capture:camera.switch')}
          labelHidden
          className="absolute top-3 right-3 w-72"
          value={device?.id ?? ''}
          choices={devices.map((each, place) => ({
            value: each.id,
            label: each.label || `${t('capture:camera.switch')} ${place + 1}`,
          }))}
          onValue={camera.switchTo}
        />
      )}
    </div>
  );
}
