// How a face is held and what its mouth does, from the detector's five points and the 68 of the landmark net. Pure.
import type { FaceLandmarks, Point } from '#core/biometrics/found-face.ts';
import type { FaceShape } from '#core/biometrics/liveness/frame-reading.ts';

/** Numbers of points as the 68 are counted everywhere (iBUG 300-W). */
const rightEyeOfPerson = [36, 37, 38, 39, 40, 41] as const;
const leftEyeOfPerson = [42, 43, 44, 45, 46, 47] as const;
const noseTip = 30;
const mouthCorners = [48, 54] as const;
const lipMiddles = [51, 57] as const;
/** Upper and lower edge of the opening, pair by pair. */
const opening = [
  [61, 67],
  [62, 66],
  [63, 65],
] as const;

/** Null when the points make no face. */
export function shapeOf(five: FaceLandmarks, marks: readonly Point[]): FaceShape | null {
  const fine = frameOf(middle(marks, rightEyeOfPerson), middle(marks, leftEyeOfPerson));
  const coarse = frameOf(five.leftEye, five.rightEye);
  const tip = marks[noseTip];
  if (!fine || !coarse || !tip) return null;
  const lips = fine.down(middle(marks, mouthCorners));
  const coarseLips = (coarse.down(five.mouthLeft) + coarse.down(five.mouthRight)) / 2;
  if (lips <= 0 || coarseLips <= 0) return null;
  return {
    // Both look at the nose; what one errs, the other halves.
    turn: (fine.along(tip) + coarse.along(five.nose)) / 2,
    bow: fine.down(tip) / lips,
    rollDeg: coarse.rollDeg,
    sizePx: (coarse.eyesPx * (1 + coarseLips)) / 2,
    mouthWide: distance(marks, mouthCorners) / fine.eyesPx,
    mouthRise: fine.down(middle(marks, lipMiddles)) - lips,
    mouthOpen: opening.reduce((sum, pair) => sum + distance(marks, pair), 0) / opening.length / fine.eyesPx,
    lips: coarseLips,
  };
}

/** Lengths in eye distances, along and across the line of the eyes, from the middle between them. */
function frameOf(left: Point, right: Point) {
  const across = { x: right.x - left.x, y: right.y - left.y };
  const eyesPx = Math.hypot(across.x, across.y);
  if (!(eyesPx > 0)) return null;
  const [ux, uy] = [across.x / eyesPx, across.y / eyesPx];
  const from = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  return {
    eyesPx,
    rollDeg: (Math.atan2(across.y, across.x) * 180) / Math.PI,
    along: (point: Point) => ((point.x - from.x) * ux + (point.y - from.y) * uy) / eyesPx,
    down: (point: Point) => ((point.y - from.y) * ux - (point.x - from.x) * uy) / eyesPx,
  };
}

function middle(marks: readonly Point[], of: readonly number[]): Point {
  const sum = of.reduce(
    (total, index) => ({ x: total.x + (marks[index]?.x ?? 0), y: total.y + (marks[index]?.y ?? 0) }),
    { x: 0, y: 0 },
  );
  return { x: sum.x / of.length, y: sum.y / of.length };
}

function distance(marks: readonly Point[], [a, b]: readonly [number, number]): number {
  return Math.hypot((marks[a]?.x ?? 0) - (marks[b]?.x ?? 0), (marks[a]?.y ?? 0) - (marks[b]?.y ?? 0));
}
