// The card's signed code by a reader of codes, where one is connected: offered until the card is read.
import { QrCode } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { SignedOutcome } from '#core/reading/signed-source.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useDevices } from '#renderer/screen/use-devices.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';

export function ScanCode({ caseId }: Pick<CaseView, 'caseId'>) {
  const { t } = useText();
  const kiosk = useKiosk();
  const { devices } = useDevices();
  const [busy, setBusy] = useState(false);
  const [signed, setSigned] = useState<SignedOutcome | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const reader = devices?.devices.find(({ modalities }) => modalities.includes('text')) ?? null;
  if (!reader) return null;
  const scan = async () => {
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    setFailure(null);
    const answer = await attempt(() =>
      kiosk.case.scanCode({ caseId, deviceId: reader.deviceId }, { signal: mine.signal }),
    );
    if (mine.signal.aborted) return;
    setBusy(false);
    if (answer.ok) setSigned(answer.value.signed);
    else setFailure(answer.error);
  };
  const said = busy ? 'hold' : signed === null ? 'offer' : signed;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-white px-4 py-2">
        <output>{t(`steps:document.code.${said}`)}</output>
        <Button icon={QrCode} busy={busy} onClick={() => void scan()}>
          {t('steps:document.code.scan')}
        </Button>
      </div>
      <FailureNote failure={failure} />
    </>
  );
}
