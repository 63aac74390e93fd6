import { describe, expect, test } from 'vitest';
import { refusalKinds } from '#core/contract/kiosk/refusal.ts';
import english from '../../resources/languages/en/capture.json' with { type: 'json' };
import hindi from '../../resources/languages/hi/capture.json' with { type: 'json' };
import { captureTextKeys, faceHints, uploadFailures } from './capture-kinds.ts';
import type { DocumentHint, FaceHint } from './capture-kinds.ts';
import { faceHint, faceMovement } from './face-hint.ts';
import type { LiveFace } from './face-hint.ts';
import { frameFacts, lumaOfFrame } from './frame-facts.ts';
import { mayTake, settleHint, startHint } from './settle-hint.ts';

describe('faceHint', () => {
  const face: LiveFace = {
    centreX: 0.5,
    centreY: 0.5,
    widthShare: 0.25,
    heightShare: 0.5,
    yawDeg: 3,
    pitchDeg: -2,
  };
  const of = (...faces: LiveFace[]) => ({ faces, brightness: 120, movement: 0.01 });
  const cases: [FaceHint, Parameters<typeof faceHint>[0]][] = [
    ['ready', of(face)],
    ['no-face', of()],
    ['too-dark', { ...of(), brightness: 10 }],
    ['too-dark', { ...of(face), brightness: 10 }],
    ['two-faces', of(face, { ...face, heightShare: 0.2 })],
    ['ready', of({ ...face, heightShare: 0.1 }, face)],
    ['come-closer', of({ ...face, heightShare: 0.2 })],
    ['move-back', of({ ...face, heightShare: 0.9 })],
    ['centre', of({ ...face, centreX: 0.3 })],
    ['centre', of({ ...face, centreY: 0.7 })],
    ['look-straight', of({ ...face, yawDeg: -25 })],
    ['look-straight', of({ ...face, pitchDeg: 25 })],
    ['open-eyes', { ...of(face), state: { eyesShut: true, mouthOpen: true } }],
    ['close-mouth', { ...of(face), state: { eyesShut: false, mouthOpen: true } }],
    ['ready', { ...of(face), state: { eyesShut: false, mouthOpen: false } }],
    ['hold-still', { ...of(face), movement: 0.2 }],
    ['hold-still', { ...of(face), movement: null }],
  ];
  test.each(cases)('%s', (hint, frame) => {
    expect(faceHint(frame)).toBe(hint);
  });
  test('every hint can be reached', () => {
    expect(new Set(cases.map(([hint]) => hint))).toEqual(new Set(faceHints));
  });
  test('an upright frame asks for the face that fills its width, not its height', () => {
    const upright = { aspect: 720 / 1280 };
    expect(faceHint({ ...of({ ...face, heightShare: 0.25 }), ...upright })).toBe('ready');
    expect(faceHint({ ...of({ ...face, heightShare: 0.25 }), aspect: 16 / 9 })).toBe('come-closer');
    expect(faceHint({ ...of({ ...face, heightShare: 0.65 }), ...upright })).toBe('move-back');
  });
  test('movement is in widths of the face', () => {
    expect(faceMovement([face], [{ ...face, centreX: 0.55 }])).toBeCloseTo(0.2);
    expect(faceMovement([], [face])).toBeNull();
  });
});

describe('settleHint', () => {
  test('a hint of one frame is not shown, a lasting one is', () => {
    let state = startHint<DocumentHint>('too-dark', 0);
    state = settleHint(state, 'glare', 100);
    state = settleHint(state, 'too-dark', 200);
    expect(state.shown).toBe('too-dark');
    state = settleHint(state, 'glare', 300);
    state = settleHint(state, 'glare', 550);
    expect(state.shown).toBe('glare');
  });

  test('the picture is taken after 600 ms of ready without a break', () => {
    let state = startHint<FaceHint>('ready', 0);
    state = settleHint(state, 'ready', 500);
    expect(mayTake(state)).toBe(false);
    state = settleHint(state, 'hold-still', 550);
    expect(state.readiness).toBe(0);
    state = settleHint(state, 'ready', 600);
    state = settleHint(state, 'ready', 1100);
    expect(mayTake(state)).toBe(false);
    state = settleHint(state, 'ready', 1200);
    expect(mayTake(state)).toBe(true);
  });
});

describe('frameFacts', () => {
  const frame = (pixel: (x: number, y: number) => number) => {
    const rgba = new Uint8ClampedArray(32 * 20 * 4);
    for (let at = 0; at < 32 * 20; at++) rgba.fill(pixel(at % 32, Math.floor(at / 32)), at * 4, at * 4 + 3);
    return lumaOfFrame({ widthPx: 32, heightPx: 20, rgba });
  };
  test('brightness, glare, sharpness and movement are told apart', () => {
    const flat = frame(() => 100);
    expect(frameFacts(flat, 32, null)).toMatchObject({ glareShare: 0, movement: null });
    expect(frameFacts(flat, 32, null).brightness).toBeCloseTo(100, 3);
    expect(frameFacts(flat, 32, null).sharpness).toBeCloseTo(0, 3);
    expect(
      frameFacts(
        frame(() => 110),
        32,
        flat,
      ).movement,
    ).toBeCloseTo(10, 3);
    expect(
      frameFacts(
        frame((x) => (x < 8 ? 255 : 90)),
        32,
        null,
      ).glareShare,
    ).toBe(0.25);
    const print = frame((x, y) => (((x >> 1) + y) % 3 === 0 ? 40 : 200));
    expect(frameFacts(print, 32, null).sharpness).toBeGreaterThan(1000);
  });
});

/** The leaves of a language's texts, as dotted keys. */
function keysOf(texts: object, before = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${before}${key}.`) : [`${before}${key}`],
  );
}

describe('words', () => {
  test.each([
    ['English', english],
    ['Hindi', hindi],
  ])('%s has one for every key, and none too many', (_language, texts) => {
    expect(keysOf(texts).toSorted()).toEqual([...captureTextKeys].toSorted());
  });

  test('what an upload fails by is a refusal as well', () => {
    expect(uploadFailures.filter((kind) => !refusalKinds.includes(kind))).toEqual([]);
  });
});
