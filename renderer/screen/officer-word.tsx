// What only staff may say on a kiosk that customers use alone: the officer's own id and password beside it. Elsewhere nothing is asked.
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { KioskStatus } from '#core/contract/kiosk/contract.ts';
import type { OfficerId } from '#core/kernel/brand.ts';
import { officerIdOf } from '#renderer/bridge/officer-id.ts';
import { useText } from '#renderer/ui/language.ts';
import { TextField } from '#renderer/ui/text-field.tsx';

export interface OfficerWord {
  /** Spread into the call: empty where an officer stands before the screen anyway. */
  readonly given: { readonly officer?: { readonly officerId: OfficerId; readonly password: string } };
  readonly ready: boolean;
  /** The two fields, or nothing. */
  readonly fields: ReactNode;
  /** After a refusal: a password is never left standing. */
  readonly forget: () => void;
}

export function useOfficerWord({ mode }: Pick<KioskStatus, 'mode'>): OfficerWord {
  const { t } = useText();
  const [officer, setOfficer] = useState('');
  const [password, setPassword] = useState('');
  const forget = () => setPassword('');
  if (mode !== 'self-service') return { given: {}, ready: true, fields: null, forget };
  return {
    given: { officer: { officerId: officerIdOf(officer), password } },
    ready: officer.trim() !== '' && password !== '',
    fields: (
      <fieldset className="grid grid-cols-2 gap-4 portrait:grid-cols-1">
        <legend className="mb-2 text-ink-2">{t('steps:officerWord')}</legend>
        <TextField
          label={t('app:setup.officer')}
          value={officer}
          onValue={setOfficer}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField
          label={t('app:setup.password')}
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="off"
        />
      </fieldset>
    ),
    forget,
  };
}
