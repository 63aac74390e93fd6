// Fingers and eyes of the customer: which one is lit, the scanner's live picture, quality, and what cannot be captured.
import { ArrowRight, Ban, Fingerprint, Square } from 'lucide-react';
import { useState } from 'react';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { DevicePreview } from '#renderer/screen/device-preview.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { useDevices } from '#renderer/screen/use-devices.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { SelectField } from '#renderer/ui/select-field.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import {
  type Biometrics as Held,
  captureSets,
  type CaptureSet,
  eyes,
  modalityOf,
  nextPart,
  partsOf,
} from './body-parts.ts';
import { CaptureNote } from './capture-note.tsx';
import { Exception } from './exception.tsx';
import { Eyes } from './eyes.tsx';
import { Hands } from './hands.tsx';
import { useCapture } from './use-capture.ts';

const nothing: Held = { ask: 'optional', parts: [], captures: [], exceptions: [] };

export function Biometrics({ view, status, camera, onView, onBack, onGoTo }: StepProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const held = view.biometrics ?? nothing;
  const { devices } = useDevices();
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const [wished, setWished] = useState<BodyPart | null>(null);
  const [wishedSet, setSet] = useState<CaptureSet | null>(null);
  const [last, setLast] = useState<readonly BodyPart[]>([]);
  const [excepting, setExcepting] = useState(false);
  const next = nextPart(held);
  const chosen = wished ?? next ?? held.parts[0] ?? 'right-thumb';
  const modality = modalityOf(chosen);
  const sets: readonly CaptureSet[] = captureSets[modality];
  const set = sets.find((each) => each === wishedSet) ?? sets[0] ?? 'one';
  // What a registered device captures is sealed for UIDAI: nothing for the case.
  const scanners = (devices?.devices ?? []).filter(
    ({ modalities, proof }) => modalities.includes(modality) && proof !== 'sealed',
  );
  const scanner = scanners.find((each) => each.deviceId === deviceId) ?? scanners[0] ?? null;
  const asksEyes = eyes.some((eye) => held.parts.includes(eye));
  const parts = partsOf(held, set, chosen);
  const capture = useCapture(kiosk, view.caseId, (after) => {
    // The next one is lit by itself; a set that it is none of is over, or the same fingers would be captured again.
    const held = after.biometrics ?? nothing;
    const following = nextPart(held);
    if (wishedSet && following && !partsOf(held, wishedSet, following).includes(following)) setSet(null);
    setLast(parts);
    setWished(null);
    onView(after);
  });
  const goOn = () => onGoTo('review');
  const isOpen = next !== null || wished !== null;
  return (
    <StepLayout
      heading={t(asksEyes ? 'steps:biometrics.headingEyes' : 'steps:biometrics.heading')}
      lead={t(held.ask === 'required' ? 'steps:biometrics.leadRequired' : 'steps:biometrics.leadOptional')}
      onBack={onBack}
      secondary={
        capture.busy ? (
          <Button icon={Square} look="stop" className="min-h-bar" onClick={capture.stop}>
            {t('steps:biometrics.stop')}
          </Button>
        ) : (
          isOpen &&
          (held.ask === 'optional' || next === null) && (
            <Button className="min-h-bar" onClick={goOn}>
              {t('steps:biometrics.goOn')}
            </Button>
          )
        )
      }
      primary={
        isOpen
          ? {
              label: t('steps:biometrics.capture'),
              icon: Fingerprint,
              busy: capture.busy,
              disabled: scanner === null,
              onPress: () => scanner && capture.start(scanner.deviceId, parts),
            }
          : { label: t('steps:biometrics.goOn'), icon: ArrowRight, onPress: goOn }
      }
    >
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4 portrait:grid-cols-1">
        <section
          aria-label={t(asksEyes ? 'steps:biometrics.parts' : 'steps:biometrics.hands')}
          className="flex flex-col justify-center gap-4 rounded-card border border-line bg-white p-3"
        >
          <Hands biometrics={held} lit={parts} disabled={capture.busy} onChoose={setWished} />
          {asksEyes && <Eyes biometrics={held} lit={parts} disabled={capture.busy} onChoose={setWished} />}
        </section>
        <section
          aria-label={t(`words:bodyPart.${chosen}`)}
          className="flex min-h-0 flex-col gap-3 rounded-card border border-line bg-white p-4"
        >
          <h2 className="text-lead font-semibold">
            {t(set === 'one' ? `words:bodyPart.${chosen}` : `steps:biometrics.sets.${set}`)}
          </h2>
          {scanner === null ? (
            <Note tone="look" spoken="when-free" title={t('steps:biometrics.none')} />
          ) : (
            scanner.canStream && (
              <DevicePreview
                key={scanner.deviceId}
                deviceId={scanner.deviceId}
                className="min-h-16 flex-1 portrait:min-h-72"
              />
            )
          )}
          <FailureNote failure={capture.failure} />
          <CaptureNote held={held} part={chosen} last={last} capture={capture} />
          <div className="grid grid-cols-2 items-end gap-3">
            {scanners.length > 1 && (
              <SelectField
                label={t('steps:biometrics.device')}
                value={scanner?.deviceId ?? ''}
                choices={scanners.map((each) => ({
                  value: each.deviceId,
                  label: `${each.make} ${each.model}`,
                }))}
                onValue={setDeviceId}
                disabled={capture.busy}
              />
            )}
            <SelectField
              label={t('steps:biometrics.atOnce')}
              value={set}
              choices={sets.map((each) => ({ value: each, label: t(`steps:biometrics.sets.${each}`) }))}
              onValue={(value) => setSet(sets.find((each) => each === value) ?? null)}
              disabled={capture.busy}
            />
            <Button
              icon={Ban}
              className="col-span-2 justify-self-start"
              disabled={capture.busy}
              onClick={() => setExcepting(true)}
            >
              {t('steps:biometrics.except')}
            </Button>
          </div>
        </section>
      </div>
      {excepting && (
        <Exception
          status={status}
          caseId={view.caseId}
          part={chosen}
          camera={camera}
          onView={(after) => {
            setExcepting(false);
            setWished(null);
            onView(after);
          }}
          onClose={() => setExcepting(false)}
        />
      )}
    </StepLayout>
  );
}
