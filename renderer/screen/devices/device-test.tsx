// A test capture with the device's own live picture; leaving the panel stops the device. What was captured is never shown.
import { Play, Square } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeviceView, TestCapture } from '#core/contract/kiosk/device-view.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { DevicePreview } from '#renderer/screen/device-preview.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Panel } from '#renderer/ui/panel.tsx';

export interface DeviceTestProps {
  readonly device: DeviceView;
  readonly onClose: () => void;
}

export function DeviceTest({ device, onClose }: DeviceTestProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<TestCapture | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  const { deviceId } = device;
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(async () => {
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    setResult(null);
    setFailure(null);
    const answer = await attempt(() => kiosk.devices.test({ deviceId }, { signal: mine.signal }));
    if (running.current !== mine) return;
    running.current = null;
    setBusy(false);
    if (answer.ok) setResult(answer.value);
    else setFailure(answer.error);
  }, [kiosk, deviceId]);
  const stop = () => {
    running.current?.abort();
    running.current = null;
    setBusy(false);
  };
  const seconds = result === null ? '' : (result.tookMs / 1000).toFixed(1);
  return (
    <Panel
      open
      onClose={onClose}
      title={`${device.make} ${device.model}`}
      actions={
        busy ? (
          <Button icon={Square} look="stop" onClick={stop}>
            {t('app:devices.stop')}
          </Button>
        ) : (
          <Button icon={Play} look="primary" onClick={() => void start()}>
            {t('app:devices.test')}
          </Button>
        )
      }
    >
      {device.canStream && <DevicePreview deviceId={deviceId} className="h-64" />}
      {busy && (
        <output>
          {t(device.modalities.includes('text') ? 'app:devices.testingText' : 'app:devices.testing')}
        </output>
      )}
      <FailureNote failure={failure} />
      {result && (
        <Note
          tone="good"
          spoken="when-free"
          title={
            result.quality === null
              ? t('app:devices.testedNoQuality', { seconds })
              : t('app:devices.tested', { quality: result.quality, seconds })
          }
        />
      )}
    </Panel>
  );
}
