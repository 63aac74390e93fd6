// A line with its own switch, the whole line being the target.
import { Switch } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface SwitchRowProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly tag: string;
  readonly state: string;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
  readonly problem?: boolean;
}

export function SwitchRow(props: SwitchRowProps) {
  const id = useId();
  return (
    <div
      className={classNames(
        'flex items-center gap-4 rounded-card border bg-white px-4 py-2',
        props.problem ? 'border-2 border-stop' : 'border-line',
      )}
    >
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span id={id} className="text-lead font-semibold">
            {props.title}
          </span>
          <span className="text-ink-2">{props.tag}</span>
        </p>
        <p id={`${id}-text`} className="text-ink">
          {props.text}
        </p>
      </div>
      <span aria-hidden className="w-28 shrink-0 text-right text-ink-2">
        {props.state}
      </span>
      <Switch.Root
        checked={props.checked}
        onCheckedChange={props.onChecked}
        aria-labelledby={id}
        aria-describedby={`${id}-text`}
        className="flex h-12 w-20 shrink-0 items-center rounded-full border-2 border-line-strong bg-paper-2 p-1 transition-colors duration-150 data-checked:border-teal-700 data-checked:bg-teal-700"
      >
        <Switch.Thumb className="size-9 rounded-full border border-line-strong bg-white shadow-card transition-transform duration-150 data-checked:translate-x-8" />
      </Switch.Root>
    </div>
  );
}
