import { expect, test } from 'vitest';
import { faceAt, pictureOf } from './face.fixture.ts';
import { portraitQuality, portraitQualitySchema, portraitShortfalls } from './portrait-quality.ts';

const good = faceAt(500, 180, 280, { lightBalance: 0.9 });
const shortOf = (face: typeof good, ...others: (typeof good)[]) =>
  portraitQuality(pictureOf(face, ...others), face).shortOf;

test('PQ1: a straight, even, sharp portrait of one person falls short of nothing', () => {
  expect(shortOf(good)).toEqual([]);
  expect(portraitQualitySchema.parse(portraitQuality(pictureOf(good), good)).persons).toBe(1);
});

test.each([
  ['pose', faceAt(500, 180, 280, { landmarks: { ...good.landmarks, nose: { x: 680, y: 390 } } })],
  ['pose', faceAt(500, 180, 280, { landmarks: { ...good.landmarks, leftEye: { x: 584, y: 350 } } })],
  ['position', faceAt(80, 180, 280)],
  ['size', faceAt(560, 280, 150)],
  ['under-exposed', { ...good, brightness: 50 }],
  ['over-exposed', { ...good, brightness: 240 }],
  ['uneven-light', { ...good, lightBalance: 0.4 }],
  ['sharpness', { ...good, sharpness: 30 }],
] as const)('PQ2: %s is said where it falls short', (name, face) => {
  expect(shortOf(face)).toContain(name);
});

test('PQ2: a second person is said, whatever their size', () => {
  expect(shortOf(good, faceAt(50, 50, 60))).toEqual(['more-than-one-person']);
});

test('PQ3: what was not measured is null, and no shortfall', () => {
  const unmeasured = faceAt(500, 180, 280);
  const quality = portraitQuality(pictureOf(unmeasured), unmeasured);
  expect(quality.lightBalance).toBeNull();
  expect(portraitShortfalls).toContain('uneven-light');
  expect(quality.shortOf).toEqual([]);
});
