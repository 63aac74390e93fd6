// A scanner's live picture while it is shown; where the device gives none, the room stays empty. Nothing of it is kept.
import { useEffect, useState } from 'react';
import { follow } from '#renderer/bridge/follow.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { BlobPicture } from '#renderer/ui/blob-picture.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/ui/language.ts';

export interface DevicePreviewProps {
  readonly deviceId: string;
  readonly className?: string;
}

function pictureOf(base64: string): Blob {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/jpeg' });
}

export function DevicePreview({ deviceId, className }: DevicePreviewProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [frame, setFrame] = useState<Blob | null>(null);
  useEffect(
    () =>
      // Its end is no news: the capture beside it says what is wrong.
      follow({
        open: (signal) => kiosk.devices.preview({ deviceId }, { signal }),
        onValue: ({ jpeg }) => setFrame(pictureOf(jpeg)),
      }),
    [kiosk, deviceId],
  );
  return (
    <div
      className={classNames(
        'grid place-items-center overflow-hidden rounded-card border border-line bg-paper-2',
        className,
      )}
      data-preview={frame ? 'live' : 'waiting'}
    >
      {frame && (
        <BlobPicture blob={frame} alt={t('app:devices.preview')} className="size-full object-contain" />
      )}
    </div>
  );
}
