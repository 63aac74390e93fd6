// The journey at the side: done, here, to come, or in need of another look. A step that is done is a way back to it.
import {
  BadgeCheck,
  Check,
  ClipboardCheck,
  Fingerprint,
  Flag,
  IdCard,
  Landmark,
  type LucideIcon,
  ScanFace,
  ScanText,
  Smartphone,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import type { CaseView, Step } from '#core/contract/kiosk/case-view.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { useText } from './language.ts';

const icons: Readonly<Record<Step, LucideIcon>> = {
  consent: BadgeCheck,
  product: Landmark,
  contact: Smartphone,
  document: IdCard,
  reading: ScanText,
  face: ScanFace,
  biometrics: Fingerprint,
  review: ClipboardCheck,
  done: Flag,
};

export interface StepperProps {
  readonly steps: CaseView['steps'];
  readonly movable: boolean;
  readonly onGoTo: (step: Step) => void;
  readonly onAbandon: (() => void) | null;
  /** The word of the way out. */
  readonly leaving: string;
}

export function Stepper({ steps, movable, onGoTo, onAbandon, leaving }: StepperProps) {
  const { t } = useText();
  return (
    <nav
      aria-label={t('app:frame.journey')}
      className="flex w-60 shrink-0 flex-col justify-between gap-4 overflow-y-auto border-r border-line bg-white p-4 portrait:w-full portrait:flex-row portrait:items-center portrait:overflow-x-auto portrait:border-r-0 portrait:border-b portrait:px-6 portrait:py-3"
    >
      <ol className="flex flex-col gap-1 portrait:flex-1 portrait:flex-row portrait:justify-between">
        {steps.map(({ step, state }) => (
          <li key={step} aria-current={state === 'here' ? 'step' : undefined}>
            <StepMark
              step={step}
              state={state}
              onGoTo={movable && (state === 'done' || state === 'problem') ? onGoTo : null}
            />
          </li>
        ))}
      </ol>
      {onAbandon && (
        <Button
          look="plain"
          icon={Trash2}
          className="self-start px-2 text-stop portrait:self-center"
          onClick={onAbandon}
        >
          {leaving}
        </Button>
      )}
    </nav>
  );
}

interface StepMarkProps {
  readonly step: Step;
  readonly state: CaseView['steps'][number]['state'];
  readonly onGoTo: ((step: Step) => void) | null;
}

function StepMark({ step, state, onGoTo }: StepMarkProps) {
  const { t } = useText();
  const Icon = state === 'problem' ? TriangleAlert : state === 'done' ? Check : icons[step];
  const look = classNames(
    'flex min-h-touch w-full items-center gap-3 rounded-card px-2 py-1 text-left portrait:flex-col portrait:gap-1 portrait:px-1',
    state === 'here' && 'bg-teal-100 font-semibold',
    onGoTo && 'hover:bg-teal-50',
  );
  const mark = (
    <>
      <span
        aria-hidden
        className={classNames(
          'grid size-9 shrink-0 place-items-center rounded-full border-2',
          state === 'done' && 'border-proved bg-proved-50 text-proved',
          state === 'here' && 'border-teal-700 bg-teal-700 text-white',
          state === 'to-come' && 'border-line bg-paper text-ink-2',
          state === 'problem' && 'border-marigold bg-marigold text-ink',
        )}
      >
        <Icon className="size-5" />
      </span>
      <span className={state === 'to-come' ? 'text-ink-2' : undefined}>
        {t(`words:step.${step}`)}
        <span className="sr-only">{`, ${t(`words:stepState.${state}`)}`}</span>
      </span>
    </>
  );
  if (!onGoTo) return <div className={look}>{mark}</div>;
  return (
    <button type="button" className={look} onClick={() => onGoTo(step)}>
      {mark}
    </button>
  );
}
