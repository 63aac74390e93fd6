// Devices for staff: what is connected and how it does, a test for each, printers, the camera, and the drivers' log.
import { Camera as CameraIcon } from 'lucide-react';
import { useState } from 'react';
import type { DeviceView } from '#core/contract/kiosk/device-view.ts';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import { useDevices } from '#renderer/screen/use-devices.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { CameraTest } from './camera-test.tsx';
import { DeviceCard } from './device-card.tsx';
import { DeviceTest } from './device-test.tsx';
import { driverName } from './driver-name.ts';
import { FingerEnrolment } from './finger-enrolment.tsx';
import { LogTable } from './log-table.tsx';
import { Printers } from './printers.tsx';

export interface DevicesProps {
  readonly camera: CameraSource;
  readonly onBack: () => void;
}

export function Devices({ camera, onBack }: DevicesProps) {
  const { t } = useText();
  const { devices: view, failure } = useDevices();
  const [tested, setTested] = useState<DeviceView | null>(null);
  const [cameraOpen, setCameraOpen] = useState(false);
  return (
    <StepLayout
      heading={t('app:devices.heading')}
      lead={t('app:devices.lead')}
      onBack={onBack}
      primary={{
        label: t('app:devices.cameraTest'),
        icon: CameraIcon,
        onPress: () => setCameraOpen(true),
      }}
    >
      <FailureNote failure={failure} />
      <section aria-labelledby="scanners-heading" className="flex flex-col gap-3">
        <h2 id="scanners-heading" className="text-lead font-semibold">
          {t('app:devices.scanners')}
        </h2>
        {view?.looked !== true && <output>{t('app:devices.looking')}</output>}
        {view?.looked === true && view.devices.length === 0 && (
          <p className="rounded-card border border-dashed border-line-strong p-4 text-ink-2">
            {t('app:devices.none')}
          </p>
        )}
        <ul className="grid grid-cols-2 gap-3 portrait:grid-cols-1">
          {view?.devices.map((device) => (
            <li key={device.deviceId}>
              <DeviceCard device={device} onTest={() => setTested(device)} />
            </li>
          ))}
        </ul>
        {view?.drivers.map(({ driver, problem }) => (
          <Note key={driver} tone="plain" title={t('app:devices.missing', { driver: driverName(t, driver) })}>
            {t(`words:scanner.${problem}`)}
          </Note>
        ))}
      </section>
      {view?.devices.some(({ modalities }) => modalities.includes('finger')) === true && <FingerEnrolment />}
      <Printers />
      <LogTable rows={view?.log ?? []} />
      {tested && <DeviceTest device={tested} onClose={() => setTested(null)} />}
      {cameraOpen && <CameraTest camera={camera} onClose={() => setCameraOpen(false)} />}
    </StepLayout>
  );
}
