// Fingers of a case over the real driver, a simulated scanner on a real socket, and the real store.
import { describe, expect, test } from 'vitest';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { exceptBiometric } from './biometrics.ts';
import { casesToCapture } from './cases-to-capture.fixture.ts';

const jpeg = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])]);
const at = casesToCapture(useTempStore(), { type: 'Finger', asked: ['right-thumb'] });

describe('fingers of a customer', () => {
  test('DV54 two good tries are enough: the best is kept in the vault with its device and proof', async () => {
    const { store, caseId, tries, capture } = at.atReview();
    const state = valueOf(await capture(['right-thumb']));
    expect(tries).toEqual([
      { number: 1, quality: 82 },
      { number: 2, quality: 82 },
    ]);
    const [held] = state.biometrics.captures;
    expect(held).toMatchObject({
      part: 'right-thumb',
      quality: 82,
      tries: 2,
      isPoor: false,
      agreement: 'match',
      device: { driver: 'sbi', make: 'Pravesh', model: 'Simulated SBI', serial: 'SIM-0001' },
      attestation: { kind: 'signed' },
    });
    if (!held) throw new Error('nothing held');
    expect(readTemplate(valueOf(store.evidence(caseId, held.item.evidenceId))).ok).toBe(true);
    expect(JSON.stringify(at.devices.view())).not.toContain('FMR');
  });

  test('DV54 a poor finger is tried three times and marked; one that is of no use is refused', async () => {
    const { tries, capture } = at.atReview();
    await at.order('score', { qualityScore: 30 });
    const state = valueOf(await capture(['right-thumb']));
    expect(tries.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(state.biometrics.captures[0]).toMatchObject({ isPoor: true, tries: 3 });
    await at.order('score', { qualityScore: 20 });
    expect(await capture(['right-index'])).toEqual({
      ok: false,
      error: { kind: 'biometric-quality-low', subject: 'right-index' },
    });
  });

  test('DV56 the same finger under two names is refused, in one slap and later', async () => {
    const { capture } = at.atReview();
    at.simulator.onSensor = 'Right Thumb';
    expect(await capture(['right-thumb', 'left-thumb'])).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-thumb' },
    });
    valueOf(await capture(['right-thumb']));
    expect(await capture(['left-thumb'])).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-thumb' },
    });
    at.simulator.onSensor = null;
    expect(valueOf(await capture(['left-thumb'])).biometrics.captures).toHaveLength(2);
  });

  test('DV55 fingers that change between two tries are refused', async () => {
    const { capture } = at.atReview();
    const swapped = await capture(['right-thumb'], {
      onTry: () => {
        at.simulator.onSensor = 'Left RingFinger';
      },
    });
    expect(swapped).toEqual({
      ok: false,
      error: { kind: 'biometric-captures-differ', subject: 'right-thumb' },
    });
  });

  test('DV54 a slap of four is captured at once, each finger by its name', async () => {
    const { capture } = at.atReview();
    const slap: BodyPart[] = ['left-index', 'left-middle', 'left-ring', 'left-little'];
    const state = valueOf(await capture(slap));
    expect(state.biometrics.captures.map(({ part }) => part)).toEqual(slap);
  });

  test('DV57 what cannot be captured has the officer, the reason and a picture; a capture takes its place', async () => {
    const { ports, vault, caseId, store, capture } = at.atReview();
    const asked = { part: 'right-thumb', reason: 'injured', image: jpeg } as const;
    expect(await exceptBiometric(ports, vault, caseId, { ...asked, note: ' ' })).toMatchObject({
      error: { kind: 'reason-required' },
    });
    const state = valueOf(await exceptBiometric(ports, vault, caseId, { ...asked, note: 'Bandaged' }));
    const [exception] = state.biometrics.exceptions;
    expect(exception).toMatchObject({ reason: 'injured', note: 'Bandaged', officer: { officerId: 'asha' } });
    if (!exception) throw new Error('none');
    expect(valueOf(store.evidence(caseId, exception.photo.evidenceId))).toHaveLength(jpeg.size);
    expect(valueOf(await capture(['right-thumb'])).biometrics.exceptions).toEqual([]);
    expect(store.evidence(caseId, exception.photo.evidenceId).ok).toBe(false);
  });

  test('DV58 a device that lies, goes or is stopped leaves the case as it was', async () => {
    const { capture, store, caseId } = at.atReview();
    at.simulator.fault = 'wrong-signature';
    expect(await capture(['right-thumb'])).toEqual({
      ok: false,
      error: { kind: 'scanner-failed', scanner: 'signatureWrong' },
    });
    at.simulator.fault = null;
    await at.order('delay', { delay: 3_000, method: ['RCAPTURE'] });
    const leaving = new AbortController();
    const stopped = capture(['right-thumb'], { signal: leaving.signal });
    leaving.abort();
    expect(await stopped).toEqual({ ok: false, error: { kind: 'scanner-failed', scanner: 'aborted' } });
    expect(valueOf(store.load(caseId)).state.biometrics.captures).toEqual([]);
  });
});
