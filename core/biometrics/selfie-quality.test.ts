import { describe, expect, test } from 'vitest';
import { refusalKinds } from '../contract/kiosk/refusal.ts';
import { faceAt, pictureOf } from './face.fixture.ts';
import { judgeSelfie, prominentFace, selfieFlaws, turnOf } from './selfie-quality.ts';

const good = faceAt(500, 150, 280);
const refused = (kind: string) => ({ ok: false, error: { kind } });

describe('judgeSelfie', () => {
  test('SQ1: no face, or nothing sure enough to be one', () => {
    expect(judgeSelfie(pictureOf())).toEqual(refused('no-face'));
    expect(judgeSelfie(pictureOf(faceAt(0, 0, 300, { confidence: 0.69 })))).toEqual(refused('no-face'));
  });

  test('SQ2: a second face counts from a third of the first', () => {
    expect(judgeSelfie(pictureOf(good, faceAt(50, 50, 94)))).toEqual(refused('two-faces'));
    expect(judgeSelfie(pictureOf(good, faceAt(50, 50, 92)))).toMatchObject({ ok: true });
  });

  test('SQ8: a larger head at the edge is not whom the picture is of', () => {
    const atEdge = faceAt(1150, 300, 300);
    expect(prominentFace(pictureOf(atEdge, good))).toBe(good);
    expect(prominentFace(pictureOf(good))).toBe(good);
    expect(prominentFace(pictureOf())).toBeNull();
  });

  test.each([60, 90, 180, -120])('SQ9: eyes at %i° mean a camera that is not upright', (degrees) => {
    const turn = (point: { x: number; y: number }) => {
      const [angle, x, y] = [(degrees * Math.PI) / 180, point.x - 640, point.y - 360];
      return {
        x: 640 + x * Math.cos(angle) - y * Math.sin(angle),
        y: 360 + x * Math.sin(angle) + y * Math.cos(angle),
      };
    };
    const landmarks = {
      leftEye: turn(good.landmarks.leftEye),
      rightEye: turn(good.landmarks.rightEye),
      nose: turn(good.landmarks.nose),
      mouthLeft: turn(good.landmarks.mouthLeft),
      mouthRight: turn(good.landmarks.mouthRight),
    };
    expect(judgeSelfie(pictureOf({ ...good, landmarks }))).toEqual(refused('not-upright'));
  });

  test('SQ3: a face of fewer than 80 px is too small', () => {
    expect(judgeSelfie(pictureOf(faceAt(500, 200, 79)))).toEqual(refused('face-too-small'));
    expect(judgeSelfie(pictureOf(faceAt(500, 200, 80)))).toMatchObject({ ok: true });
  });

  test.each([
    ['left', faceAt(-40, 150, 280)],
    ['right', faceAt(1040, 150, 280)],
    ['top', faceAt(500, -50, 280)],
    ['bottom', faceAt(500, 420, 280)],
  ])('SQ4: a face cut off at the %s', (_edge, face) => {
    expect(judgeSelfie(pictureOf(face))).toEqual(refused('face-cut-off'));
  });

  test('SQ5: a head turned away, whichever way and however tilted', () => {
    for (const side of [-0.55, 0.55]) {
      const nose = { x: 640 + side * 112, y: 360 };
      const face = { ...good, landmarks: { ...good.landmarks, nose } };
      expect(judgeSelfie(pictureOf(face))).toEqual(refused('face-turned-away'));
    }
    const tilted = { leftEye: { x: 0, y: 0 }, rightEye: { x: 100, y: 100 }, nose: { x: 0, y: 100 } };
    const mouth = { mouthLeft: { x: 0, y: 0 }, mouthRight: { x: 0, y: 0 } };
    expect(turnOf({ ...tilted, ...mouth })).toBeCloseTo(0);
    expect(turnOf({ ...tilted, ...mouth, rightEye: { x: 0, y: 0 } })).toBe(Number.POSITIVE_INFINITY);
  });

  test('SQ6: a face in the dark', () => {
    expect(judgeSelfie(pictureOf({ ...good, brightness: 20 }))).toEqual(refused('face-too-dark'));
  });

  test('SQ7: a blurred face', () => {
    expect(judgeSelfie(pictureOf({ ...good, sharpness: 19 }))).toEqual(refused('blurred'));
  });

  test('SQ8: what passes is the largest face, in whatever order they come', () => {
    const behind = faceAt(50, 50, 80);
    expect(judgeSelfie(pictureOf(behind, good))).toEqual({ ok: true, value: good });
  });
});

test('every flaw is one that the kiosk has words for', () => {
  expect(selfieFlaws.filter((flaw) => !refusalKinds.includes(flaw))).toEqual([]);
});
