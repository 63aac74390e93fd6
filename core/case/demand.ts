// What each step demands before the next may begin (rules CS2 to CS8 in docs/spec/case.md). Screens ask; they never decide.
import { steps, type Step } from '#core/contract/kiosk/case-view.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { unreachable } from '#core/kernel/result.ts';
import type { DocumentSide } from '#core/reading/field.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import type { CaseState } from './case-state.ts';

export function sidesMissing(document: NonNullable<CaseState['document']>): DocumentSide[] {
  return documentLayouts[document.kind].sides.filter(
    (side) => !document.sides.some((taken) => taken.side === side),
  );
}

function faceDemand(face: CaseState['face']): Refusal | null {
  if (!face) return { kind: 'selfie-missing' };
  const verdict = face.officerVerdict?.verdict;
  if (face.outcome === 'match' || verdict === 'send-to-review') return null;
  // Nobody at the kiosk may call two faces the same that the machine calls different: the bank decides, or the case ends.
  if (face.outcome === 'mismatch') return { kind: 'another-person' };
  return verdict === 'same-person' ? null : { kind: 'verdict-required' };
}

/** So many tries, then an officer looks. */
export const livenessTries = 3;

export function unchecked(tries: number): NonNullable<CaseState['liveness']> {
  return { tries, outcome: null, why: null, at: null, signals: [], officerVerdict: null };
}

function livenessDemand(liveness: CaseState['liveness']): Refusal | null {
  if (!liveness || liveness.outcome === 'live') return null;
  if (liveness.outcome !== 'officer') return { kind: 'liveness-missing' };
  // An officer's doubt does not hold the customer up: the bank decides.
  return liveness.officerVerdict ? null : { kind: 'liveness-officer' };
}

/** Asked for, and neither captured nor excepted. */
export function partsMissing({ biometrics }: CaseState): BodyPart[] {
  const { parts, captures, exceptions } = biometrics;
  const there = new Set([...captures, ...exceptions].map(({ part }) => part));
  return parts.filter((part) => !there.has(part));
}

/** Steps that a bank may do without are none of the journey where it does. */
export function isAsked(state: CaseState, step: Step): boolean {
  return step !== 'biometrics' || state.biometrics.ask !== 'off';
}

/** Why this step cannot be left forwards, or null when all it demands is there. */
export function demandOf(state: CaseState, step: Step): Refusal | null {
  switch (step) {
    case 'consent':
      return state.consent ? null : { kind: 'consent-required' };
    case 'product':
      return state.product ? null : { kind: 'product-unknown' };
    case 'contact':
      if (!state.contact) return { kind: 'mobile-not-entered' };
      return state.contact.state === 'code-sent' ? { kind: 'code-wrong' } : null;
    case 'document': {
      const missing = state.document ? sidesMissing(state.document)[0] : 'front';
      return missing ? { kind: 'side-missing', subject: missing } : null;
    }
    case 'reading':
      return state.reading?.confirmed ? null : { kind: 'reading-not-done' };
    case 'face':
      return livenessDemand(state.liveness) ?? faceDemand(state.face);
    case 'biometrics': {
      const missing = partsMissing(state)[0];
      // What is only offered never holds anybody up.
      if (state.biometrics.ask !== 'required' || missing === undefined) return null;
      return { kind: 'biometric-missing', subject: missing };
    }
    case 'review':
    case 'done':
      return state.sealed ? null : { kind: 'step-not-reached', subject: step };
    default:
      return unreachable(step);
  }
}

/** The first step, from the start of the journey, whose demand is not met. */
export function firstOpenStep(state: CaseState): Step {
  return steps.find((step) => demandOf(state, step) !== null) ?? 'done';
}

/** True when every step before this one has what it demands. */
export function mayEnter(state: CaseState, step: Step): boolean {
  return steps.indexOf(step) <= steps.indexOf(firstOpenStep(state));
}
