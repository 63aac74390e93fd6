// What a customer finds who comes to a kiosk that is used alone: what they will need, how long it takes, and one way to begin. No list of anybody's case.
import { Clock, IdCard, LogOut, type LucideIcon, Smartphone, UserRound, UserRoundPlus } from 'lucide-react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

const needs = [
  ['document', IdCard],
  ['mobile', Smartphone],
  ['face', UserRound],
  ['time', Clock],
] as const satisfies readonly (readonly [string, LucideIcon])[];

export interface WelcomeProps {
  readonly onStarted: (view: CaseView) => void;
}

export function Welcome({ onStarted }: WelcomeProps) {
  const { t, language } = useText();
  const kiosk = useKiosk();
  const start = useAct();
  const leave = useAct();
  const signOut = () =>
    leave.run(
      () => kiosk.session.signOut(),
      () => {},
    );
  return (
    <StepLayout
      heading={t('app:welcome.heading')}
      lead={t('app:welcome.lead')}
      leading={
        <Button look="plain" icon={LogOut} busy={leave.busy} onClick={signOut}>
          {t('app:welcome.staff')}
        </Button>
      }
      primary={{
        label: t('app:welcome.start'),
        icon: UserRoundPlus,
        busy: start.busy,
        onPress: () => start.run(() => kiosk.case.start({ language }), onStarted),
      }}
    >
      <FailureNote failure={start.failure ?? leave.failure} />
      <ul className="m-auto grid w-full max-w-6xl grid-cols-2 gap-6 portrait:grid-cols-1">
        {needs.map(([name, Icon]) => (
          <li
            key={name}
            className="flex items-center gap-6 rounded-card border border-line bg-white p-8 text-title shadow-card"
          >
            <Icon aria-hidden className="size-16 shrink-0 text-teal-700" />
            {t(`app:welcome.need.${name}`)}
          </li>
        ))}
      </ul>
    </StepLayout>
  );
}
