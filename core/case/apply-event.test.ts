import { describe, expect, it } from 'vitest';
import { steps } from '#core/contract/kiosk/case-view.ts';
import { bankCaseStatusSchema } from '#core/contract/bank/packet.ts';
import { applyEvent } from './apply-event.ts';
import { evidenceOf } from './case-state.ts';
import { firstOpenStep } from './demand.ts';
import {
  after,
  at,
  caseId,
  consentGiven,
  documentRead,
  evidenceId,
  item,
  journeyToFace,
  journeyToReview,
  judged,
  mobileUnverified,
  newCase,
  packetId,
  productChosen,
  readingConfirmed,
  selfie,
  side,
} from './case.fixture.ts';

const sealed = { type: 'sealed', packetId, at } as const;
const status = (revision: number, state: 'received' | 'opened') => ({
  type: 'bank-answered' as const,
  status: bankCaseStatusSchema.parse({
    caseId,
    state,
    reasons: [],
    accountNumber: state === 'opened' ? '00010000017' : null,
    ifsc: null,
    at,
    revision,
  }),
});
const kindOf = (result: ReturnType<typeof applyEvent>) => (result.ok ? 'accepted' : result.error.kind);

describe('the case as a state machine', () => {
  it('CS1 begins at consent with nothing captured', () => {
    const state = newCase();
    expect(state.at).toBe('consent');
    expect(state.status).toBe('draft');
    expect(evidenceOf(state)).toEqual([]);
  });

  it('CS2 refuses consent without a required purpose and accepts it without an optional one', () => {
    const without = { ...consentGiven, required: ['data-processing', 'marketing'] };
    expect(applyEvent(newCase(), without)).toMatchObject({
      ok: false,
      error: { kind: 'consent-required', subject: 'marketing' },
    });
    expect(after([consentGiven]).at).toBe('product');
  });

  it('CS18 a consent taken back drops the whole Aadhaar number and keeps its last four digits', () => {
    const consent = (marketing: boolean) => ({
      ...consentGiven,
      purposes: [
        { purposeId: 'data-processing', given: true },
        { purposeId: 'marketing', given: marketing },
      ],
    });
    const whole = {
      ...documentRead,
      identity: {
        ...documentRead.identity,
        aadhaar: { lastFour: '0124', whole: item(70, 'aadhaar-number') },
      },
    };
    const journey = journeyToFace.map((event) => {
      if (event.type === 'consent-given') return consent(true);
      return event.type === 'document-read' ? whole : event;
    });
    expect(evidenceOf(after([...journey, consent(true)])).map(({ role }) => role)).toContain(
      'aadhaar-number',
    );
    const applied = applyEvent(after(journey), consent(false));
    expect(applied).toMatchObject({
      value: { effects: [{ type: 'drop-evidence', evidenceId: evidenceId(70) }] },
    });
    const without = after([...journey, consent(false)]);
    expect(without.reading?.identity.aadhaar).toEqual({ lastFour: '0124', whole: null });
    expect(without.reading?.confirmed).not.toBeNull();
  });

  it('CS3 refuses to move past a step that lacks something, for every step', () => {
    for (const step of steps.slice(1)) {
      expect(kindOf(applyEvent(newCase(), { type: 'moved', to: step }))).toBe('step-not-reached');
    }
  });

  it('CS3 refuses every event of a later step on a new case', () => {
    for (const event of [productChosen, mobileUnverified, side('front', 1), documentRead, readingConfirmed]) {
      expect(kindOf(applyEvent(newCase(), event))).toBe('step-not-reached');
    }
    expect(kindOf(applyEvent(newCase(), selfie('match')))).toBe('step-not-reached');
    expect(kindOf(applyEvent(newCase(), judged('same-person')))).toBe('step-not-reached');
    expect(kindOf(applyEvent(newCase(), sealed))).toBe('step-not-reached');
  });

  it('CS3 never reaches done but by sealing', () => {
    expect(kindOf(applyEvent(after(journeyToReview), { type: 'moved', to: 'done' }))).toBe(
      'step-not-reached',
    );
  });

  it('CS4 goes back to any earlier step and keeps what was captured', () => {
    const review = after(journeyToReview);
    for (const step of steps.slice(0, -1).filter((each) => each !== 'biometrics')) {
      const back = after([{ type: 'moved', to: step }], review);
      expect(back).toEqual({ ...review, at: step });
    }
  });

  it('CS5 is not met by a code that was only sent', () => {
    const challenge = {
      challengeId: '0193a1b2-0000-7000-8000-0000000000c1',
      expiresAt: at,
      resendAt: at,
      triesLeft: 5,
    };
    const sent = after([
      consentGiven,
      productChosen,
      { type: 'code-sent', mobile: '+919876543210', challenge },
    ]);
    expect(firstOpenStep(sent)).toBe('contact');
    expect(kindOf(applyEvent(sent, side('front', 1)))).toBe('step-not-reached');
    expect(after([{ type: 'mobile-verified', proof: 'a.b.c' }], sent).at).toBe('document');
    expect(after([{ type: 'code-refused', triesLeft: 3 }], sent).contact).toMatchObject({
      challenge: { triesLeft: 3 },
    });
  });

  it('CS5 refuses a number that is none', () => {
    const asked = after([consentGiven, productChosen]);
    expect(kindOf(applyEvent(asked, { ...mobileUnverified, mobile: '+911234567890' }))).toBe(
      'mobile-invalid',
    );
  });

  it('CS6 stays on the document until both sides are there', () => {
    const front = after([consentGiven, productChosen, mobileUnverified, side('front', 1)]);
    expect(front.at).toBe('document');
    expect(after([side('back', 2)], front).at).toBe('reading');
  });

  it('CS6 CS15 another picture drops reading, selfie and comparison, and their evidence', () => {
    const applied = applyEvent(after(journeyToReview), side('front', 50));
    expect(applied.ok).toBe(true);
    if (!applied.ok) return;
    expect(applied.value.state.reading).toBeNull();
    expect(applied.value.state.face).toBeNull();
    expect(applied.value.state.at).toBe('reading');
    expect(applied.value.effects).toEqual(
      [1, 31, 30].map((n) => ({ type: 'drop-evidence', evidenceId: evidenceId(n) })),
    );
  });

  it('CS36 lost pictures take their sides out of the case, and it goes back to the document', () => {
    const taken = after([consentGiven, productChosen, mobileUnverified, side('front', 1), side('back', 2)]);
    expect(taken.at).toBe('reading');
    const lost = after([{ type: 'pictures-lost', sides: ['front', 'back'] }], taken);
    expect(lost.at).toBe('document');
    expect(lost.document).toEqual({ kind: 'aadhaar', sides: [] });
    // Whoever had gone back further stays there.
    const back = after([{ type: 'moved', to: 'consent' }], taken);
    expect(after([{ type: 'pictures-lost', sides: ['front'] }], back)).toMatchObject({
      at: 'consent',
      document: { sides: [{ side: 'back' }] },
    });
    expect(kindOf(applyEvent(after(journeyToReview), { type: 'pictures-lost', sides: ['front'] }))).toBe(
      'case-changed',
    );
  });

  it('CS6 another kind of document starts it anew', () => {
    const passport = after([{ ...side('front', 60), kind: 'passport' }], after(journeyToReview));
    expect(passport.document?.sides).toHaveLength(1);
    expect(passport.at).toBe('reading');
  });

  it('CS7 lets a match, a same-person verdict or a review go on, and nothing else', () => {
    const ready = after(journeyToFace);
    expect(firstOpenStep(after([selfie('match')], ready))).toBe('review');
    for (const outcome of ['review', 'unavailable'] as const) {
      const unsure = after([selfie(outcome)], ready);
      expect(firstOpenStep(unsure)).toBe('face');
      expect(after([judged('same-person')], unsure).at).toBe('review');
      expect(after([judged('send-to-review')], unsure).at).toBe('review');
    }
  });

  it('CS8 refuses same-person on a mismatch; a review may be asked for', () => {
    const other = after([...journeyToFace, selfie('mismatch')]);
    expect(firstOpenStep(other)).toBe('face');
    expect(kindOf(applyEvent(other, judged('same-person')))).toBe('another-person');
    expect(kindOf(applyEvent(other, sealed))).toBe('step-not-reached');
    expect(after([judged('send-to-review')], other).at).toBe('review');
  });

  it('CS8 a verdict does not survive another selfie', () => {
    const judgedOnce = after([...journeyToFace, selfie('review'), judged('same-person')]);
    const again = after([selfie('mismatch', 40)], judgedOnce);
    expect(again.face?.officerVerdict).toBeNull();
    expect(firstOpenStep(again)).toBe('face');
  });

  it('CS11 refuses a judgement without words', () => {
    const unsure = after([...journeyToFace, selfie('review')]);
    expect(kindOf(applyEvent(unsure, judged('same-person', ' . ')))).toBe('reason-required');
  });

  it('CS12 seals only with every step done, and then changes no more', () => {
    expect(kindOf(applyEvent(after(journeyToFace), sealed))).toBe('step-not-reached');
    const done = after([...journeyToReview, sealed]);
    expect(done).toMatchObject({ status: 'sealed', at: 'done' });
    for (const event of [consentGiven, side('front', 9), { type: 'abandoned' as const }, sealed]) {
      expect(kindOf(applyEvent(done, event))).toBe('case-closed');
    }
  });

  it('CS13 a late answer never undoes a newer one', () => {
    const done = after([...journeyToReview, sealed, status(2, 'opened')]);
    expect(done.bank?.state).toBe('opened');
    expect(after([status(1, 'received')], done).bank?.state).toBe('opened');
    expect(kindOf(applyEvent(newCase(), status(1, 'received')))).toBe('case-closed');
  });

  it('CS14 abandoning keeps nothing of the customer', () => {
    const applied = applyEvent(after(journeyToReview), { type: 'abandoned' });
    expect(applied.ok).toBe(true);
    if (!applied.ok) return;
    expect(applied.value.effects).toEqual([{ type: 'wipe' }]);
    expect(applied.value.state).toEqual({ ...newCase(), status: 'abandoned' });
  });

  it('CS16 after an edit from review the case returns to review', () => {
    const edited = after([{ type: 'moved', to: 'product' }, productChosen], after(journeyToReview));
    expect(edited.at).toBe('review');
  });
});
