// Held pictures over a real store: what is given out, what is let go, and that letting go leaves no byte behind.
import { beforeEach, describe, expect, it } from 'vitest';
import { changeOf, emptyCase, newEvidenceId } from '#electron/adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '#electron/adapter/case-store/temp-store.fixture.ts';
import type { CaseStore } from '../port/case-store.ts';
import { holdPictures, type HeldPictures } from './held-pictures.ts';

const temp = useTempStore();
let below: CaseStore;
let held: HeldPictures;
let store: CaseStore;
beforeEach(() => {
  below = temp.open();
  held = holdPictures();
  store = held.over(below);
});

function caseWith(bytes: Uint8Array) {
  const state = emptyCase();
  const { revision } = valueOf(store.save(changeOf(state, null)));
  const evidenceId = newEvidenceId();
  held.keep(state.caseId, evidenceId, bytes);
  return { state, revision, evidenceId, bytes };
}
const picture = () => new Uint8Array(1000).fill(7);
const gone = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

describe('held pictures', () => {
  it('RD1 are given out by the store above and are not in the store below', () => {
    const { state, evidenceId, bytes } = caseWith(picture());
    expect(held.has(state.caseId, evidenceId)).toBe(true);
    expect(valueOf(store.evidence(state.caseId, evidenceId))).toEqual(bytes);
    expect(below.evidence(state.caseId, evidenceId).ok).toBe(false);
  });

  it('RD3 are overwritten when the case drops them, and when it is wiped', () => {
    for (const how of ['dropped', 'wiped'] as const) {
      const { state, revision, evidenceId, bytes } = caseWith(picture());
      const change = how === 'wiped' ? { wipe: true } : { dropEvidence: [evidenceId] };
      valueOf(store.save(changeOf(state, revision, change)));
      expect(held.has(state.caseId, evidenceId)).toBe(false);
      expect(gone(bytes)).toBe(true);
    }
  });

  it('CD12 how often pictures were turned down is forgotten with the case, side by side until then', () => {
    const { state, revision } = caseWith(picture());
    held.turnDown(state.caseId, 'front');
    held.turnDown(state.caseId, 'front');
    expect(held.timesTurnedDown(state.caseId, 'front')).toBe(2);
    expect(held.timesTurnedDown(state.caseId, 'back')).toBe(0);
    valueOf(store.save(changeOf(state, revision, { wipe: true })));
    expect(held.timesTurnedDown(state.caseId, 'front')).toBe(0);
  });

  it('RD2 stored by a change they are held no longer', () => {
    const { state, revision, evidenceId, bytes } = caseWith(picture());
    const copy = Uint8Array.from(bytes);
    valueOf(store.save(changeOf(state, revision, { addEvidence: [{ evidenceId, bytes: copy }] })));
    expect(held.has(state.caseId, evidenceId)).toBe(false);
    expect(Uint8Array.from(valueOf(below.evidence(state.caseId, evidenceId)))).toEqual(picture());
    expect(gone(bytes)).toBe(true);
  });

  it('stay held when the change is refused', () => {
    const { state, revision, evidenceId } = caseWith(picture());
    expect(store.save(changeOf(state, revision + 1, { dropEvidence: [evidenceId] })).ok).toBe(false);
    expect(held.has(state.caseId, evidenceId)).toBe(true);
  });

  it('RD3 of the customer waiting longest are forgotten for a third one’s', () => {
    const [first, second, third] = [caseWith(picture()), caseWith(picture()), caseWith(picture())];
    expect(held.has(first.state.caseId, first.evidenceId)).toBe(false);
    expect(gone(first.bytes)).toBe(true);
    for (const { state, evidenceId } of [second, third])
      expect(held.has(state.caseId, evidenceId)).toBe(true);
    held.forgetAll();
    expect([second, third].every(({ bytes }) => gone(bytes))).toBe(true);
  });
});
