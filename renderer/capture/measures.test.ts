import { describe, expect, test } from 'vitest';
import { faceLimits, type LiveFace } from './face-hint.ts';
import { eyesShut, faceStateOf, plainBehind } from './face-state.ts';
import { brightnessOf } from './frame-facts.ts';
import { liveFaceOf } from './live-face.ts';
import { stillSize } from './take-still.ts';

test('a still is at most 1920 px wide and never enlarged', () => {
  expect(stillSize(3840, 2160)).toEqual({ widthPx: 1920, heightPx: 1080 });
  expect(stillSize(640, 480)).toEqual({ widthPx: 640, heightPx: 480 });
});

describe("a live face out of a detector's points", () => {
  /** A head straight before the camera, in a frame of 320 × 240. */
  const size = { widthPx: 320, heightPx: 240 };
  const box = { originX: 110, originY: 70, width: 100, height: 100 };
  const at = (x: number, y: number) => ({ x: x / size.widthPx, y: y / size.heightPx });
  const straight = [at(140, 100), at(180, 100), at(160, 121), at(160, 140), at(115, 105), at(205, 105)];

  test('it lies where the box lies, and looks straight on', () => {
    const face = liveFaceOf(box, straight, size);
    expect(face?.centreX).toBeCloseTo(0.5);
    expect(face?.heightShare).toBeCloseTo(0.45);
    expect(face?.yawDeg).toBeCloseTo(0);
    expect(Math.abs(face?.pitchDeg ?? 90)).toBeLessThan(5);
  });
  test('a nose off the middle is a turn, one near the mouth a bow', () => {
    const nose = (x: number, y: number) => straight.map((point, index) => (index === 2 ? at(x, y) : point));
    expect(liveFaceOf(box, nose(172, 121), size)?.yawDeg).toBeGreaterThan(faceLimits.maxYawDeg);
    expect(liveFaceOf(box, nose(148, 121), size)?.yawDeg).toBeLessThan(-faceLimits.maxYawDeg);
    expect(liveFaceOf(box, nose(160, 131), size)?.pitchDeg).toBeGreaterThan(faceLimits.maxPitchDeg);
  });
  test('a head that leans is not turned', () => {
    const lean = (20 * Math.PI) / 180;
    const leaning = straight.map(({ x, y }) => {
      const [dx, dy] = [x * size.widthPx - 160, y * size.heightPx - 120];
      return at(
        160 + dx * Math.cos(lean) - dy * Math.sin(lean),
        120 + dx * Math.sin(lean) + dy * Math.cos(lean),
      );
    });
    expect(liveFaceOf(box, leaning, size)?.yawDeg).toBeCloseTo(0);
  });
  test('points that make no face are none', () => {
    expect(liveFaceOf(box, [], size)).toBeNull();
    expect(liveFaceOf(box, straight.toReversed(), size)).toBeNull();
  });
});

describe('eyes, mouth and what is behind', () => {
  const size = { widthPx: 320, heightPx: 240 };
  /** Mesh points by number, in pixels; the others lie in a corner. */
  const mesh = (points: Readonly<Record<number, readonly [number, number]>>) =>
    Array.from({ length: 478 }, (_, index) => {
      const [x, y] = points[index] ?? [0, 0];
      return { x: x / size.widthPx, y: y / size.heightPx };
    });
  const face = (lids: number, lips: number) =>
    faceStateOf(
      mesh({
        159: [140, 100 - lids / 2],
        145: [140, 100 + lids / 2],
        33: [130, 100],
        133: [150, 100],
        386: [180, 100 - lids / 2],
        374: [180, 100 + lids / 2],
        362: [170, 100],
        263: [190, 100],
        13: [160, 140 - lips / 2],
        14: [160, 140 + lips / 2],
        78: [145, 140],
        308: [175, 140],
      }),
      size,
    );

  test('in shares of the eye and of the mouth, whatever the frame', () => {
    expect(face(8, 15)).toEqual({ eyesOpen: expect.closeTo(0.4), mouthOpen: expect.closeTo(0.5) });
  });
  test('eyes are shut against how wide they were; narrow ones are not', () => {
    const widest = face(8, 0).eyesOpen;
    expect(eyesShut(face(1, 0), widest)).toBe(true);
    expect(eyesShut(face(6, 0), widest)).toBe(false);
    const narrow = face(3, 0);
    expect(eyesShut(narrow, narrow.eyesOpen)).toBe(false);
  });
  test('shelves beside the head are no plain ground; a wall with a lamp on it is', () => {
    const head: LiveFace = {
      centreX: 0.5,
      centreY: 0.5,
      widthShare: 0.25,
      heightShare: 0.5,
      yawDeg: 0,
      pitchDeg: 0,
    };
    const frame = (pixel: (x: number) => number) => {
      const rgba = new Uint8ClampedArray(320 * 240 * 4);
      for (let at = 0; at < 320 * 240; at++) rgba.fill(pixel(at % 320), at * 4, at * 4 + 3);
      return { ...size, rgba };
    };
    expect(
      plainBehind(
        frame((x) => 120 + x / 4),
        head,
      ),
    ).toBe(true);
    expect(
      plainBehind(
        frame((x) => (x % 8 < 4 ? 60 : 180)),
        head,
      ),
    ).toBe(false);
    // What is behind the head's own place does not matter.
    expect(
      plainBehind(
        frame((x) => (Math.abs(x - 160) < 40 && x % 8 < 4 ? 60 : 120)),
        head,
      ),
    ).toBe(true);
  });
  test('brightness of a frame is its mean luma', () => {
    expect(brightnessOf({ ...size, rgba: new Uint8ClampedArray(320 * 240 * 4).fill(90) })).toBeCloseTo(90);
  });
});
