import { describe, expect, it } from 'vitest';
import { bankCaseStatusSchema, type BankReason } from '#core/contract/bank/packet.ts';
import type { DeliveryReason } from '#core/contract/kiosk/delivery-reason.ts';
import { applyEvent } from './apply-event.ts';
import type { CaseEvent } from './case-event.ts';
import {
  after as afterAll,
  at,
  caseId,
  documentRead,
  journeyToReview,
  newCase,
  packetId,
  readingConfirmed,
  side,
} from './case.fixture.ts';
import type { CaseState } from './case-state.ts';

const after = (from: CaseState, events: readonly CaseEvent[]): CaseState => afterAll(events, from);
const sealed = (): CaseState => after(newCase(), [...journeyToReview, { type: 'sealed', packetId, at }]);
const answered = (state: 'refused' | 'opened' | 'received', reasons: BankReason[] = [], revision = 2) => ({
  type: 'bank-answered' as const,
  status: bankCaseStatusSchema.parse({
    caseId,
    state,
    reasons,
    accountNumber: null,
    ifsc: null,
    at,
    revision,
  }),
});
const reopened = (packet: { state: 'parked' | 'waiting' | 'accepted'; reason: DeliveryReason | null }) => ({
  type: 'reopened' as const,
  at,
  packet,
  picturesKept: true,
  mayKeepWholeNumber: false,
});
const parked = reopened({ state: 'parked', reason: 'packet-schema' });
const accepted = reopened({ state: 'accepted', reason: null });
const refusalOf = (state: CaseState, event: Parameters<typeof applyEvent>[1]) => {
  const applied = applyEvent(state, event);
  return applied.ok ? null : applied.error;
};

describe('a case opened again', () => {
  it('CS19 only what is parked or refused by the bank, and only for what can be mended here', () => {
    expect(refusalOf(sealed(), parked)).toBeNull();
    expect(refusalOf(sealed(), reopened({ state: 'waiting', reason: 'no-line' }))?.kind).toBe(
      'correction-not-possible',
    );
    expect(refusalOf(sealed(), reopened({ state: 'parked', reason: 'simulation-refused' }))).toEqual({
      kind: 'correction-not-possible',
      subject: 'simulation-refused',
    });
    const of = (...reasons: BankReason[]) => after(sealed(), [answered('refused', reasons)]);
    expect(refusalOf(of('under-age'), accepted)).toBeNull();
    expect(refusalOf(of('under-age', 'customer-exists'), accepted)).toEqual({
      kind: 'correction-not-possible',
      subject: 'customer-exists',
    });
    expect(refusalOf(after(sealed(), [answered('opened')]), accepted)?.kind).toBe('already-delivered');
    expect(refusalOf(after(newCase(), journeyToReview), parked)?.kind).toBe('correction-open');
    const erased = after(sealed(), [{ type: 'erased', why: 'consent-withdrawn', at }]);
    expect(refusalOf(erased, parked)?.kind).toBe('case-closed');
  });

  it('CS20 is a draft again at the first step that has to be done anew, the rest as it was', () => {
    expect(after(sealed(), [parked])).toMatchObject({ status: 'draft', at: 'review', sealed: null });
    const of = (reason: BankReason) => after(sealed(), [answered('refused', [reason]), accepted]);
    expect(of('consent-missing')).toMatchObject({ at: 'consent', consent: null });
    expect(of('under-age')).toMatchObject({ at: 'product', product: null });
    expect(of('document-incomplete')).toMatchObject({ at: 'document', reading: null, face: null });
    expect(of('name-corrected')).toMatchObject({ at: 'reading', reading: { confirmed: null } });
    expect(of('face-mismatch')).toMatchObject({ at: 'face', face: null });
    const gone = after(sealed(), [{ ...parked, picturesKept: false }]);
    expect(gone).toMatchObject({ at: 'document', document: null, reading: null, face: null });
  });

  it('CS21 stays the same customer’s: a document of another number is refused, the same one taken again is not', () => {
    const open = after(sealed(), [parked, { type: 'moved', to: 'document' }]);
    const retaken = after(open, [side('front', 71), side('back', 72)]);
    const other = { ...documentRead.identity, identityHash: 'cd'.repeat(32) };
    expect(refusalOf(retaken, { ...documentRead, identity: other })).toEqual({ kind: 'another-document' });
    expect(after(retaken, [documentRead, readingConfirmed])).toMatchObject({ at: 'face' });
  });

  it('CS22 sealed again it is the next version, and what the bank said of the one before no longer counts', () => {
    const again = after(sealed(), [
      answered('refused', ['name-corrected'], 5),
      accepted,
      { type: 'moved', to: 'reading' },
      readingConfirmed,
      { type: 'sealed', packetId, at },
    ]);
    expect(again).toMatchObject({ status: 'sealed', sealed: { version: 2 }, correction: null, bank: null });
    expect(after(again, [answered('refused', [], 5)]).bank).toBeNull();
    expect(after(again, [answered('opened', [], 7)]).bank?.state).toBe('opened');
    expect(after(again, [answered('refused', [], 6), accepted]).correction?.of.version).toBe(2);
  });

  it('CS23 set aside it stands as it was sealed and can be opened again; it is never abandoned', () => {
    const open = after(sealed(), [parked]);
    expect(refusalOf(open, { type: 'abandoned' })).toEqual({ kind: 'correction-open' });
    const aside = after(open, [{ type: 'correction-set-aside' }]);
    expect(aside).toMatchObject({ status: 'sealed', at: 'done', sealed: { version: 1 }, correction: null });
    expect(refusalOf(aside, parked)).toBeNull();
    expect(refusalOf(sealed(), { type: 'correction-set-aside' })?.kind).toBe('case-closed');
    const erased = after(open, [{ type: 'erased', why: 'consent-withdrawn', at }]);
    expect(erased).toMatchObject({ status: 'sealed', sealed: { version: 1 }, reading: null });
  });

  it('CS24 a version before that reached the bank by hand ends the correction', () => {
    const open = after(sealed(), [parked, answered('opened')]);
    expect(refusalOf(open, { type: 'sealed', packetId, at })).toEqual({ kind: 'already-delivered' });
    expect(after(open, [{ type: 'correction-set-aside' }]).bank?.state).toBe('opened');
  });
});
