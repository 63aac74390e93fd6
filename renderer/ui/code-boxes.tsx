// Six boxes for a one-time code, drawn behind one real input, so that paste, autofill and screen readers just work.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export const codeDigits = 6;

/** What a paste brings may hold spaces, a word, a dash: only the first six digits count. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/gu, '').slice(0, codeDigits);
}

export interface CodeBoxesProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
}

const places = Array.from({ length: codeDigits }, (_, place) => place);

export function CodeBoxes({ label, hint, value, onValue, error, disabled }: CodeBoxesProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <div className="group relative w-fit rounded-card">
        <div aria-hidden className="flex gap-3">
          {places.map((place) => (
            <span
              key={place}
              className={classNames(
                'grid h-16 w-14 place-items-center rounded-card border bg-white text-title font-semibold',
                error ? 'border-2 border-stop' : 'border-line-strong',
                place === Math.min(value.length, codeDigits - 1) &&
                  'group-focus-within:border-2 group-focus-within:border-teal-700 group-focus-within:bg-teal-50',
              )}
            >
              {value[place] ?? ''}
            </span>
          ))}
        </div>
        <input
          id={id}
          value={value}
          onChange={(event) => onValue(digitsOf(event.target.value))}
          inputMode="numeric"
          autoComplete="one-time-code"
          disabled={disabled}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint${error ? ` ${id}-error` : ''}`}
          className="absolute inset-0 size-full rounded-card bg-transparent text-transparent caret-transparent selection:bg-transparent"
        />
      </div>
      <p id={`${id}-hint`} className="text-ink-2">
        {hint}
      </p>
      {error && <div id={`${id}-error`}>{error}</div>}
    </div>
  );
}
