// Signing in by an enrolled finger, where a scanner is connected; without one nothing is said of it.
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Officer } from '#core/contract/bank/identity.ts';
import { follow } from '#renderer/bridge/follow.ts';
import { officerIdOf } from '#renderer/bridge/officer-id.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { useAct } from '#renderer/ui/use-act.ts';

export interface ByFingerProps {
  readonly officerId: string;
  readonly onSignedIn: (officer: Officer) => void;
}

export function ByFinger({ officerId, onSignedIn }: ByFingerProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const [ready, setReady] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(
    () =>
      follow({
        open: (signal) => kiosk.session.fingerReady(undefined, { signal }),
        onValue: (value) => setReady(value.ready),
      }),
    [kiosk],
  );
  useEffect(() => () => running.current?.abort(), []);
  if (!ready) return null;
  const signIn = () => {
    const mine = new AbortController();
    running.current = mine;
    act.run(
      () => kiosk.session.signInByFinger({ officerId: officerIdOf(officerId) }, { signal: mine.signal }),
      onSignedIn,
    );
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <p className="text-ink-2">{t(act.busy ? 'app:signIn.placeFinger' : 'app:signIn.fingerHint')}</p>
      <Button
        icon={Fingerprint}
        busy={act.busy}
        disabled={officerId.trim() === ''}
        className="self-start"
        onClick={signIn}
      >
        {t('app:signIn.byFinger')}
      </Button>
      <FailureNote failure={act.failure} />
    </div>
  );
}
