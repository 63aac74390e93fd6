// A labelled choice from a short list: the system's own select, for it is the one every input device can work.
import { useId } from 'react';
import { classNames } from './class-names.ts';
import { inputLook } from './text-field.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onValue: (value: string) => void;
  readonly className?: string;
  readonly selectClassName?: string;
  readonly labelHidden?: boolean;
  readonly disabled?: boolean;
}

export function SelectField(props: SelectFieldProps) {
  const id = useId();
  return (
    <div className={classNames('flex flex-col gap-1', props.className)}>
      <label htmlFor={id} className={props.labelHidden ? 'sr-only' : 'font-semibold'}>
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onValue(event.target.value)}
        className={classNames(inputLook, props.selectClassName)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
