// Decides about a case: opened, refused, looked at by a person, or waiting for the customer's code.
// Pure; the rules are those of docs/spec/bank.md, by their ids.
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import type { Branch, Catalogue, KioskPolicy, Product } from '#core/contract/bank/catalogue.ts';
import type { EkycOutcome } from '#core/contract/bank/ekyc.ts';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';
import type { BankReason } from '#core/contract/bank/packet.ts';
import { calendarDateSchema, dayOf, type CalendarDate } from '#core/kernel/instant.ts';
import { unreachable } from '#core/kernel/result.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import { wholeYears } from '#core/reading/date.ts';

export type CaseFacts = {
  readonly file: CaseFile;
  readonly environment: BankEnvironment;
  /** The catalogue the case names, null when this bank never issued it. */
  readonly catalogue: Catalogue | null;
  /** Today's policy: a kiosk with an old one cannot choose it. */
  readonly policy: KioskPolicy;
  /** By the bank's own proof, or by a code answered since. */
  readonly mobileVerified: boolean;
  readonly customerExists: boolean;
  /** Every officer the case names is one of this bank today. */
  readonly officersKnown: boolean;
  /** What this bank itself heard from UIDAI under the reference the case names; null: it names none, or none it knows. */
  readonly ekyc: { readonly outcome: EkycOutcome; readonly identityHash: string } | null;
  /** SHA-256 of the models whose comparisons are believed. */
  readonly acceptedModels: ReadonlySet<string>;
  /** The bank's own day, UTC: a kiosk cannot have sealed a case later than it is decided. */
  readonly today: CalendarDate;
};

export type CaseDecision =
  | { readonly state: 'opened'; readonly reasons: readonly BankReason[]; readonly branch: Branch }
  | { readonly state: 'refused' | 'in-review' | 'awaiting-mobile'; readonly reasons: readonly BankReason[] };

export function decideCase(facts: CaseFacts): CaseDecision {
  const { file, catalogue } = facts;
  const product = catalogue?.products.find((p) => p.productId === file.product.productId);
  const branch = catalogue?.branches.find((b) => b.branchId === file.product.branchId);

  const refusals = refusalsOf(facts, product, branch);
  if (refusals.length > 0 || branch === undefined) return { state: 'refused', reasons: refusals };

  const face = judgeFace(file, facts.policy);
  const incomplete: readonly BankReason[] = isComplete(file) ? [] : ['document-incomplete']; // BK9
  const unknown: BankReason[] = [];
  // BK27: a tax number is no officially valid document (RBI, Know Your Customer Direction 2016, section 3(a)(xiv)).
  if (file.document.kind === 'pan') unknown.push('document-not-enough');
  if (!facts.officersKnown) unknown.push('officer-unknown'); // BK22
  const { outcome, models } = file.face;
  const isBelieved = models.every(({ sha256 }) => facts.acceptedModels.has(sha256));
  if (outcome === 'match' && !isBelieved) unknown.push('model-unknown'); // BK23
  if (!ekycStands(facts)) unknown.push('ekyc-differs'); // BK40
  const review = [...new Set([...face.review, ...livenessOf(file, facts.policy), ...incomplete, ...unknown])];
  const notes = [...face.notes, ...correctionsOf(file)]; // BK12

  // BK10: the code is asked for first, so that a person looks only at cases whose customer can be reached.
  if (!facts.mobileVerified)
    return { state: 'awaiting-mobile', reasons: ['mobile-unverified', ...review, ...notes] };
  if (review.length > 0) return { state: 'in-review', reasons: [...review, ...notes] };
  return { state: 'opened', reasons: notes, branch };
}

function refusalsOf(
  facts: CaseFacts,
  product: Product | undefined,
  branch: Branch | undefined,
): BankReason[] {
  const { file, catalogue } = facts;
  const sealedOn = dayOf(file.sealedAt);
  const birth = dateField(file, 'dateOfBirth');
  const expiry = dateField(file, 'expiryDate');
  const reasons: BankReason[] = [];
  if (facts.environment === 'production' && file.simulated) reasons.push('simulation-refused'); // BK1
  if (product === undefined || branch === undefined) reasons.push('product-unknown'); // BK2
  if (!hasRequiredConsents(file, catalogue)) reasons.push('consent-missing'); // BK3
  // A sealing said to lie in the future makes nobody older.
  const ageOn = sealedOn < facts.today ? sealedOn : facts.today;
  if (product !== undefined && birth !== null && wholeYears(birth, ageOn) < product.minimumAgeYears) {
    reasons.push('under-age'); // BK4
  }
  // A document is good through the day printed on it; the day the customer stood there counts, not the day of arrival.
  if (expiry !== null && expiry < sealedOn) reasons.push('document-expired'); // BK5
  if (facts.customerExists) reasons.push('customer-exists'); // BK6
  return reasons;
}

function hasRequiredConsents(file: CaseFile, catalogue: Catalogue | null): boolean {
  if (catalogue === null || file.consent.textVersion !== catalogue.consentTextVersion) return false;
  const given = new Set(file.consent.purposes.filter((p) => p.given).map((p) => p.purposeId));
  return catalogue.purposes.every((p) => !p.required || given.has(p.purposeId));
}

/**
 * BK7 and BK8. A match stands only with a score that reaches the bank's own threshold and models that made it, and
 * only where the officer who saw the person did not ask for a review.
 */
function judgeFace(file: CaseFile, policy: KioskPolicy): { review: BankReason[]; notes: BankReason[] } {
  const { outcome, score, models, officerVerdict } = file.face;
  switch (outcome) {
    case 'match':
      return score !== null &&
        score >= policy.faceMatchThreshold &&
        models.length > 0 &&
        officerVerdict?.verdict !== 'send-to-review'
        ? { review: [], notes: [] }
        : { review: ['face-review'], notes: [] };
    case 'review':
      return { review: ['face-review'], notes: [] };
    case 'mismatch':
      return { review: ['face-mismatch'], notes: [] };
    case 'unavailable':
      if (officerVerdict?.verdict !== 'same-person') return { review: ['face-review'], notes: [] };
      return policy.allowManualFaceMatch
        ? { review: [], notes: ['face-compared-by-officer'] }
        : { review: ['face-compared-by-officer'], notes: [] };
    default:
      return unreachable(outcome);
  }
}

/** BK26. Where today's policy demands that somebody was there, the kiosk or an officer must have said so. */
function livenessOf({ liveness, mode }: CaseFile, policy: KioskPolicy): BankReason[] {
  if (!liveness) return policy.livenessDemandedIn?.includes(mode) ? ['face-review'] : [];
  if (liveness.outcome === 'live' || liveness.officerVerdict?.verdict === 'seen-in-person') return [];
  return ['face-review'];
}

/** BK40. A case that names an eKYC is believed only as far as this bank heard it itself, of the same number. */
function ekycStands({ file, ekyc }: CaseFacts): boolean {
  const told = file.document.ekyc;
  if (!told) return true;
  return (
    ekyc?.outcome === 'confirmed' &&
    told.outcome === 'confirmed' &&
    ekyc.identityHash === file.document.identityHash
  );
}

/** Every side and the selfie must have come along: what says it was read and compared can be looked at again. */
function hasItsPictures(file: CaseFile): boolean {
  const roles = new Set(file.evidence.map(({ role }) => role));
  return (
    roles.has('selfie') &&
    documentLayouts[file.document.kind].sides.every((side) => roles.has(`document-${side}`))
  );
}

function isComplete(file: CaseFile): boolean {
  if (!hasItsPictures(file)) return false;
  const hasName = file.document.fields.some((f) => f.name === 'name' && f.value.trim() !== '');
  if (!hasName || dateField(file, 'dateOfBirth') === null) return false;
  const { kind, fields, aadhaar } = file.document;
  if (kind === 'aadhaar') return aadhaar !== null;
  // Of the others only a passport always carries its last day.
  if (kind === 'passport' && dateField(file, 'expiryDate') === null) return false;
  return fields.some((field) => field.name === documentLayouts[kind].number);
}

/** The officer typed another than was read: worth a note to who looks later, common enough not to stop a case. */
function correctionsOf(file: CaseFile): BankReason[] {
  const corrected = new Set(
    file.document.fields
      .filter((field) => field.readValue !== null && field.readValue !== field.value)
      .map((field) => field.name),
  );
  const notes: BankReason[] = [];
  if (corrected.has('name')) notes.push('name-corrected');
  if (corrected.has('dateOfBirth')) notes.push('birth-date-corrected');
  return notes;
}

function dateField(file: CaseFile, name: 'dateOfBirth' | 'expiryDate'): CalendarDate | null {
  const value = file.document.fields.find((f) => f.name === name)?.value;
  return calendarDateSchema.safeParse(value).data ?? null;
}
