// First start: the bank takes the kiosk in, and the first officer's password locks its data. It keeps neither.
import { Link2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { KioskStatus, ShellInfo } from '#core/contract/kiosk/contract.ts';
import { officerIdOf } from '#renderer/bridge/officer-id.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

export interface SetupProps {
  readonly info: ShellInfo;
  readonly onEnrolled: (status: KioskStatus) => void;
}

const aboutTheCode: ReadonlySet<string> = new Set([
  'enrolment-code-malformed',
  'enrolment-code-refused',
  'enrolment-bank-mismatch',
]);

export function Setup({ info, onEnrolled }: SetupProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const form = useId();
  const [code, setCode] = useState(info.enrolmentCode ?? '');
  const [officer, setOfficer] = useState('');
  const [password, setPassword] = useState('');
  const given = info.enrolmentCode !== null && code === info.enrolmentCode;
  const codeFailure = act.failure && aboutTheCode.has(act.failure.kind) ? act.failure : null;
  const submit = () => {
    const officerId = officerIdOf(officer);
    act.run(() => kiosk.setup.enrol({ code, officerId, password }), onEnrolled);
  };
  return (
    <StepLayout
      heading={t('app:setup.heading')}
      lead={t('app:setup.lead')}
      primary={{
        label: act.busy ? t('app:setup.busy') : t('app:setup.submit'),
        form,
        icon: Link2,
        busy: act.busy,
        disabled: code.trim() === '' || officer.trim() === '' || password === '',
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
        <TextField
          label={t('app:setup.code')}
          hint={given ? t('app:setup.codeGiven') : t('app:setup.codeHint')}
          value={code}
          onValue={setCode}
          autoComplete="off"
          spellCheck={false}
          error={codeFailure && <FailureNote failure={codeFailure} />}
        />
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
          hint={t('app:setup.passwordHint')}
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
        />
        <FailureNote failure={codeFailure ? null : act.failure} />
      </form>
    </StepLayout>
  );
}
