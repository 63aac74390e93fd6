// Which bank and branch this is, how the line stands in words, the language, and help. The same on every page.
import { CircleHelp, CloudOff, Landmark, type LucideIcon, PauseCircle, Wifi } from 'lucide-react';
import { useState } from 'react';
import type { KioskStatus, ShellInfo } from '#core/contract/kiosk/contract.ts';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { LanguageSwitch } from '#renderer/ui/language-switch.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Panel } from '#renderer/ui/panel.tsx';

const lineIcons: Readonly<Record<KioskStatus['line'], LucideIcon>> = {
  online: Wifi,
  offline: CloudOff,
  unknown: Wifi,
  paused: PauseCircle,
};

export interface TopBarProps {
  readonly info: ShellInfo | null;
  readonly status: KioskStatus | null;
  readonly reference: string | null;
}

export function TopBar({ info, status, reference }: TopBarProps) {
  const { t } = useText();
  const [help, setHelp] = useState(false);
  return (
    <header className="flex shrink-0 items-center gap-4 border-b border-line bg-white px-6 py-2 portrait:flex-wrap">
      <Landmark aria-hidden className="size-8 shrink-0 text-teal-700" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-lead font-semibold">{status?.bankName ?? 'Pravesh'}</p>
        {status?.branchName && (
          <p className="truncate text-ink-2">
            {status.branchName}
            {reference !== null && ` · ${t('app:frame.case', { reference })}`}
          </p>
        )}
      </div>
      {status && status.kiosk !== 'unenrolled' && <LineState status={status} />}
      <LanguageSwitch label={t('app:frame.language')} />
      <Button icon={CircleHelp} onClick={() => setHelp(true)}>
        {t('app:action.help')}
      </Button>
      <Panel open={help} onClose={() => setHelp(false)} title={t('app:helpPanel.title')}>
        <p>{t('app:helpPanel.saved')}</p>
        <p>{t('app:helpPanel.offline')}</p>
        <p>{t('app:helpPanel.picture')}</p>
        {info && info.modelsMissing.length > 0 && (
          <div>
            <p>{t('app:helpPanel.models')}</p>
            <ul className="list-disc pl-6">
              {info.modelsMissing.map(({ file, fault }) => (
                <li key={file}>{t(`words:modelFault.${fault}`, { file })}</li>
              ))}
            </ul>
          </div>
        )}
        {info && info.lacks.length > 0 && (
          <div>
            <p>{t('app:helpPanel.shell')}</p>
            <ul className="list-disc pl-6">
              {info.lacks.map((lack) => (
                <li key={lack}>{t(`words:lack.${lack}`)}</li>
              ))}
            </ul>
          </div>
        )}
        {info && <p className="text-ink-2">{t('app:helpPanel.version', { version: info.version })}</p>}
      </Panel>
    </header>
  );
}

function LineState({ status }: { readonly status: KioskStatus }) {
  const { t } = useText();
  const { line, waiting } = status;
  const Icon = lineIcons[line];
  return (
    <output
      className={classNames(
        'flex items-center gap-2 rounded-full border px-4 py-1.5',
        line === 'online'
          ? 'border-proved bg-proved-50 text-proved'
          : 'border-marigold bg-marigold-50 text-ink',
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      {waiting === 0 ? t(`app:line.${line}`) : t(`app:line.${line}Waiting`, { count: waiting })}
    </output>
  );
}
