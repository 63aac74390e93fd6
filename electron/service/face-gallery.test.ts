// The gallery over the real store: consent, another identity, and erasure that takes the template along.
import { expect, it } from 'vitest';
import { embeddingAt, faceAt } from '#core/biometrics/face.fixture.ts';
import { templateOf } from '#core/biometrics/face-gallery.ts';
import { applyEvent } from '#core/case/apply-event.ts';
import { after, journeyToFace, newCase, selfie } from '#core/case/case.fixture.ts';
import type { CaseState } from '#core/case/case-state.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { changeOf, newCaseId, noon } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { lookForFace } from './face-gallery.ts';

const temp = useTempStore();
const plain = { matchAtLeast: 0.4, reviewAtLeast: 0.3 };
const set = {
  name: 'primary',
  calibration: { 'signed-photo': plain, chip: plain, printed: plain, small: plain },
};
const seen = { face: faceAt(0, 0, 200), set };
const until = instantSchema.parse(new Date(Date.parse(noon) + 1_000_000).toISOString());

function atFace(identity: string, given = true): CaseState {
  const state = { ...after([...journeyToFace], newCase()), caseId: newCaseId() };
  const { consent, reading } = state;
  if (!consent || !reading) throw new Error('the fixture has changed');
  return {
    ...state,
    consent: { ...consent, purposes: [...consent.purposes, { purposeId: 'duplicate-face', given }] },
    reading: { ...reading, identity: { ...reading.identity, identityHash: identity.repeat(64) } },
  };
}

function compared(state: CaseState, cosine: number): CaseState {
  const template = templateOf(embeddingAt(cosine), 'primary', { consentText: '1', at: noon, until });
  const event = selfie('match');
  if (event.type !== 'selfie-compared') throw new Error('the fixture has changed');
  const applied = applyEvent(state, { ...event, template });
  if (!applied.ok) throw new Error(applied.error.kind);
  return applied.value.state;
}

it('FG1 FG4: finds the same face in another case, and keeps a template with purpose, consent and end', () => {
  const store = temp.open();
  const other = compared(atFace('b'), 0.95);
  valueOf(store.save(changeOf(other, null)));
  const found = lookForFace(store, atFace('a'), seen, noon);
  expect(found.sameFaceIn.map(({ caseId }) => caseId)).toEqual([other.caseId]);
  expect(found.template).toMatchObject({ purpose: 'duplicate-face', keptFrom: noon });
  expect(Date.parse(found.template?.keptUntil ?? '') - Date.parse(noon)).toBe(90 * 86_400_000);
});

it('FG5: without the consent nothing is kept and nobody is looked for', () => {
  const store = temp.open();
  valueOf(store.save(changeOf(compared(atFace('b'), 0.95), null)));
  expect(lookForFace(store, atFace('a', false), seen, noon)).toEqual({ template: null, sameFaceIn: [] });
});

it('FG5: an erased case is found no more', () => {
  const store = temp.open();
  const other = compared(atFace('b'), 0.95);
  const { revision } = valueOf(store.save(changeOf(other, null)));
  const erased = applyEvent(other, { type: 'erased', why: 'consent-withdrawn', at: noon });
  if (!erased.ok) throw new Error(erased.error.kind);
  valueOf(store.save({ ...changeOf(erased.value.state, revision), wipe: true }));
  expect(lookForFace(store, atFace('a'), seen, noon).sameFaceIn).toEqual([]);
});
