import { expect, test } from 'vitest';
import { faceAt } from './face.fixture.ts';
import { portraitArea } from './portrait-area.ts';

const frame = { widthPx: 1280, heightPx: 720 };
const eyes = (x: number, y: number, apart: number) => ({
  ...faceAt(0, 0, 1).landmarks,
  leftEye: { x: x - apart / 2, y },
  rightEye: { x: x + apart / 2, y },
});

test('LP1: four eye distances wide, a third more high, the eyes three fifths of the width down', () => {
  expect(portraitArea(eyes(640, 300, 100), frame)).toEqual({ x: 440, y: 60, width: 400, height: 533 });
});

test('LP1: what is beyond the edge is left off, and something always remains', () => {
  expect(portraitArea(eyes(100, 650, 120), frame)).toEqual({ x: 0, y: 362, width: 340, height: 358 });
  for (const outside of [eyes(-900, -900, 50), eyes(9000, 9000, 50)]) {
    const area = portraitArea(outside, frame);
    expect(Math.min(area.width, area.height)).toBe(1);
    expect(area.x + area.width).toBeLessThanOrEqual(1280);
    expect(area.y + area.height).toBeLessThanOrEqual(720);
  }
});
