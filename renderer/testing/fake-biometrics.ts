// Fingers of the fake's customer: whatever is asked for is captured, well.
import type { BodyPart, ExceptionReason } from '#core/contract/bank/biometric.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';

type Biometrics = NonNullable<CaseView['biometrics']>;

export const noBiometrics: Biometrics = {
  ask: 'optional',
  parts: ['right-thumb', 'right-index', 'left-thumb', 'left-index', 'right-iris', 'left-iris'],
  captures: [],
  exceptions: [],
};

export function hasBiometrics({ biometrics }: CaseView): boolean {
  return biometrics !== null && biometrics.captures.length + biometrics.exceptions.length > 0;
}

export function withCaptures(view: CaseView, parts: readonly BodyPart[]): CaseView {
  const before = view.biometrics ?? noBiometrics;
  const captures = parts.map((part) => ({
    part,
    quality: 78,
    isPoor: false,
    agreement: 'match' as const,
  }));
  const kept = before.captures.filter(({ part }) => !parts.includes(part));
  return { ...view, biometrics: { ...before, captures: [...kept, ...captures] } };
}

export function withException(view: CaseView, part: BodyPart, reason: ExceptionReason): CaseView {
  const before = view.biometrics ?? noBiometrics;
  return { ...view, biometrics: { ...before, exceptions: [...before.exceptions, { part, reason }] } };
}
