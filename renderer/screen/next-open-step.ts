// Where "Continue" leads from a step whose demand is met: the first step that still lacks something, as the case says.
import type { CaseView, Step } from '#core/contract/kiosk/case-view.ts';

export function nextOpenStep(view: CaseView): Step {
  const judged = view.face !== null && view.face.officerVerdict !== null;
  const open = view.steps.find(
    ({ step, state }) => step !== view.at && (state === 'to-come' || (state === 'problem' && !judged)),
  );
  return open?.step ?? 'review';
}

/** The step before the one the case is at, or null at the first. */
export function stepBefore(view: CaseView): Step | null {
  const here = view.steps.findIndex(({ step }) => step === view.at);
  return view.steps[here - 1]?.step ?? null;
}
