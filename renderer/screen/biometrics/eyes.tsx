// Both eyes as they look at the officer, one button an eye: what is captured, what is to come, and which are lit.
import { Eye } from 'lucide-react';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/ui/language.ts';
import { eyes, stateOf } from './body-parts.ts';
import { type HandsProps, PartMark, partLooks } from './hands.tsx';

export function Eyes({ biometrics, lit, disabled, onChoose }: HandsProps) {
  const { t } = useText();
  return (
    <fieldset className="flex justify-center gap-4">
      <legend className="mx-auto pb-1 font-semibold">{t('steps:biometrics.eyes')}</legend>
      {eyes.map((part) => {
        const state = stateOf(biometrics, part);
        return (
          <button
            key={part}
            type="button"
            aria-pressed={lit.includes(part)}
            aria-label={`${t(`words:bodyPart.${part}`)}: ${t(`steps:biometrics.state.${state}`)}`}
            disabled={disabled}
            onClick={() => onChoose(part)}
            className={classNames(
              'flex min-h-16 min-w-44 items-center justify-center gap-2 rounded-[50%] border-2 px-5 text-small whitespace-nowrap',
              partLooks[state],
              lit.includes(part) && 'ring-4 ring-teal-700',
            )}
          >
            <Eye aria-hidden className="size-5 text-teal-700" />
            <span>{t(`words:bodyPart.${part}`)}</span>
            <PartMark state={state} />
          </button>
        );
      })}
    </fieldset>
  );
}
