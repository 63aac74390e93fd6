// The passport's chip, where a reader is connected: offered, read, and what it proved. Without a reader nothing is said.
import { Nfc } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useDevices } from '#renderer/screen/use-devices.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';

export interface ChipOfferProps {
  readonly caseId: CaseView['caseId'];
  readonly chip: NonNullable<CaseView['reading']>['chip'];
  readonly onView: (view: CaseView) => void;
}

export function ChipOffer({ caseId, chip, onView }: ChipOfferProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const { devices } = useDevices();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const reader = devices?.devices.find(({ modalities }) => modalities.includes('document')) ?? null;
  if (chip)
    return (
      <Note
        tone="proved"
        spoken="when-free"
        title={t(chip.portrait ? 'steps:reading.chip.done' : 'steps:reading.chip.doneWithout')}
      />
    );
  if (!reader) return null;
  const read = async () => {
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    setFailure(null);
    const answer = await attempt(() =>
      kiosk.case.readChip({ caseId, deviceId: reader.deviceId }, { signal: mine.signal }),
    );
    if (mine.signal.aborted) return;
    setBusy(false);
    if (answer.ok) onView(answer.value);
    else setFailure(answer.error);
  };
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-white px-4 py-2">
        <span>{t('steps:reading.chip.offer')}</span>
        <Button icon={Nfc} busy={busy} onClick={() => void read()}>
          {t(busy ? 'steps:reading.chip.reading' : 'steps:reading.chip.read')}
        </Button>
      </div>
      <FailureNote failure={failure} />
    </>
  );
}
