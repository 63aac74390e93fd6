// The four buttons of the kiosk. An icon never stands alone: the label is always text.
import type { LucideIcon } from 'lucide-react';
import { LoaderCircle } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

const looks = {
  primary:
    'bg-teal-700 text-white hover:bg-teal-800 disabled:bg-paper-2 disabled:text-ink-2 disabled:border-line border border-transparent font-semibold',
  quiet:
    'bg-white text-ink border border-line-strong hover:bg-teal-50 disabled:text-ink-2 disabled:border-line',
  plain:
    'bg-transparent text-teal-700 border border-transparent hover:bg-teal-50 underline underline-offset-4 decoration-1 disabled:text-ink-2 disabled:no-underline',
  stop: 'bg-white text-stop border border-stop hover:bg-stop-50',
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks;
  readonly icon?: LucideIcon;
  readonly iconAfter?: LucideIcon;
  readonly busy?: boolean;
}

export function Button({
  look = 'quiet',
  icon: Icon,
  iconAfter: IconAfter,
  busy = false,
  children,
  className,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- narrowed to the three valid types by its own type
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={classNames(
        'inline-flex min-h-touch items-center justify-center gap-2 rounded-card px-4 py-2 text-base transition-colors duration-150',
        looks[look],
        className,
      )}
      {...rest}
    >
      {busy ? (
        <LoaderCircle aria-hidden className="size-5 shrink-0 animate-spin motion-reduce:animate-none" />
      ) : (
        Icon && <Icon aria-hidden className="size-5 shrink-0" />
      )}
      <span>{children}</span>
      {IconAfter && !busy && <IconAfter aria-hidden className="size-5 shrink-0" />}
    </button>
  );
}
