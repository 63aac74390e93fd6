// Which of up to three captures of one finger or eye is kept, and whether two of them agree (rules DV54, DV55 and DV63).
// Pure: quality is the device's word, sameness our matcher's; a device that gives neither is taken at neither.
import { err, ok, type Result } from '#core/kernel/result.ts';
import { createMinutiaeMatcher, judgeFingers, type FingerOutcome } from './match-minutiae.ts';
import { readTemplate } from './minutiae-template.ts';
import { indexProbe, prepareMinutiae } from './prepared-minutiae.ts';

export interface QualityMeasure {
  readonly goodFrom: number;
  readonly neverBelow: number;
}

/** As MOSIP has it for fingers: good from 40 (NFIQ2), never below 25. */
export const captureQuality = { goodFrom: 40, neverBelow: 25 } as const satisfies QualityMeasure;
/** For irises the same field asks for more: good from 60. */
export const irisQuality = { goodFrom: 60, neverBelow: 25 } as const satisfies QualityMeasure;
export const triesAllowed = 3;

export interface Try {
  readonly quality: number | null;
  /** An ISO/IEC 19794-2 template; null where the device gave another form. */
  readonly template: Uint8Array | null;
}

export interface Choice {
  /** Index of the try that is kept. */
  readonly best: number;
  readonly isPoor: boolean;
  readonly agreement: 'match' | 'review' | 'unavailable';
  readonly score: number | null;
}

export type ChoiceFlaw =
  /** Three tries and none good enough to be of use. */
  | { readonly kind: 'quality-low' }
  /** Two captures said to be of one finger are of two. */
  | { readonly kind: 'captures-differ' };

const worth = ({ quality }: Try, { goodFrom }: QualityMeasure) => quality ?? goodFrom;

/** Enough once two were taken and the better is good; at the latest after the third. */
export function mayStop(tries: readonly Try[], measure: QualityMeasure = captureQuality): boolean {
  if (tries.length >= triesAllowed) return true;
  return tries.length >= 2 && tries.some((one) => worth(one, measure) >= measure.goodFrom);
}

/** Null where either is no template, or has next to no minutiae. */
export function compareTemplates(
  a: Uint8Array,
  b: Uint8Array,
): { readonly outcome: FingerOutcome; readonly score: number } | null {
  const [first, second] = [readTemplate(a), readTemplate(b)];
  if (!first.ok || !second.ok) return null;
  const match = createMinutiaeMatcher().compare(
    indexProbe(prepareMinutiae(first.value)),
    prepareMinutiae(second.value),
  );
  return { outcome: judgeFingers(match), score: match.score };
}

export function chooseCapture(
  tries: readonly Try[],
  measure: QualityMeasure = captureQuality,
): Result<Choice, ChoiceFlaw> {
  const order = tries
    .map((one, index) => ({ one, index }))
    .toSorted((a, b) => worth(b.one, measure) - worth(a.one, measure));
  const [first, second] = order;
  if (!first || worth(first.one, measure) < measure.neverBelow) return err({ kind: 'quality-low' });
  const choice = { best: first.index, isPoor: worth(first.one, measure) < measure.goodFrom };
  const compared =
    first.one.template && second?.one.template
      ? compareTemplates(first.one.template, second.one.template)
      : null;
  if (!compared) return ok({ ...choice, agreement: 'unavailable', score: null });
  if (compared.outcome === 'mismatch') return err({ kind: 'captures-differ' });
  return ok({ ...choice, agreement: compared.outcome, score: compared.score });
}

/** The part whose kept template is of the same finger, if any; a score between the two thresholds does not accuse. */
export function sameFingerAs<P extends string>(
  template: Uint8Array,
  others: readonly { readonly part: P; readonly template: Uint8Array }[],
): P | null {
  const same = others.find((other) => compareTemplates(template, other.template)?.outcome === 'match');
  return same?.part ?? null;
}
