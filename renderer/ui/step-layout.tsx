// The frame of every page: heading, body, and the bottom bar whose two buttons never move. Focus goes to the heading.
import { ArrowLeft, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { useText } from './language.ts';

export interface Primary {
  readonly label: string;
  readonly onPress?: () => void;
  /** Submits this form instead of calling `onPress`, so that Enter works in its fields. */
  readonly form?: string;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly icon?: LucideIcon;
}

export interface StepLayoutProps {
  readonly heading: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly primary: Primary | null;
  /** Stands beside the primary action: the other way on. */
  readonly secondary?: ReactNode;
  readonly onBack?: (() => void) | null;
  /** Stands where Back stands, on pages that begin something. */
  readonly leading?: ReactNode;
  /** Review and tables scroll; the others are laid out to fit. */
  readonly className?: string;
  readonly children: ReactNode;
}

export function StepLayout(props: StepLayoutProps) {
  const { t } = useText();
  const headingId = useId();
  const text = props.heading;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A new heading is a new page, also where the step stays the same.
    if (text !== '') heading.current?.focus({ preventScroll: true });
  }, [text]);
  const { primary } = props;
  return (
    <main aria-labelledby={headingId} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-8 py-5 portrait:px-6">
        <header className="flex items-start justify-between gap-6">
          <div>
            <h1 id={headingId} ref={heading} tabIndex={-1} className="text-title font-semibold">
              {props.heading}
            </h1>
            {props.lead && <p className="mt-1 text-lead text-ink-2">{props.lead}</p>}
          </div>
          {props.aside}
        </header>
        <div className={classNames('flex min-h-0 flex-1 flex-col gap-4', props.className)}>
          {props.children}
        </div>
      </div>
      <footer className="flex shrink-0 items-center justify-between gap-4 border-t border-line bg-white px-8 py-3 portrait:px-6 portrait:py-5">
        <div className="flex items-center gap-3">
          {props.onBack && (
            <Button icon={ArrowLeft} onClick={props.onBack} className="min-w-32">
              {t('app:action.back')}
            </Button>
          )}
          {props.leading}
        </div>
        <div className="flex items-center gap-3">
          {props.secondary}
          {primary && (
            <Button
              look="primary"
              type={primary.form === undefined ? 'button' : 'submit'}
              form={primary.form}
              onClick={primary.onPress}
              disabled={primary.disabled}
              busy={primary.busy ?? false}
              {...(primary.icon ? { iconAfter: primary.icon } : {})}
              className="min-h-bar min-w-56 px-6 text-lead"
            >
              {primary.label}
            </Button>
          )}
        </div>
      </footer>
    </main>
  );
}
