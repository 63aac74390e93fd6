// Irises of a case over the real driver, a simulated scanner of eyes on a real socket, and the real store.
import { describe, expect, test } from 'vitest';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { exceptBiometric } from './biometrics.ts';
import { casesToCapture } from './cases-to-capture.fixture.ts';

const pair: readonly BodyPart[] = ['right-iris', 'left-iris'];
const at = casesToCapture(useTempStore(), { type: 'Iris', asked: pair });

describe('irises of a customer', () => {
  test('DV63 a pair is captured at once, each eye by its name, as a picture of ISO/IEC 19794-6', async () => {
    const { store, caseId, tries, capture } = at.atReview();
    const { captures } = valueOf(await capture(pair)).biometrics;
    expect(tries.map(({ quality }) => quality)).toEqual([82, 82]);
    expect(captures).toMatchObject([
      { part: 'right-iris', format: 'iso-19794-6', tries: 2, isPoor: false, agreement: 'unavailable' },
      { part: 'left-iris', format: 'iso-19794-6' },
    ]);
    // Eye label of the representation header (ISO/IEC 19794-6:2011, 7.3): right 1, left 2.
    const labels = captures.map(({ item }) => valueOf(store.evidence(caseId, item.evidenceId))[16 + 21]);
    expect(labels).toEqual([1, 2]);
  });

  test('DV63 an eye is good from 60: below, three tries, the best marked as poor; below 25 none', async () => {
    const { tries, capture } = at.atReview();
    await at.order('score', { qualityScore: 55 });
    const { captures } = valueOf(await capture(pair)).biometrics;
    expect(tries).toHaveLength(3);
    expect(captures.every(({ isPoor }) => isPoor)).toBe(true);
    await at.order('score', { qualityScore: 20 });
    expect(await capture(pair)).toMatchObject({
      error: { kind: 'biometric-quality-low', subject: 'right-iris' },
    });
  });

  test('DV63 one eye under both names is refused, at once and later', async () => {
    const { capture } = at.atReview();
    at.simulator.onSensor = 'Left';
    expect(await capture(pair)).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-iris' },
    });
    valueOf(await capture(['right-iris']));
    expect(await capture(['left-iris'])).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-iris' },
    });
  });

  test('DV63 an eye that cannot be captured has its reason and picture, and the other one is captured alone', async () => {
    const { ports, vault, caseId, capture } = at.atReview();
    const image = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])]);
    const order = { part: 'left-iris', reason: 'injured', note: 'Bandaged', image } as const;
    valueOf(await exceptBiometric(ports, vault, caseId, order));
    const { captures, exceptions } = valueOf(await capture(['right-iris'])).biometrics;
    expect([captures.map(({ part }) => part), exceptions.map(({ part }) => part)]).toEqual([
      ['right-iris'],
      ['left-iris'],
    ]);
  });
});
