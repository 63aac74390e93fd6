// A short message in one of five tones. It may be spoken to a screen reader: at once, or when that is free.
import { CircleCheck, Info, type LucideIcon, OctagonX, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  stop: { box: 'bg-stop-50 border-stop', icon: OctagonX, ink: 'text-stop' },
  look: { box: 'bg-marigold-50 border-marigold', icon: TriangleAlert, ink: 'text-ink' },
  good: { box: 'bg-proved-50 border-proved', icon: CircleCheck, ink: 'text-proved' },
  proved: { box: 'bg-proved-50 border-proved', icon: ShieldCheck, ink: 'text-proved' },
  plain: { box: 'bg-white border-line', icon: Info, ink: 'text-teal-700' },
} as const satisfies Record<string, { box: string; icon: LucideIcon; ink: string }>;

const roles = { 'at-once': 'alert', 'when-free': 'status' } as const;

export interface NoteProps {
  readonly tone: keyof typeof tones;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly spoken?: 'at-once' | 'when-free';
  readonly id?: string;
  readonly className?: string;
}

export function Note({ tone, title, children, spoken, id, className }: NoteProps) {
  const { box, icon: Icon, ink } = tones[tone];
  return (
    <div
      role={spoken && roles[spoken]}
      id={id}
      className={classNames('flex items-start gap-3 rounded-card border-l-4 px-4 py-3', box, className)}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-6 shrink-0', ink)} />
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
