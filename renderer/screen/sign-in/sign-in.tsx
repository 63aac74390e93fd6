// The officer at the door: signs in, with or without a line, and opens a kiosk that was started again.
import { KeyRound, LogIn } from 'lucide-react';
import { useId, useState } from 'react';
import type { Officer } from '#core/contract/bank/identity.ts';
import type { KioskStatus } from '#core/contract/kiosk/contract.ts';
import { officerIdOf } from '#renderer/bridge/officer-id.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { ByFinger } from './by-finger.tsx';

export interface SignInProps {
  readonly status: KioskStatus;
  readonly onSignedIn: (officer: Officer) => void;
}

export function SignIn({ status, onSignedIn }: SignInProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const form = useId();
  const [officer, setOfficer] = useState('');
  const [password, setPassword] = useState('');
  /** Null: the officer's password alone. */
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);
  const submit = () => {
    const officerId = officerIdOf(officer);
    act.run(
      () =>
        recoveryKey === null
          ? kiosk.session.signIn({ officerId, password })
          : kiosk.session.recover({ officerId, password, recoveryKey }),
      onSignedIn,
      () => setPassword(''),
    );
  };
  const openRecovery = () => {
    act.clear();
    setRecoveryKey('');
  };
  return (
    <StepLayout
      heading={t('app:signIn.heading')}
      lead={t('app:signIn.lead')}
      primary={{
        label: act.busy ? t('app:signIn.busy') : t('app:signIn.submit'),
        form,
        icon: LogIn,
        busy: act.busy,
        disabled: officer.trim() === '' || password === '',
      }}
    >
      <form
        id={form}
        className="mx-auto mt-[4vh] flex w-full max-w-2xl flex-col gap-5 rounded-card border border-line bg-white p-6 shadow-card"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {status.kiosk === 'locked' && recoveryKey === null && (
          <Note tone="plain" title={t('app:signIn.locked')} />
        )}
        {recoveryKey !== null && <FailureNote failure={act.failure} />}
        <TextField
          label={t('app:setup.officer')}
          value={officer}
          onValue={setOfficer}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField
          label={t('app:setup.password')}
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
        />
        {status.kiosk === 'locked' &&
          (recoveryKey === null ? (
            <Button look="plain" icon={KeyRound} className="self-start" onClick={openRecovery}>
              {t('app:signIn.recovery')}
            </Button>
          ) : (
            <TextField
              label={t('app:signIn.recoveryKey')}
              hint={t('app:signIn.recoveryHint')}
              value={recoveryKey}
              onValue={setRecoveryKey}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          ))}
        {recoveryKey === null && <FailureNote failure={act.failure} />}
        {status.kiosk === 'ready' && <ByFinger officerId={officer} onSignedIn={onSignedIn} />}
      </form>
    </StepLayout>
  );
}
