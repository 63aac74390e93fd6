// A labelled text input with its hint and its error, tied together for screen readers.
import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export const inputLook =
  'min-h-touch w-full rounded-card border border-line-strong bg-white px-4 py-2 text-lead text-ink placeholder:text-ink-2 aria-invalid:border-2 aria-invalid:border-stop disabled:bg-paper-2';

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
}

export function TextField({ label, value, onValue, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={classNames(hint ? hintId : null, error ? errorId : null) || undefined}
        className={inputLook}
        {...rest}
      />
      {hint && (
        <p id={hintId} className="text-ink-2">
          {hint}
        </p>
      )}
      {error && <div id={errorId}>{error}</div>}
    </div>
  );
}
