import { describe, expect, test } from 'vitest';
import { burstLimits, chooseBest, worthOf } from './best-frame.ts';
import { embeddingAt, faceAt, pictureOf } from './face.fixture.ts';
import { selfieFlaws, waivable } from './selfie-quality.ts';

const good = faceAt(500, 150, 280, { sharpness: 160 });
const frame = (changes: Partial<typeof good> = {}) => pictureOf({ ...good, ...changes });

describe('chooseBest', () => {
  test('BF1: the sharper, straighter, larger, better lit frame is worth more', () => {
    const nose = { x: good.landmarks.nose.x + 30, y: good.landmarks.nose.y };
    for (const worse of [
      { ...good, sharpness: 40 },
      { ...good, landmarks: { ...good.landmarks, nose } },
      faceAt(500, 150, 140, { sharpness: 160 }),
      { ...good, brightness: 30 },
      { ...good, brightness: 250 },
      { ...good, lightBalance: 0.5 },
    ]) {
      expect(worthOf(worse)).toBeLessThan(worthOf(good));
    }
  });

  test('BF1 BF2: the best of the frames that may be compared is kept, wherever it stands', () => {
    const best = chooseBest([frame({ sharpness: 30 }), frame(), frame({ sharpness: 5 })]);
    expect(best).toMatchObject({ ok: true, value: { index: 1, averaged: 2 } });
  });

  test('BF3: what is compared is the mean of the frames alike, of length one, and nearer to the truth than any', () => {
    const around = [0.9, 0.95, 0.92].map((cosine, index) => {
      const vector = new Float32Array(128);
      vector[0] = cosine;
      vector[index + 1] = Math.sqrt(1 - cosine * cosine);
      return frame({ embedding: vector });
    });
    const best = chooseBest(around);
    if (!best.ok) throw new Error(best.error.kind);
    const { embedding } = best.value.face;
    expect(Math.hypot(...(embedding ?? []))).toBeCloseTo(1);
    expect(embedding?.[0]).toBeGreaterThan(0.95);
  });

  test('BF3: a frame that is less alike is left out of the mean', () => {
    const half = burstLimits.averagedFrom - 0.05;
    const best = chooseBest([frame(), frame({ embedding: embeddingAt(half), sharpness: 100 })]);
    expect(best).toMatchObject({ ok: true, value: { averaged: 1 } });
    expect(best.ok && best.value.face.embedding?.[0]).toBeCloseTo(1);
  });

  test('BF4: another face within the burst refuses it', () => {
    const other = frame({ embedding: embeddingAt(burstLimits.sameFace - 0.01) });
    expect(chooseBest([frame(), other, frame()])).toEqual({ ok: false, error: { kind: 'face-changed' } });
  });

  test('BF5: where no frame will do, the flaw of the one that came furthest is told', () => {
    expect(chooseBest([pictureOf(), frame({ sharpness: 3 }), frame({ brightness: 5 })])).toEqual({
      ok: false,
      error: { kind: 'blurred' },
    });
    expect(chooseBest([])).toEqual({ ok: false, error: { kind: 'no-face' } });
    expect(selfieFlaws.indexOf('blurred')).toBeGreaterThan(selfieFlaws.indexOf('face-too-dark'));
  });

  test('BF6: a second face that never moves while the first does is a picture, a living one is a person', () => {
    const with2 = (x: number, other: number) => pictureOf(faceAt(x, 150, 280), faceAt(other, 100, 200));
    const hung = [with2(500, 60), with2(506, 60), with2(509, 60.3)];
    expect(chooseBest(hung)).toEqual({ ok: false, error: { kind: 'picture-behind' } });
    const living = [with2(500, 60), with2(506, 66), with2(509, 58)];
    expect(chooseBest(living)).toEqual({ ok: false, error: { kind: 'two-faces' } });
    expect(chooseBest(hung.slice(0, 2))).toEqual({ ok: false, error: { kind: 'two-faces' } });
  });

  test('SQ15: what may be waived passes when it is, and nothing else does', () => {
    const covered = frame({ cover: { eyesLight: 0.3, eyesSpread: 0.01, mouthLine: 0.2, highlight: 200 } });
    expect(chooseBest([covered])).toEqual({ ok: false, error: { kind: 'eyes-covered' } });
    expect(chooseBest([covered], { waive: waivable })).toMatchObject({ ok: true });
    expect(chooseBest([frame({ sharpness: 3 })], { waive: waivable })).toMatchObject({ ok: false });
  });
});
