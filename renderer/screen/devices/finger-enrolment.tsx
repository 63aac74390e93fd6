// The officer's own finger, enrolled to sign in by on this kiosk. Leaving the page ends it.
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

export function FingerEnrolment() {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const [done, setDone] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const enrol = () => {
    const mine = new AbortController();
    running.current = mine;
    setDone(false);
    act.run(
      () => kiosk.session.enrolFinger(undefined, { signal: mine.signal }),
      () => setDone(true),
    );
  };
  return (
    <section aria-labelledby="finger-heading" className="flex flex-col gap-3">
      <h2 id="finger-heading" className="text-lead font-semibold">
        {t('app:devices.finger.heading')}
      </h2>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1">{t('app:devices.finger.lead')}</p>
        <Button icon={Fingerprint} busy={act.busy} onClick={enrol}>
          {t('app:devices.finger.enrol')}
        </Button>
      </div>
      <FailureNote failure={act.failure} />
      {done && <Note tone="good" spoken="when-free" title={t('app:devices.finger.done')} />}
    </section>
  );
}
