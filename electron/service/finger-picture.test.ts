// Fingers of a customer that come as pictures, as registration devices give them, over the real driver and the real store.
import { describe, expect, test } from 'vitest';
import { readFingerPicture } from '#core/biometrics/finger-picture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { casesToCapture } from './cases-to-capture.fixture.ts';

const at = casesToCapture(useTempStore(), { type: 'Finger', asked: ['right-thumb'], gives: 'picture' });

describe('fingers that come as pictures', () => {
  test('DV69 are compared with each other, and kept as they came', async () => {
    const { capture, store, caseId } = at.atReview();
    const [held] = valueOf(await capture(['right-thumb'])).biometrics.captures;
    expect(held).toMatchObject({ format: 'iso-19794-4', tries: 2, agreement: 'match' });
    if (!held) throw new Error('nothing held');
    expect(readFingerPicture(valueOf(store.evidence(caseId, held.item.evidenceId)))).toMatchObject({
      ok: true,
      value: { widthPx: 300, heightPx: 360 },
    });
  });

  test('DV69 that change between two tries are refused', async () => {
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

  test('DV69 are found again under another name, in one slap and later', async () => {
    const { capture } = at.atReview();
    at.simulator.onSensor = 'Right Thumb';
    const twice = { ok: false, error: { kind: 'biometric-twice', subject: 'right-thumb' } };
    expect(await capture(['right-thumb', 'left-thumb'])).toEqual(twice);
    valueOf(await capture(['right-thumb']));
    expect(await capture(['left-thumb'])).toEqual(twice);
    at.simulator.onSensor = null;
    expect(valueOf(await capture(['left-thumb'])).biometrics.captures).toHaveLength(2);
  });
});
