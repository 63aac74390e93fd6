// The camera, seen by whoever stands before it: which one, how large its picture is, what is wrong with it. Nothing is taken.
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import { useCamera } from '#renderer/capture/use-camera.ts';
import { LivePicture } from '#renderer/screen/live-picture.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useEffect, useState } from 'react';

const purpose = { of: 'face' } as const;

export interface CameraTestProps {
  readonly camera: CameraSource;
  readonly onClose: () => void;
}

export function CameraTest({ camera: source, onClose }: CameraTestProps) {
  const { t } = useText();
  const camera = useCamera(source, purpose);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  const { video } = camera;
  useEffect(() => {
    if (!video) return undefined;
    const measure = () => setSize({ width: video.videoWidth, height: video.videoHeight });
    video.addEventListener('resize', measure);
    return () => video.removeEventListener('resize', measure);
  }, [video]);
  return (
    <Panel open wide onClose={onClose} title={t('app:devices.camera')}>
      <div className="min-h-0 flex-1">
        <LivePicture camera={camera} mirrored />
      </div>
      {camera.status === 'live' && size && size.width > 0 && (
        <Note tone="good" spoken="when-free" title={t('app:devices.cameraGood', { ...size })} />
      )}
    </Panel>
  );
}
