// One of a few things to choose, as a card: a real radio button under a surface large enough for a thumb.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface ChoiceCardProps {
  readonly group: string;
  readonly name: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly children?: ReactNode;
  readonly className?: string;
}

export function ChoiceCard({ group, name, checked, onChoose, children, className }: ChoiceCardProps) {
  const id = useId();
  return (
    <label
      className={classNames(
        'relative flex cursor-pointer gap-3 rounded-card border-2 bg-white p-4 transition-colors duration-150 has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-teal-700',
        checked ? 'border-teal-700 bg-teal-50' : 'border-line hover:border-line-strong',
        className,
      )}
    >
      <input
        type="radio"
        name={group}
        checked={checked}
        onChange={onChoose}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-text`}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <span
        aria-hidden
        className={classNames(
          'mt-1 grid size-6 shrink-0 place-items-center rounded-full border-2 bg-white',
          checked ? 'border-teal-700' : 'border-line-strong',
        )}
      >
        {checked && <span className="size-3 rounded-full bg-teal-700" />}
      </span>
      <span className="flex min-w-0 flex-1 flex-col gap-2">
        <span id={`${id}-name`} className="text-lead font-semibold">
          {name}
        </span>
        <span id={`${id}-text`} className="flex flex-col gap-2">
          {children}
        </span>
      </span>
    </label>
  );
}
