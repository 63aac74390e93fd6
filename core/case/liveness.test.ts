import { describe, expect, it } from 'vitest';
import type { LivenessOutcome, LivenessReason } from '#core/contract/kiosk/liveness.ts';
import { caseFileSchema } from '#core/contract/bank/case-file.ts';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { applyEvent, startCase } from './apply-event.ts';
import { buildCaseFile } from './build-case-file.ts';
import type { CaseEvent } from './case-event.ts';
import { after, at, caseId, journeyToFace, newCase, selfie, side } from './case.fixture.ts';
import { demandOf } from './demand.ts';
import { viewCase } from './view-case.ts';

const { officer } = newCase();
const begun = startCase({
  caseId,
  mode: 'self-service',
  simulated: true,
  language: 'en',
  officer,
  at,
  demandsLiveness: true,
});
const atFace = after(journeyToFace, begun);
const judged = (outcome: LivenessOutcome, why: LivenessReason | null = null): CaseEvent => ({
  type: 'liveness-judged',
  at,
  outcome,
  why,
  signals: [{ signal: 'order', value: 0.1, says: 'pass' }],
});
const seen = (verdict: 'seen-in-person' | 'send-to-review', reason = 'Stands before me'): CaseEvent => ({
  type: 'liveness-seen',
  verdict: { verdict, reason, at, officer },
});
const ofCheck: CaseEvent = {
  ...(selfie('match') as Extract<CaseEvent, { type: 'selfie-compared' }>),
  ofCheck: true,
};

describe('liveness in a case', () => {
  it('CS25 is asked for only where it is demanded', () => {
    expect(demandOf(after([...journeyToFace, selfie('match')]), 'face')).toBeNull();
    expect(demandOf(after([selfie('match')], atFace), 'face')).toEqual({ kind: 'liveness-missing' });
    expect(applyEvent(after(journeyToFace), judged('live'))).toMatchObject({ ok: false });
  });

  it('CS25 a check that passed opens the step and goes to the bank, sign by sign', () => {
    const state = after([ofCheck, judged('live'), { type: 'moved', to: 'review' }], atFace);
    const sealing = { kioskId: kioskIdSchema.parse(caseId), sealedAt: at };
    expect(caseFileSchema.parse(buildCaseFile(state, sealing)).liveness).toEqual({
      outcome: 'live',
      why: null,
      tries: 0,
      at,
      signals: [{ signal: 'order', value: 0.1, says: 'pass' }],
      officerVerdict: null,
    });
  });

  it('CS25 an officer looks, with a reason in words, and a doubt does not hold anybody up', () => {
    const asked = after([judged('officer', 'wished'), selfie('match')], atFace);
    expect(demandOf(asked, 'face')).toEqual({ kind: 'liveness-officer' });
    expect(applyEvent(asked, seen('seen-in-person', ' '))).toMatchObject({
      error: { kind: 'reason-required' },
    });
    expect(demandOf(after([seen('seen-in-person')], asked), 'face')).toBeNull();
    expect(demandOf(after([seen('send-to-review')], asked), 'face')).toBeNull();
    expect(applyEvent(atFace, seen('seen-in-person'))).toMatchObject({ error: { kind: 'liveness-missing' } });
  });

  it('CS26 three tries, then the officer, for good', () => {
    const twice = after([judged('again', 'not-done'), judged('again', 'not-sure')], atFace);
    expect(viewCase(twice, null).liveness).toEqual({
      outcome: 'again',
      why: 'not-sure',
      triesLeft: 1,
      officerVerdict: null,
    });
    const spent = after([judged('again', 'not-done')], twice);
    expect(spent.liveness).toMatchObject({ outcome: 'officer', why: 'three-tries' });
    expect(applyEvent(spent, judged('live'))).toMatchObject({ error: { kind: 'liveness-officer' } });
  });

  it('CS27 another picture or document takes the check back, and a person who was seen stays seen', () => {
    const live = after([ofCheck, judged('live')], atFace);
    expect(after([selfie('match', 40)], live).liveness).toMatchObject({ outcome: null });
    expect(after([side('front', 50)], live).liveness).toMatchObject({ outcome: null });
    const looked = after([judged('officer', 'wished'), seen('seen-in-person'), selfie('match')], atFace);
    expect(looked.liveness).toMatchObject({
      outcome: 'officer',
      officerVerdict: { verdict: 'seen-in-person' },
    });
  });
});
