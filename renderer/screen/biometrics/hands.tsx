// Both hands as they lie on the counter, one button a finger: what is captured, what is to come, and which one is lit.
import { Ban, Check } from 'lucide-react';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/ui/language.ts';
import { type Biometrics, leftHand, type PartState, rightHand, stateOf } from './body-parts.ts';

type Finger = 'thumb' | 'index' | 'middle' | 'ring' | 'little';

/** How far a finger reaches, so that two rows of five look like hands. */
const reach: Readonly<Record<Finger, string>> = {
  thumb: 'h-20 mt-24',
  index: 'h-32 mt-6',
  middle: 'h-36 mt-2',
  ring: 'h-32 mt-6',
  little: 'h-24 mt-14',
};

export const partLooks = {
  captured: 'border-proved bg-proved-50',
  poor: 'border-marigold bg-marigold-50',
  excepted: 'border-line-strong bg-paper-2',
  open: 'border-teal-700 bg-white',
  unasked: 'border-line bg-white',
} as const satisfies Readonly<Record<PartState, string>>;

export function PartMark({ state }: { readonly state: PartState }) {
  if (state === 'captured' || state === 'poor') return <Check aria-hidden className="size-5 text-proved" />;
  if (state === 'excepted') return <Ban aria-hidden className="size-5 text-ink-2" />;
  return <span aria-hidden className="size-5" />;
}

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
    <div className="flex flex-wrap justify-center gap-4">
      {hand(t('steps:biometrics.leftHand'), leftHand)}
      {hand(t('steps:biometrics.rightHand'), rightHand)}
    </div>
  );
}

interface FingerButtonProps {
  readonly part: BodyPart;
  readonly state: PartState;
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
        partLooks[state],
        lit && 'ring-4 ring-teal-700',
      )}
    >
      <PartMark state={state} />
      <span>{t(`words:finger.${finger}`)}</span>
    </button>
  );
}
