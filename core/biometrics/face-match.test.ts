import { describe, expect, test } from 'vitest';
import { embeddingAt, faceAt, pictureOf } from './face.fixture.ts';
import {
  calibratedThresholds,
  calibrationOf,
  choosePortrait,
  judgeFaces,
  thresholdsOf,
} from './face-match.ts';

const portrait = faceAt(100, 100, 90);
const selfieAt = (cosine: number) => faceAt(400, 200, 300, { embedding: embeddingAt(cosine) });

describe('judgeFaces', () => {
  test('FM1: at or above 0.40 is a match', () => {
    for (const cosine of [0.401, 0.7, 1]) {
      expect(judgeFaces(portrait, selfieAt(cosine))).toMatchObject({
        ok: true,
        value: { outcome: 'match', reasons: ['similar'] },
      });
    }
  });

  test('FM2: from 0.30 up to 0.40 a person decides', () => {
    for (const cosine of [0.301, 0.363, 0.399]) {
      expect(judgeFaces(portrait, selfieAt(cosine))).toMatchObject({
        ok: true,
        value: { outcome: 'review' },
      });
    }
  });

  test('FM3: below 0.30 is a mismatch', () => {
    for (const cosine of [0.299, 0, -1]) {
      expect(judgeFaces(portrait, selfieAt(cosine))).toMatchObject({
        ok: true,
        value: { outcome: 'mismatch', reasons: ['not-similar'] },
      });
    }
  });

  test('FM4: a portrait too poor to tell anybody turns a mismatch into a review, never into a match', () => {
    const small = faceAt(100, 100, 40);
    const blurred = faceAt(100, 100, 90, { sharpness: 3 });
    expect(judgeFaces(small, selfieAt(0.1))).toMatchObject({
      value: { outcome: 'review', reasons: ['not-similar', 'portrait-too-small'] },
    });
    expect(judgeFaces(blurred, selfieAt(0.1))).toMatchObject({
      value: { outcome: 'review', reasons: ['not-similar', 'portrait-blurred'] },
    });
  });

  test('FM5: without an embedding there is no outcome', () => {
    const unread = faceAt(0, 0, 200, { embedding: null });
    expect(judgeFaces(unread, selfieAt(1))).toEqual({ ok: false, error: { kind: 'no-embedding' } });
    expect(judgeFaces(portrait, unread)).toEqual({ ok: false, error: { kind: 'no-embedding' } });
  });

  test.each([
    ['not numbers', new Float32Array(128).fill(Number.NaN)],
    ['not of length one', new Float32Array(128).fill(1)],
    ['of another size', embeddingAt(1).subarray(0, 64)],
    ['nothing', new Float32Array(0)],
    ['zero', new Float32Array(128)],
  ])('FM6: a vector that is %s is refused', (_what, embedding) => {
    const odd = faceAt(0, 0, 200, { embedding });
    expect(judgeFaces(portrait, odd)).toEqual({ ok: false, error: { kind: 'bad-embedding' } });
    expect(judgeFaces(odd, selfieAt(1))).toEqual({ ok: false, error: { kind: 'bad-embedding' } });
  });

  test('FM7: a policy may ask for more, never for less', () => {
    expect(thresholdsOf({ matchAtLeast: 0.1, reviewAtLeast: -1 })).toEqual(calibratedThresholds);
    expect(thresholdsOf({ matchAtLeast: Number.NaN, reviewAtLeast: 0.2 })).toEqual(calibratedThresholds);
    const strict = { matchAtLeast: 0.5, reviewAtLeast: 0.35 };
    expect(judgeFaces(portrait, selfieAt(0.45), strict)).toMatchObject({ value: { outcome: 'review' } });
    expect(thresholdsOf({ matchAtLeast: 0.4, reviewAtLeast: 0.6 }).matchAtLeast).toBe(0.6);
  });
});

describe('calibration', () => {
  const cosines = (matchAtLeast: number) => ({ matchAtLeast, reviewAtLeast: matchAtLeast - 0.1 });
  const set = (name: string) => ({
    name,
    calibration: {
      'signed-photo': cosines(0.7),
      chip: cosines(0.8),
      printed: cosines(0.6),
      small: cosines(0.5),
    },
  });
  const by = (name: string) => ({ set: set(name) });

  test('FM9: each set and kind of portrait has its own cosines, and one score', () => {
    const chip = calibrationOf(by('npm'), by('npm'), 'chip');
    const printed = calibrationOf(by('npm'), by('npm'), 'printed');
    if (!chip || !printed) throw new Error('one set, no calibration');
    expect(judgeFaces(portrait, selfieAt(0.75), undefined, chip)).toMatchObject({
      value: { outcome: 'review' },
    });
    expect(judgeFaces(portrait, selfieAt(0.75), undefined, printed)).toMatchObject({
      value: { outcome: 'match' },
    });
    expect(judgeFaces(portrait, selfieAt(0.69), undefined, chip)).toMatchObject({
      value: { outcome: 'mismatch' },
    });
  });

  test('FM10: pictures that two sets looked at are never compared', () => {
    expect(calibrationOf(by('npm'), by('primary'), 'chip')).toBeNull();
    expect(calibrationOf(by('npm'), {}, 'chip')).toBeNull();
  });
});

test('FM8: the portrait is the largest sure face, not the ghost image nor a pattern', () => {
  const ghost = faceAt(700, 100, 30);
  const pattern = faceAt(0, 0, 500, { confidence: 0.55 });
  expect(choosePortrait(pictureOf(pattern, ghost, portrait))).toBe(portrait);
  expect(choosePortrait(pictureOf(pattern))).toBeNull();
});
