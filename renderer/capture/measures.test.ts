import { expect, test } from 'vitest';
import { liveFaceOf } from './face-finder.ts';
import { stillSize } from './take-still.ts';

test('a still is at most 1920 px wide and never enlarged', () => {
  expect(stillSize(3840, 2160)).toEqual({ widthPx: 1920, heightPx: 1080 });
  expect(stillSize(640, 480)).toEqual({ widthPx: 640, heightPx: 480 });
});

test('a live face is where its landmarks are, turned as its matrix says', () => {
  const points = [
    { x: 0.4, y: 0.3 },
    { x: 0.6, y: 0.7 },
  ];
  const yaw = (20 * Math.PI) / 180;
  // Column by column; a turn about the vertical axis.
  const matrix = [
    Math.cos(yaw),
    0,
    -Math.sin(yaw),
    0,
    0,
    1,
    0,
    0,
    Math.sin(yaw),
    0,
    Math.cos(yaw),
    0,
    0,
    0,
    0,
    1,
  ];
  const face = liveFaceOf(points, matrix);
  expect(face.centreX).toBeCloseTo(0.5);
  expect(face.heightShare).toBeCloseTo(0.4);
  expect(face.yawDeg).toBeCloseTo(20);
  expect(face.pitchDeg).toBeCloseTo(0);
  expect(liveFaceOf([], []).widthShare).toBe(0);
});
