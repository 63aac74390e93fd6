// Both hands as they lie on the counter, one button a finger: what is captured, what is to come, and which one is lit.
import { Ban, Check } from 'lucide-react';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/ui/language.ts';
import { type Biometrics, leftHand, rightHand, stateOf } from './body-parts.ts';

type Finger = 'thumb' | 'index' | 'middle' | 'ring' | 'little';

/** How far a finger reaches, so that two rows of five look like hands. */
const reach: Readonly<Record<Finger, string>> = {
  thumb: 'h-20 mt-24',
  index: 'h-32 mt-6',
  middle: 'h-36 mt-2',
  ring: 'h-32 mt-6',
  little: 'h-24 mt-14',
};

const looks = {
  captured: 'border-proved bg-proved-50',
  poor: 'border-marigold bg-marigold-50',
  excepted: 'border-line-strong bg-paper-2',
  open: 'border-teal-700 bg-white',
  unasked: 'border-line bg-white',
} as const;

export interface HandsProps {
  readonly biometrics: Biometrics;
  readonly lit: readonly BodyPart[];
  readonly disabled: boolean;
  readonly onChoose: (part: BodyPart) => void;
}

export function Hands({ biometrics, lit, disabled, onChoose }: HandsProps) {
  const { t } = useText();
  const hand = (name: string, parts: readonly BodyPart[]) => (
    <fieldset>
      <legend className="mx-auto pb-1 font-semibold">{name}</legend>
      <div className="flex items-start justify-center gap-1">
        {parts.map((part) => (
          <FingerButton
            key={part}
            part={part}
            state={stateOf(biometrics, part)}
            lit={lit.includes(part)}
            disabled={disabled}
            onChoose={onChoose}
          />
        ))}
      </div>
    </fieldset>
  );
  return (
    <section
      aria-label={t('steps:biometrics.hands')}
      className="flex flex-col justify-center gap-4 rounded-card border border-line bg-white p-3"
    >
      <div className="flex flex-wrap justify-center gap-4">
        {hand(t('steps:biometrics.leftHand'), leftHand)}
        {hand(t('steps:biometrics.rightHand'), rightHand)}
      </div>
    </section>
  );
}

interface FingerButtonProps {
  readonly part: BodyPart;
  readonly state: keyof typeof looks;
  readonly lit: boolean;
  readonly disabled: boolean;
  readonly onChoose: (part: BodyPart) => void;
}

function isFinger(name: string | undefined): name is Finger {
  return name !== undefined && name in reach;
}

function FingerButton({ part, state, lit, disabled, onChoose }: FingerButtonProps) {
  const { t } = useText();
  const name = part.split('-')[1];
  const finger: Finger = isFinger(name) ? name : 'thumb';
  return (
    <button
      type="button"
      aria-pressed={lit}
      aria-label={`${t(`words:bodyPart.${part}`)}: ${t(`steps:biometrics.state.${state}`)}`}
      disabled={disabled}
      onClick={() => onChoose(part)}
      className={classNames(
        'flex w-[3.25rem] flex-col items-center justify-between rounded-t-full rounded-b-card border-2 px-0.5 pt-4 pb-1 text-small',
        reach[finger],
        looks[state],
        lit && 'ring-4 ring-teal-700',
      )}
    >
      {state === 'captured' || state === 'poor' ? (
        <Check aria-hidden className="size-5 text-proved" />
      ) : state === 'excepted' ? (
        <Ban aria-hidden className="size-5 text-ink-2" />
      ) : (
        <span aria-hidden className="size-5" />
      )}
      <span>{t(`words:finger.${finger}`)}</span>
    </button>
  );
}
