// The case as a state machine: a state and an event in; a new state and effects out, or the reason why not.
// It is the only place that decides what may follow what (docs/spec/case.md).
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, unreachable, type Result } from '#core/kernel/result.ts';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { mobileSchema } from '#core/contract/bank/mobile.ts';
import { isAsRead } from './confirm-fields.ts';
import type { CaseEffect, CaseEvent, CaseStart } from './case-event.ts';
import type { CaseState } from './case-state.ts';
import { evidenceOf } from './case-state.ts';
import { correctionRefusal, nextVersion, reopened } from './correction.ts';
import { firstOpenStep, isAsked, mayEnter, sidesMissing, livenessTries, unchecked } from './demand.ts';
import { referenceOf } from './reference.ts';

export interface Applied {
  readonly state: CaseState;
  readonly effects: readonly CaseEffect[];
}

/** Shortest reason an officer may give for a judgement, in characters: enough to be words. */
export const reasonMinLength = 3;

/** What was seen of a person holds for the pictures of that moment: with others it has to be seen again. */
function checkTakenBack({ liveness }: CaseState): CaseState['liveness'] {
  return liveness?.outcome === 'live' ? unchecked(liveness.tries) : liveness;
}

export function startCase(start: CaseStart): CaseState {
  return {
    schema: 'pravesh-case-state/1',
    caseId: start.caseId,
    reference: referenceOf(start.caseId),
    mode: start.mode,
    simulated: start.simulated,
    language: start.language,
    officer: start.officer,
    startedAt: start.at,
    status: 'draft',
    at: 'consent',
    consent: null,
    product: null,
    contact: null,
    document: null,
    reading: null,
    face: null,
    liveness: start.demandsLiveness === true ? unchecked(0) : null,
    biometrics: { ask: 'off', parts: [], captures: [], exceptions: [] },
    sealed: null,
    correction: null,
    answeredBefore: 0,
    bank: null,
    erased: null,
  };
}

const finalBankStates = new Set(['opened', 'refused']);

/**
 * What stays: which case it was, when, by whom and in which mode, what was consented to, which packet was sealed, and the
 * bank's final word without the account. Nothing of it names the customer.
 */
function erase(state: CaseState, event: Extract<CaseEvent, { type: 'erased' }>): Result<Applied, Refusal> {
  if (state.erased || state.status === 'abandoned') return refuse({ kind: 'case-closed' });
  const { consent, product, bank } = state;
  const sealed = state.sealed ?? state.correction?.of ?? null;
  const kept = bank && finalBankStates.has(bank.state) ? { ...bank, accountNumber: null, ifsc: null } : null;
  const after: CaseState = {
    ...startCase({ ...state, at: state.startedAt }),
    status: sealed ? 'sealed' : 'abandoned',
    at: sealed ? 'done' : 'consent',
    consent,
    product,
    sealed,
    bank: kept,
    erased: { why: event.why, at: event.at },
  };
  return accept(after, [{ type: 'wipe' }]);
}

const refuse = (refusal: Refusal): Result<Applied, Refusal> => err(refusal);

function accept(state: CaseState, effects: readonly CaseEffect[] = []): Result<Applied, Refusal> {
  return ok({ state, effects });
}

/** With a step's demand met the case goes on to the first step that still lacks something. */
function advance(state: CaseState, effects: readonly CaseEffect[] = []): Result<Applied, Refusal> {
  return accept({ ...state, at: firstOpenStep(state) }, effects);
}

function dropped(before: CaseState, after: CaseState): CaseEffect[] {
  const kept = new Set(evidenceOf(after).map((item) => item.evidenceId));
  return evidenceOf(before)
    .filter((item) => !kept.has(item.evidenceId))
    .map((item) => ({ type: 'drop-evidence', evidenceId: item.evidenceId }));
}

function giveConsent(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'consent-given' }>,
): Result<Applied, Refusal> {
  const given = new Set(
    event.purposes.filter((purpose) => purpose.given).map((purpose) => purpose.purposeId),
  );
  const missing = event.required.find((purposeId) => !given.has(purposeId));
  if (missing !== undefined) return refuse({ kind: 'consent-required', subject: missing });
  const takenBack = (state.consent?.purposes ?? []).some(
    (before) => before.given && !given.has(before.purposeId),
  );
  const after: CaseState = {
    ...state,
    consent: { textVersion: event.textVersion, at: event.at, purposes: [...event.purposes] },
    reading: takenBack ? withoutWholeNumber(state.reading) : state.reading,
  };
  return advance(after, dropped(state, after));
}

/** Whichever purpose was taken back, the whole Aadhaar number is kept on consent alone: its last four digits stay. */
function withoutWholeNumber(reading: CaseState['reading']): CaseState['reading'] {
  if (!reading?.identity.aadhaar) return reading;
  const aadhaar = { ...reading.identity.aadhaar, whole: null };
  return { ...reading, identity: { ...reading.identity, aadhaar } };
}

function captureSide(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'side-captured' }>,
): Result<Applied, Refusal> {
  const before = state.document?.kind === event.kind ? state.document.sides : [];
  const sides = [
    ...before.filter((taken) => taken.side !== event.side),
    { side: event.side, item: event.item },
  ].sort((a, b) => b.side.localeCompare(a.side));
  // Another picture may show another document: what was read off the old one, and compared with it, no longer holds.
  const after: CaseState = {
    ...state,
    document: { kind: event.kind, sides },
    reading: null,
    face: null,
    liveness: checkTakenBack(state),
  };
  const effects = dropped(state, after);
  return sidesMissing({ kind: event.kind, sides }).length === 0
    ? advance(after, effects)
    : accept(after, effects);
}

/** A blacked picture takes the captured one's place; the captured one is dropped in the same change. */
function withCovered(
  document: NonNullable<CaseState['document']>,
  covered: NonNullable<Extract<CaseEvent, { type: 'document-read' }>['covered']>,
): CaseState['document'] {
  const sides = document.sides.map(
    (taken) => covered.find((replaced) => replaced.side === taken.side) ?? taken,
  );
  return { ...document, sides };
}

function judgeFace(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'face-judged' }>,
): Result<Applied, Refusal> {
  if (!state.face) return refuse({ kind: 'selfie-missing' });
  if (event.verdict.reason.trim().length < reasonMinLength) return refuse({ kind: 'reason-required' });
  if (event.verdict.verdict === 'same-person' && state.face.outcome === 'mismatch') {
    return refuse({ kind: 'another-person' });
  }
  return advance({ ...state, face: { ...state.face, officerVerdict: event.verdict } });
}

function judgeLiveness(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'liveness-judged' }>,
): Result<Applied, Refusal> {
  const { liveness } = state;
  if (!liveness) return refuse({ kind: 'liveness-check-over' });
  // Once a person has to look, no further try takes that back.
  if (liveness.outcome === 'officer') return refuse({ kind: 'liveness-officer' });
  const tries = liveness.tries + (event.outcome === 'again' ? 1 : 0);
  const spent = event.outcome === 'again' && tries >= livenessTries;
  const { at, signals } = event;
  // Stays on the step, as a comparison does: what came of it is shown before anyone goes on.
  return accept({
    ...state,
    liveness: {
      tries,
      outcome: spent ? 'officer' : event.outcome,
      why: spent ? 'three-tries' : event.why,
      at,
      signals: [...signals],
      officerVerdict: null,
    },
  });
}

function seeLiveness(
  state: CaseState,
  { verdict }: Extract<CaseEvent, { type: 'liveness-seen' }>,
): Result<Applied, Refusal> {
  if (state.liveness?.outcome !== 'officer') return refuse({ kind: 'liveness-missing' });
  if (verdict.reason.trim().length < reasonMinLength) return refuse({ kind: 'reason-required' });
  return accept({ ...state, liveness: { ...state.liveness, officerVerdict: verdict } });
}

/** One capture or one exception a part: the newer takes the place of the older. Stays on the step: there may be more. */
function holdBiometrics(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'biometrics-captured' | 'biometric-excepted' }>,
): Result<Applied, Refusal> {
  if (state.biometrics.ask === 'off') return refuse({ kind: 'biometric-not-asked' });
  const captures = event.type === 'biometrics-captured' ? event.captures : [];
  const exceptions = event.type === 'biometric-excepted' ? [event.exception] : [];
  const parts = new Set([...captures, ...exceptions].map(({ part }) => part));
  if (parts.size !== captures.length + exceptions.length) return refuse({ kind: 'biometric-twice' });
  if (exceptions.some(({ note }) => note.trim().length < reasonMinLength))
    return refuse({ kind: 'reason-required' });
  const kept = <T extends { readonly part: BodyPart }>(before: readonly T[], added: readonly T[]) => [
    ...before.filter(({ part }) => !parts.has(part)),
    ...added,
  ];
  const after: CaseState = {
    ...state,
    biometrics: {
      ...state.biometrics,
      captures: kept(state.biometrics.captures, captures),
      exceptions: kept(state.biometrics.exceptions, exceptions),
    },
  };
  return accept(after, dropped(state, after));
}

function applyToDraft(state: CaseState, event: CaseEvent): Result<Applied, Refusal> {
  switch (event.type) {
    case 'consent-given':
      return giveConsent(state, event);
    case 'product-chosen': {
      const { productId, branchId, catalogueVersion, biometrics } = event;
      const asked = { ask: biometrics?.ask ?? 'off', parts: [...(biometrics?.parts ?? [])] };
      return advance({
        ...state,
        product: { productId, branchId, catalogueVersion },
        biometrics: { ...state.biometrics, ...asked },
      });
    }
    case 'code-sent':
      if (!mobileSchema.safeParse(event.mobile).success) return refuse({ kind: 'mobile-invalid' });
      return accept({
        ...state,
        contact: { state: 'code-sent', mobile: event.mobile, challenge: event.challenge },
      });
    case 'code-refused': {
      if (state.contact?.state !== 'code-sent') return refuse({ kind: 'code-not-requested' });
      const challenge = { ...state.contact.challenge, triesLeft: event.triesLeft };
      return accept({ ...state, contact: { ...state.contact, challenge } });
    }
    case 'mobile-verified':
      if (state.contact?.state !== 'code-sent') return refuse({ kind: 'code-not-requested' });
      return advance({
        ...state,
        contact: { state: 'verified', mobile: state.contact.mobile, proof: event.proof },
      });
    case 'mobile-kept-unverified':
      if (!mobileSchema.safeParse(event.mobile).success) return refuse({ kind: 'mobile-invalid' });
      return advance({ ...state, contact: { state: 'unverified', mobile: event.mobile } });
    case 'side-captured':
      return captureSide(state, event);
    case 'pictures-lost': {
      // What was read is kept with its pictures; only unread ones can be lost.
      if (!state.document || state.reading) return refuse({ kind: 'case-changed' });
      const sides = state.document.sides.filter(({ side }) => !event.sides.includes(side));
      const after = { ...state, document: { ...state.document, sides } };
      return mayEnter(after, state.at) ? accept(after) : advance(after);
    }
    case 'document-read': {
      if (!state.document || sidesMissing(state.document).length > 0) return refuse({ kind: 'side-missing' });
      if (state.correction && event.identity.identityHash !== state.correction.identityHash) {
        return refuse({ kind: 'another-document' });
      }
      const { fields, portrait, covered } = event.reading;
      const after: CaseState = {
        ...state,
        document: withCovered(state.document, event.covered ?? []),
        reading: {
          readAt: event.at,
          fields,
          portrait,
          covered,
          identity: event.identity,
          hints: [...(event.hints ?? [])],
          signed: event.signed ?? null,
          signedPortrait: event.signedPortrait ?? null,
          confirmed: null,
          chip: null,
          ekyc: null,
        },
      };
      return accept(after, dropped(state, after));
    }
    case 'chip-read': {
      if (!state.reading || state.document?.kind !== 'passport') return refuse({ kind: 'reading-not-done' });
      const { files, portrait, attestation } = event.chip;
      // Confirmed again, for the fields may read otherwise; compared again, for the portrait is another one.
      const after: CaseState = {
        ...state,
        reading: {
          ...state.reading,
          fields: [...event.fields],
          chip: { files, attestation },
          signedPortrait: portrait ?? state.reading.signedPortrait,
          confirmed: null,
        },
        face: null,
      };
      return accept(after, dropped(state, after));
    }
    case 'ekyc-answered':
      if (!state.reading || state.document?.kind !== 'aadhaar') return refuse({ kind: 'reading-not-done' });
      return accept({ ...state, reading: { ...state.reading, ekyc: event.ekyc } });
    case 'reading-confirmed':
      if (!state.reading) return refuse({ kind: 'reading-not-done' });
      if (
        state.correction &&
        (event.identityHash ?? state.correction.identityHash) !== state.correction.identityHash
      ) {
        return refuse({ kind: 'another-document' });
      }
      return advance({
        ...state,
        reading: {
          ...state.reading,
          identity: {
            ...state.reading.identity,
            identityHash: event.identityHash ?? state.reading.identity.identityHash,
          },
          confirmed: { at: event.at, fields: [...event.fields] },
          // What UIDAI said of another name or day than the one confirmed is no word about this customer.
          ekyc: isAsRead(state.reading.fields, event.fields) ? state.reading.ekyc : null,
        },
      });
    case 'selfie-compared': {
      const after: CaseState = {
        ...state,
        face: {
          selfie: event.selfie,
          portrait: event.portrait,
          outcome: event.outcome,
          reference: event.reference ?? 'document',
          score: event.score,
          missing: [...event.missing],
          models: [...event.models],
          modelSet: event.modelSet,
          quality: event.quality,
          template: event.template,
          sameFaceIn: [...event.sameFaceIn],
          officerVerdict: null,
        },
        liveness: event.ofCheck === true ? state.liveness : checkTakenBack(state),
      };
      // Stays on the step: the outcome is shown before anyone goes on.
      return accept(after, dropped(state, after));
    }
    case 'face-judged':
      return judgeFace(state, event);
    case 'liveness-judged':
      return judgeLiveness(state, event);
    case 'liveness-seen':
      return seeLiveness(state, event);
    case 'biometrics-captured':
    case 'biometric-excepted':
      return holdBiometrics(state, event);
    case 'moved':
      if (event.to === 'done' || !isAsked(state, event.to) || !mayEnter(state, event.to)) {
        return refuse({ kind: 'step-not-reached', subject: event.to });
      }
      return accept({ ...state, at: event.to });
    case 'sealed': {
      const open = firstOpenStep(state);
      if (open !== 'review') return refuse({ kind: 'step-not-reached', subject: open });
      // The version before may have reached the bank by hand meanwhile: then there is nothing left to correct.
      if (state.correction && state.bank && state.bank.state !== 'refused') {
        return refuse({ kind: 'already-delivered' });
      }
      return accept({
        ...state,
        status: 'sealed',
        at: 'done',
        sealed: { packetId: event.packetId, at: event.at, version: nextVersion(state) },
        correction: null,
        answeredBefore: state.bank?.revision ?? state.answeredBefore,
        bank: null,
      });
    }
    case 'correction-set-aside':
      if (!state.correction) return refuse({ kind: 'case-closed' });
      return accept({
        ...state,
        status: 'sealed',
        at: 'done',
        sealed: state.correction.of,
        correction: null,
      });
    case 'abandoned':
      // What was sealed before is the bank's business too: it is set aside, or its consent withdrawn, never dropped.
      if (state.correction) return refuse({ kind: 'correction-open' });
      return accept({ ...startCase({ ...state, at: state.startedAt }), status: 'abandoned' }, [
        { type: 'wipe' },
      ]);
    case 'erased':
      return erase(state, event);
    case 'bank-answered':
      return state.correction ? answer(state, event) : refuse({ kind: 'case-closed' });
    case 'reopened':
      return refuse({ kind: 'correction-open' });
    default:
      return unreachable(event);
  }
}

/** A late message must not undo a newer one (requirement M18: order by the bank's revision). */
function answer(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'bank-answered' }>,
): Result<Applied, Refusal> {
  const stale = event.status.revision <= (state.bank?.revision ?? state.answeredBefore);
  return accept(stale ? state : { ...state, bank: event.status });
}

function reopen(state: CaseState, event: Extract<CaseEvent, { type: 'reopened' }>): Result<Applied, Refusal> {
  const refusal = correctionRefusal(state, event.packet);
  if (refusal) return refuse(refusal);
  const reason = state.bank === null ? (event.packet?.reason ?? null) : null;
  const after = reopened(state, { ...event, reason });
  return after ? advance(after, dropped(state, after)) : refuse({ kind: 'case-closed' });
}

/** Steps at which each event may come; what is not listed may come at any step of a draft. */
const stepOf = {
  'product-chosen': 'product',
  'code-sent': 'contact',
  'mobile-kept-unverified': 'contact',
  'side-captured': 'document',
  'document-read': 'reading',
  'chip-read': 'reading',
  'ekyc-answered': 'reading',
  'reading-confirmed': 'reading',
  'selfie-compared': 'face',
  'face-judged': 'face',
  'liveness-judged': 'face',
  'liveness-seen': 'face',
  'biometrics-captured': 'biometrics',
  'biometric-excepted': 'biometrics',
} as const;

/**
 * Applies one event. Errors: `case-closed` for anything but the bank's answers after sealing or abandoning;
 * `step-not-reached` when the steps before it lack something; each event's own refusal otherwise.
 */
export function applyEvent(state: CaseState, event: CaseEvent): Result<Applied, Refusal> {
  if (state.status === 'sealed' && event.type === 'erased') return erase(state, event);
  if (state.status === 'sealed' && event.type === 'bank-answered') {
    // An account number that comes late must not come back into a case that was erased.
    if (state.erased) return accept(state);
    return answer(state, event);
  }
  if (state.status === 'sealed' && event.type === 'reopened') return reopen(state, event);
  if (state.status !== 'draft') return refuse({ kind: 'case-closed' });
  if (event.type in stepOf) {
    const step = stepOf[event.type as keyof typeof stepOf];
    if (!mayEnter(state, step)) return refuse({ kind: 'step-not-reached', subject: step });
  }
  return applyToDraft(state, event);
}
