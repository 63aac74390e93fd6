// eKYC at UIDAI, where the bank offers it and a registered device is connected: what is sent and to whom, the customer's yes,
// the number typed for this once, and the answer. Nothing of it stays on the screen.
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useDevices } from '#renderer/screen/use-devices.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { SwitchRow } from '#renderer/ui/switch-row.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

const tones = {
  confirmed: 'proved',
  differs: 'stop',
  'not-matched': 'stop',
  locked: 'look',
  'number-unknown': 'stop',
  refused: 'look',
} as const;

export interface EkycOfferProps {
  readonly caseId: CaseView['caseId'];
  readonly ekyc: NonNullable<CaseView['reading']>['ekyc'];
  readonly onView: (view: CaseView) => void;
}

export function EkycOffer({ caseId, ekyc, onView }: EkycOfferProps) {
  const { t } = useText();
  const { devices } = useDevices();
  const [asking, setAsking] = useState(false);
  const device = devices?.devices.find(({ driver }) => driver === 'rd-service') ?? null;
  return (
    <>
      {ekyc && (
        <Note
          tone={ekyc.simulated && ekyc.outcome === 'confirmed' ? 'plain' : tones[ekyc.outcome]}
          spoken="when-free"
          title={t(`steps:reading.ekyc.outcome.${ekyc.outcome}`)}
        >
          {ekyc.simulated && t('steps:reading.ekyc.simulated')}
        </Note>
      )}
      {device && ekyc?.outcome !== 'confirmed' && (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-white px-4 py-2">
          <span>{t('steps:reading.ekyc.offer')}</span>
          <Button icon={Fingerprint} onClick={() => setAsking(true)}>
            {t('steps:reading.ekyc.open')}
          </Button>
        </div>
      )}
      {asking && device && (
        <EkycPanel
          caseId={caseId}
          deviceId={device.deviceId}
          onView={(view) => {
            setAsking(false);
            onView(view);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface EkycPanelProps extends Pick<EkycOfferProps, 'caseId' | 'onView'> {
  readonly deviceId: string;
  readonly onClose: () => void;
}

function EkycPanel({ caseId, deviceId, onView, onClose }: EkycPanelProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [number, setNumber] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const ask = async () => {
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    setFailure(null);
    const answer = await attempt(() =>
      kiosk.case.askEkyc({ caseId, deviceId, number, agreed }, { signal: mine.signal }),
    );
    if (mine.signal.aborted) return;
    setBusy(false);
    if (answer.ok) onView(answer.value);
    else setFailure(answer.error);
  };
  return (
    <Panel
      open
      onClose={onClose}
      title={t('steps:reading.ekyc.title')}
      actions={
        <Button look="primary" icon={Fingerprint} busy={busy} onClick={() => void ask()}>
          {t(busy ? 'steps:reading.ekyc.asking' : 'steps:reading.ekyc.ask')}
        </Button>
      }
    >
      <p>{t('steps:reading.ekyc.what')}</p>
      <FailureNote failure={failure} />
      <TextField
        label={t('steps:reading.ekyc.number')}
        hint={t('steps:reading.ekyc.numberHint')}
        value={number}
        onValue={setNumber}
        inputMode="numeric"
        autoComplete="off"
        maxLength={14}
        disabled={busy}
      />
      <SwitchRow
        title={t('steps:reading.ekyc.agree')}
        text={t('steps:reading.ekyc.agreeText')}
        tag=""
        state={t(agreed ? 'steps:consent.given' : 'steps:consent.notGiven')}
        checked={agreed}
        onChecked={setAgreed}
        problem={failure?.kind === 'ekyc-needs-consent'}
      />
      {busy && <output>{t('steps:reading.ekyc.place')}</output>}
    </Panel>
  );
}
