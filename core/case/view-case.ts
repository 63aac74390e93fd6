// A case as the screens may see it: numbers masked, scores only for staff, nothing sealed.
import type { CaseView, DeliveryState, FieldView } from '#core/contract/kiosk/case-view.ts';
import { steps, type Step } from '#core/contract/kiosk/case-view.ts';
import type { DeliveryReason } from '#core/contract/kiosk/delivery-reason.ts';
import type { FieldName, FieldReading } from '#core/reading/field.ts';
import type { CaseState } from './case-state.ts';
import { mayCorrectNumber } from '#core/reading/kinds/corrected-number.ts';
import { isEditable } from './confirm-fields.ts';
import { correctionRefusal, nextVersion } from './correction.ts';
import { demandOf, firstOpenStep, isAsked, livenessTries, sidesMissing } from './demand.ts';

/** No check digit covers them, so a person compares them with the picture however surely they were read. */
const unprotected: ReadonlySet<FieldName> = new Set(['name', 'panNumber', 'documentNumber']);

/** Below this a value without proof asks to be looked at. */
export const sureFrom = 0.85;

export interface Delivery {
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
}

/** +91 ••••• •3210: only the last four digits. */
export function maskMobile(mobile: string): string {
  const country = mobile.startsWith('+91') ? '+91' : mobile.slice(0, 2);
  return `${country} ••••• •${mobile.slice(-4)}`;
}

function viewPlace(state: CaseState, place: FieldReading['where']): FieldView['where'] {
  const side = state.document?.sides.find((taken) => taken.side === place?.side);
  return place && side ? { evidenceId: side.item.evidenceId, box: place.box } : null;
}

function viewField(state: CaseState, field: FieldReading): FieldView {
  const confirmed = state.reading?.confirmed?.fields.find((entry) => entry.name === field.name)?.value;
  const corrected = confirmed !== undefined && confirmed !== field.value;
  return {
    name: field.name,
    value: confirmed ?? field.value,
    confidence: field.confidence,
    source: corrected ? 'typed' : field.source,
    proof: corrected ? null : field.proof,
    // Whoever is proved, a source that says otherwise is a reason to look.
    needsLook:
      field.rivals !== undefined ||
      (field.proof === null && (field.confidence < sureFrom || unprotected.has(field.name))),
    editable: isEditable(field) || (state.document !== null && mayCorrectNumber(state.document.kind, field)),
    where: viewPlace(state, field.where),
    ...(field.rivals && {
      rivals: field.rivals.map(({ value, source, where }) => ({
        value,
        source,
        where: viewPlace(state, where),
      })),
    }),
  };
}

function viewContact(contact: NonNullable<CaseState['contact']>): NonNullable<CaseView['contact']> {
  const challenge = contact.state === 'code-sent' ? contact.challenge : null;
  return {
    mobileMasked: maskMobile(contact.mobile),
    state: contact.state,
    expiresAt: challenge?.expiresAt ?? null,
    resendAt: challenge?.resendAt ?? null,
    triesLeft: challenge?.triesLeft ?? null,
  };
}

/** What is only offered stands in the journey once somebody takes it up. */
function isShown(state: CaseState, step: Step): boolean {
  if (step !== 'biometrics' || state.biometrics.ask === 'required') return isAsked(state, step);
  const { captures, exceptions } = state.biometrics;
  return state.at === step || captures.length + exceptions.length > 0;
}

function viewBiometrics(state: CaseState): CaseView['biometrics'] {
  const { ask, parts, captures, exceptions } = state.biometrics;
  if (ask === 'off') return null;
  return {
    ask,
    parts,
    captures: captures.map(({ part, quality, isPoor, agreement }) => ({
      part,
      quality,
      isPoor,
      agreement,
    })),
    exceptions: exceptions.map(({ part, reason }) => ({ part, reason })),
  };
}

function viewSteps(state: CaseState): CaseView['steps'] {
  const open = steps.indexOf(state.status === 'draft' ? firstOpenStep(state) : 'done');
  return steps
    .filter((step) => isShown(state, step))
    .map((step) => {
      const index = steps.indexOf(step);
      if (step === state.at) return { step, state: 'here' };
      if (step === 'face' && state.face?.outcome === 'mismatch') return { step, state: 'problem' };
      return { step, state: index < open ? 'done' : 'to-come' };
    });
}

export function viewCase(state: CaseState, delivery: Delivery | null): CaseView {
  const { document, reading, face, bank } = state;
  return {
    caseId: state.caseId,
    reference: state.reference,
    status: state.status,
    simulated: state.simulated,
    startedAt: state.startedAt,
    at: state.at,
    steps: viewSteps(state),
    consent: state.consent && { purposes: state.consent.purposes },
    product: state.product && { productId: state.product.productId, branchId: state.product.branchId },
    contact: state.contact && viewContact(state.contact),
    document: document && {
      kind: document.kind,
      sides: document.sides.map(({ side, item }) => ({ side, evidenceId: item.evidenceId })),
      sidesMissing: sidesMissing(document),
    },
    reading: reading && {
      confirmed: reading.confirmed !== null,
      signed: reading.signed?.outcome ?? null,
      hints: reading.hints,
      ekyc: reading.ekyc && { outcome: reading.ekyc.outcome, simulated: reading.ekyc.simulated },
      chip: reading.chip && { portrait: reading.signedPortrait?.role === 'chip-portrait' },
      fields: reading.fields.map((field) => viewField(state, field)),
      covered: reading.covered.flatMap(({ side, box }) => {
        const taken = document?.sides.find((one) => one.side === side);
        return taken ? [{ evidenceId: taken.item.evidenceId, box }] : [];
      }),
    },
    face: face && {
      selfieId: face.selfie.evidenceId,
      portraitId: face.portrait?.evidenceId ?? null,
      outcome: face.outcome,
      missing: face.missing,
      // In self-service it is the customer who stands before the screen: a score is for staff.
      score: state.mode === 'self-service' ? null : face.score,
      modelSet: face.modelSet,
      officerVerdict: face.officerVerdict?.verdict ?? null,
    },
    liveness: state.liveness && {
      outcome: state.liveness.outcome,
      why: state.liveness.why,
      triesLeft: Math.max(0, livenessTries - state.liveness.tries),
      officerVerdict: state.liveness.officerVerdict?.verdict ?? null,
    },
    biometrics: viewBiometrics(state),
    delivery,
    correction: state.correction && {
      version: nextVersion(state),
      reason: state.correction.reason,
      bankReasons: state.bank?.reasons ?? [],
    },
    mayCorrect: correctionRefusal(state, delivery) === null,
    bank: bank && {
      state: bank.state,
      reasons: bank.reasons,
      accountNumber: bank.accountNumber,
      ifsc: bank.ifsc,
    },
    blockedBy: state.status === 'draft' ? demandOf(state, state.at) : null,
  };
}
