// The officer's desk: one way to begin, and every case of this kiosk in the list that says what it needs.
import {
  CalendarDays,
  CircleAlert,
  FilePen,
  KeyRound,
  ListChecks,
  LogOut,
  ScanLine,
  Send,
  UserPlus,
} from 'lucide-react';
import { useState } from 'react';
import type { CaseSummary, CaseView } from '#core/contract/kiosk/case-view.ts';
import type { KioskStatus } from '#core/contract/kiosk/contract.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { type CaseList, caseLists, casesIn } from './case-lists.ts';
import { CaseTable } from './case-table.tsx';

const icons = { today: CalendarDays, drafts: FilePen, waiting: Send, attention: CircleAlert } as const;

export interface HomeProps {
  readonly status: KioskStatus;
  readonly cases: readonly CaseSummary[];
  readonly onOpen: (caseId: CaseId) => void;
  readonly onStarted: (view: CaseView) => void;
  readonly onQueue: () => void;
  readonly onDevices: () => void;
  readonly onSafekeeping: () => void;
}

export function Home({ status, cases, onOpen, onStarted, onQueue, onDevices, onSafekeeping }: HomeProps) {
  const { t, language } = useText();
  const kiosk = useKiosk();
  const start = useAct();
  const leave = useAct();
  const [list, setList] = useState<CaseList>('today');
  const [nowMs] = useState(() => Date.now());
  return (
    <div className="flex min-h-0 min-w-0 flex-1 portrait:flex-col">
      <nav
        aria-label={t('app:home.lists')}
        className="flex w-60 shrink-0 flex-col gap-2 border-r border-line bg-white p-4 portrait:w-full portrait:flex-row portrait:border-r-0 portrait:border-b"
      >
        {caseLists.map((each) => {
          const Icon = icons[each];
          const count = casesIn(each, cases, nowMs).length;
          return (
            <button
              key={each}
              type="button"
              aria-pressed={list === each}
              onClick={() => setList(each)}
              className={classNames(
                'flex min-h-touch items-center gap-3 rounded-card px-3 py-2 text-left portrait:flex-1',
                list === each ? 'bg-teal-100 font-semibold' : 'hover:bg-teal-50',
              )}
            >
              <Icon aria-hidden className="size-5 shrink-0 text-teal-700" />
              <span className="flex-1">{t(`app:home.${each}`)}</span>
              <span
                className={classNames(
                  'min-w-8 rounded-full px-2 text-center',
                  each === 'attention' && count > 0 ? 'bg-marigold font-semibold' : 'bg-paper-2',
                )}
              >
                {count}
              </span>
            </button>
          );
        })}
        <Button icon={ListChecks} onClick={onQueue} className="mt-auto">
          {t('app:queue.open')}
        </Button>
        <Button icon={ScanLine} onClick={onDevices}>
          {t('app:devices.open')}
        </Button>
        <Button icon={KeyRound} onClick={onSafekeeping}>
          {t('app:safekeeping.open')}
        </Button>
      </nav>
      <StepLayout
        heading={t('app:home.heading')}
        lead={status.officer && t('app:home.hello', { name: status.officer.name })}
        leading={
          <Button
            icon={LogOut}
            busy={leave.busy}
            onClick={() =>
              leave.run(
                () => kiosk.session.signOut(),
                () => {},
              )
            }
          >
            {t('app:action.signOut')}
          </Button>
        }
        primary={{
          label: t('app:home.newCustomer'),
          icon: UserPlus,
          busy: start.busy,
          onPress: () => start.run(() => kiosk.case.start({ language }), onStarted),
        }}
      >
        <FailureNote failure={start.failure ?? leave.failure} />
        {status.warnings.map((warning) => (
          <Note key={warning} tone="look" spoken="when-free" title={t(`words:warning.${warning}`)} />
        ))}
        <CaseTable cases={casesIn(list, cases, nowMs)} empty={t(`app:home.empty.${list}`)} onOpen={onOpen} />
      </StepLayout>
    </div>
  );
}
