// One device: its name, what it can do, how it does in words, and the way to test it.
import { CircleCheck, OctagonX, Play, TriangleAlert } from 'lucide-react';
import type { DeviceView } from '#core/contract/kiosk/device-view.ts';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { dayAndTime } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';

const looks = {
  good: { icon: CircleCheck, ink: 'text-proved', box: 'border-proved bg-proved-50' },
  look: { icon: TriangleAlert, ink: 'text-ink', box: 'border-marigold bg-marigold-50' },
  bad: { icon: OctagonX, ink: 'text-stop', box: 'border-stop bg-stop-50' },
} as const;

export interface DeviceCardProps {
  readonly device: DeviceView;
  readonly onTest: () => void;
}

export function DeviceCard({ device, onTest }: DeviceCardProps) {
  const { t, locale } = useText();
  const { make, model, serial, status, health, proof, problem, lastQuality, lastCaptureAt } = device;
  const { icon: Icon, ink, box } = looks[health];
  const isReader = device.modalities.includes('document');
  return (
    <article className="flex h-full flex-col gap-2 rounded-card border border-line bg-white p-4 shadow-card">
      <div className="flex items-start justify-between gap-3">
        <h3 className="min-w-0 font-semibold break-words">
          {model.startsWith(make) ? model : `${make} ${model}`}
        </h3>
        <span className={classNames('flex shrink-0 items-center gap-2 rounded-full border px-3 py-0.5', box)}>
          <Icon aria-hidden className={classNames('size-5', ink)} />
          {t(`app:devices.health.${health}`)}
        </span>
      </div>
      <p className="text-ink-2">
        {device.modalities.map((each) => t(`app:devices.modality.${each}`)).join(', ')}
        {' · '}
        {isReader ? t(`app:devices.statusCard.${status}`) : t(`app:devices.status.${status}`)}
        {serial !== '' && ` · ${t('app:devices.serial', { serial })}`}
      </p>
      {problem === null ? (
        <p>
          {isReader
            ? t('app:devices.proof.document')
            : device.modalities.includes('text')
              ? t('app:devices.proofText')
              : proof === null
                ? t('app:devices.proofUnknown')
                : t(`app:devices.proof.${proof}`)}
        </p>
      ) : (
        <p className="text-stop">{t(`words:scanner.${problem}`)}</p>
      )}
      {lastCaptureAt !== null && (
        <p className="tabular-nums">
          {lastQuality === null
            ? t('app:devices.lastCapture', { at: dayAndTime(lastCaptureAt, locale) })
            : t('app:devices.lastQuality', { quality: lastQuality, at: dayAndTime(lastCaptureAt, locale) })}
        </p>
      )}
      {!isReader && (
        <Button
          icon={Play}
          className="mt-auto self-start"
          disabled={status === 'not-registered'}
          onClick={onTest}
        >
          {t('app:devices.test')}
        </Button>
      )}
    </article>
  );
}
