// Which fingers or eyes a press means: one, the four of a hand, both thumbs, or a pair of irises; and how a part stands.
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';

export type Biometrics = NonNullable<CaseView['biometrics']>;
export type PartState = 'captured' | 'poor' | 'excepted' | 'open' | 'unasked';
export type CaptureSet = 'one' | 'hand' | 'thumbs' | 'pair';
/** Devices for eyes mostly take both at once; those for fingers one or a slap. */
export const captureSets = {
  finger: ['one', 'hand', 'thumbs'],
  iris: ['pair', 'one'],
} as const satisfies Readonly<Record<string, readonly CaptureSet[]>>;

/** As an officer sees the customer's eyes. */
export const eyes: readonly BodyPart[] = ['right-iris', 'left-iris'];
export const modalityOf = (part: BodyPart): 'finger' | 'iris' => (eyes.includes(part) ? 'iris' : 'finger');

/** As they lie before the officer: little finger outside, thumb inside. */
export const leftHand: readonly BodyPart[] = [
  'left-little',
  'left-ring',
  'left-middle',
  'left-index',
  'left-thumb',
];
export const rightHand: readonly BodyPart[] = [
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
];

/** A refusal names the part that it is about in plain text. */
export const partNamed = (name: string | undefined): BodyPart | null =>
  [...leftHand, ...rightHand, ...eyes].find((part) => part === name) ?? null;

export function stateOf({ parts, captures, exceptions }: Biometrics, part: BodyPart): PartState {
  const capture = captures.find((each) => each.part === part);
  if (capture) return capture.isPoor ? 'poor' : 'captured';
  if (exceptions.some((each) => each.part === part)) return 'excepted';
  return parts.includes(part) ? 'open' : 'unasked';
}

/** A finger that cannot be captured is none of a slap. */
export function partsOf(biometrics: Biometrics, set: CaptureSet, chosen: BodyPart): readonly BodyPart[] {
  if (set === 'one') return [chosen];
  const group: readonly BodyPart[] =
    set === 'pair'
      ? eyes
      : set === 'thumbs'
        ? ['right-thumb', 'left-thumb']
        : (leftHand.includes(chosen) ? leftHand : rightHand).filter((part) => !part.endsWith('thumb'));
  const possible = group.filter((part) => stateOf(biometrics, part) !== 'excepted');
  return possible.length > 0 ? possible : [chosen];
}

/** The next one to be captured, after this one; null when none is left. */
export function nextPart(biometrics: Biometrics): BodyPart | null {
  return biometrics.parts.find((part) => stateOf(biometrics, part) === 'open') ?? null;
}
