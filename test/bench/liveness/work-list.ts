// Which sequences a run of the bench takes: those that limits were chosen on, or those kept aside for the report. Never both.
import { attackAt, attackKinds, genuineAt, type AttackKind } from './attacks.ts';
import type { Presentation } from './presentation.ts';

/** `genuine` beside the kinds of attack. */
export type SequenceKind = AttackKind | 'genuine';
export const sequenceKinds: readonly SequenceKind[] = [...attackKinds, 'genuine'];

/** First indices of the two ranges. A limit is chosen on `tuning` alone; what is reported is `held-out`. */
export const seedRanges = { tuning: 5_000, 'held-out': 100_000 } as const;
export type SeedRange = keyof typeof seedRanges;

export interface SequenceName {
  readonly kind: SequenceKind;
  readonly index: number;
}

/** Kind after kind in turn, so that a run broken off has as many of each; twice as many genuine ones. */
export function workList(
  range: SeedRange,
  sequences: number,
  kinds: readonly SequenceKind[] = sequenceKinds,
): SequenceName[] {
  const from = seedRanges[range];
  return Array.from({ length: sequences }, (_, step) =>
    kinds.flatMap((kind): SequenceName[] =>
      kind === 'genuine'
        ? [
            { kind, index: from + step * 2 },
            { kind, index: from + step * 2 + 1 },
          ]
        : [{ kind, index: from + step }],
    ),
  ).flat();
}

export function presentationOf({ kind, index }: SequenceName): Presentation {
  return kind === 'genuine' ? genuineAt(index) : attackAt(kind, index);
}

/** No two sequences are asked the same by chance. */
export function nonceSeedOf({ kind, index }: SequenceName): number {
  return sequenceKinds.indexOf(kind) * 1_000_000 + index;
}
