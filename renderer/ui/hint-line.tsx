// The one hint below a live picture, in large words, spoken when it changes. Its place is kept when it is empty.
import { CircleCheck, Hand } from 'lucide-react';
import { classNames } from './class-names.ts';

export interface HintLineProps {
  readonly text: string;
  readonly good?: boolean;
}

export function HintLine({ text, good = false }: HintLineProps) {
  const Icon = good ? CircleCheck : Hand;
  return (
    <output
      className={classNames(
        'flex min-h-bar shrink-0 items-center justify-center gap-3 rounded-card text-title font-semibold',
        text !== '' && (good ? 'bg-proved-50 text-proved' : 'bg-marigold-50'),
      )}
    >
      {text !== '' && <Icon aria-hidden className="size-7 shrink-0" />}
      {text}
    </output>
  );
}
