// A choice in the simulation's band: its name beside it, since the band is one line high.
import { useId } from 'react';

export interface ToolChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly { readonly value: V; readonly label: string }[];
  readonly onValue: (value: V) => void;
}

export function ToolChoice<V extends string>({ label, value, choices, onValue }: ToolChoiceProps<V>) {
  const id = useId();
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onValue(chosen.value);
        }}
        className="min-h-touch max-w-28 rounded-card border border-ink bg-white px-2"
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  );
}
