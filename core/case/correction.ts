// A sealed case opened again: whether it may be, what of it has to be done anew, and what a correction must not change.
// It refuses whatever the bank has not refused, what no correction can mend, and another customer's document (rules CS19 to CS24).
import type { BankReason } from '#core/contract/bank/packet.ts';
import type { DeliveryState } from '#core/contract/kiosk/case-view.ts';
import type { DeliveryReason } from '#core/contract/kiosk/delivery-reason.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { unchecked } from './demand.ts';
import type { CaseState } from './case-state.ts';

/** Where the newest packet of the case stands. */
export interface PacketStanding {
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
}

type Part = 'consent' | 'product' | 'contact' | 'document' | 'reading' | 'face';

/** What each of the bank's reasons asks to be done anew; null where nothing at this kiosk can mend it. */
const anewFor: Readonly<Record<BankReason, Part | null>> = {
  'face-review': 'face',
  'face-mismatch': 'face',
  'face-compared-by-officer': 'face',
  'consent-missing': 'consent',
  'product-unknown': 'product',
  // A date of birth that check digits prove is not typed over: then it is another account that fits.
  'under-age': 'product',
  'mobile-unverified': 'contact',
  'name-corrected': 'reading',
  'birth-date-corrected': 'reading',
  'document-incomplete': 'document',
  'document-not-enough': 'document',
  // Another document has another number: a case of its own.
  'document-expired': null,
  'customer-exists': null,
  'simulation-refused': null,
  'consent-withdrawn': null,
  // What the reviewer named beside it says more; at the least a person looks at the reading again.
  'refused-in-review': 'reading',
  'approved-in-review': null,
  'refused-for-good': null,
  'model-unknown': 'face',
  // UIDAI is asked again, or the document read again.
  'ekyc-differs': 'reading',
  // Who served the customer is not changed afterwards.
  'officer-unknown': null,
};

const notPossible = (subject?: string): Refusal =>
  subject === undefined ? { kind: 'correction-not-possible' } : { kind: 'correction-not-possible', subject };

/** Null: it may be opened again. */
export function correctionRefusal(state: CaseState, packet: PacketStanding | null): Refusal | null {
  if (state.status !== 'sealed' || state.erased) return { kind: 'case-closed' };
  if (state.bank) {
    if (state.bank.state !== 'refused') return { kind: 'already-delivered' };
    const final = state.bank.reasons.find((reason) => anewFor[reason] === null);
    return final === undefined ? null : notPossible(final);
  }
  if (packet?.state !== 'parked') return notPossible();
  return packet.reason === 'simulation-refused' ? notPossible(packet.reason) : null;
}

function partsToDoAnew(state: CaseState, picturesKept: boolean): ReadonlySet<Part> {
  const parts = new Set<Part>();
  for (const reason of state.bank?.reasons ?? []) {
    const part = anewFor[reason];
    if (part !== null) parts.add(part);
  }
  if (!picturesKept) parts.add('document');
  return parts;
}

/** The case as a draft again, without what has to be done anew. What rested on a dropped part goes with it. */
export function reopened(
  state: CaseState,
  event: {
    readonly at: NonNullable<CaseState['correction']>['at'];
    readonly reason: DeliveryReason | null;
    readonly picturesKept: boolean;
    readonly mayKeepWholeNumber: boolean;
  },
): CaseState | null {
  const { sealed, reading } = state;
  if (!sealed) return null;
  const anew = partsToDoAnew(state, event.picturesKept);
  const withoutDocument = anew.has('document');
  const keptReading =
    reading && !event.mayKeepWholeNumber && reading.identity.aadhaar
      ? {
          ...reading,
          identity: { ...reading.identity, aadhaar: { ...reading.identity.aadhaar, whole: null } },
        }
      : reading;
  return {
    ...state,
    status: 'draft',
    sealed: null,
    correction: {
      of: sealed,
      at: event.at,
      reason: event.reason,
      identityHash: reading?.identity.identityHash ?? state.correction?.identityHash ?? null,
    },
    consent: anew.has('consent') ? null : state.consent,
    product: anew.has('product') ? null : state.product,
    contact: anew.has('contact') ? null : state.contact,
    document: withoutDocument ? null : state.document,
    reading: withoutDocument
      ? null
      : keptReading && anew.has('reading')
        ? { ...keptReading, confirmed: null }
        : keptReading,
    face: withoutDocument || anew.has('face') ? null : state.face,
    // Pictures taken another day are of another moment: who was seen then is seen again.
    liveness: state.liveness && (withoutDocument || anew.has('face')) ? unchecked(0) : state.liveness,
  };
}

/** The version that the next sealing of this case makes. */
export function nextVersion(state: Pick<CaseState, 'correction'>): number {
  return (state.correction?.of.version ?? 0) + 1;
}
