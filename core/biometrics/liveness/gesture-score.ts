// How far a face has gone towards a gesture, against the same face when it was calm: 1 is enough. Rules LV4 and LV5 of docs/spec/liveness.md.
import { gestures, type Gesture } from '../../contract/kiosk/liveness.ts';
import { unreachable } from '../../kernel/result.ts';
import type { FaceShape } from './frame-reading.ts';

/** What counts as done; a person who does it plainly goes half as far again and more. */
export const gestureLimits = {
  /** Nose in eye distances: a turn of some 12°. A sheet of paper turned by 40° stays below 0.05. */
  turn: 0.14,
  /** Nose between eyes and mouth: a nod of some 12°. */
  bow: 0.1,
  /** By the eyes, which a detector says some degrees flatter than they are. A head at rest stays below 4. */
  tiltDeg: 7,
  /** Eye distance against the calm one. */
  closer: 1.2,
  /**
   * Corners wider apart and higher than the lips' middle, in eye distances: the mouth's own shape alone, for its place under
   * the eyes changes with a nod. Held over four frames, drawn masks stay below 0.04 and smiles above 0.056.
   */
  smile: 0.05,
  /** Lips apart, in eye distances, for the same reason. Held over four frames, drawn masks stay below 0.035 and open mouths above 0.085. */
  mouthOpen: 0.07,
  /** A mouth is measured on a face held nearly as when it was calm: turned away, every mouth looks otherwise. */
  heldTurn: 0.12,
  heldTiltDeg: 8,
  heldSize: 0.17,
} as const;

/** 0: calm; 1 and more: done. Below 0 where it goes the other way. */
export function gestureScore(gesture: Gesture, calm: FaceShape, now: FaceShape): number {
  const { turn, bow, tiltDeg, closer, smile, mouthOpen } = gestureLimits;
  switch (gesture) {
    // The customer's left is the right of an unmirrored picture.
    case 'turn-left':
      return (now.turn - calm.turn) / turn;
    case 'turn-right':
      return (calm.turn - now.turn) / turn;
    case 'nod':
      return (now.bow - calm.bow) / bow;
    case 'tilt-left':
      return (now.rollDeg - calm.rollDeg) / tiltDeg;
    case 'tilt-right':
      return (calm.rollDeg - now.rollDeg) / tiltDeg;
    case 'come-closer':
      return (now.sizePx / calm.sizePx - 1) / (closer - 1);
    case 'smile':
      if (!heldAlike(calm, now) || openedBy(calm, now) > mouthOpen) return 0;
      return (now.mouthWide - calm.mouthWide + now.mouthRise - calm.mouthRise) / smile;
    case 'open-mouth':
      return heldAlike(calm, now) ? openedBy(calm, now) / mouthOpen : 0;
    default:
      return unreachable(gesture);
  }
}

function openedBy(calm: FaceShape, now: FaceShape): number {
  return now.mouthOpen - calm.mouthOpen;
}

function heldAlike(calm: FaceShape, now: FaceShape): boolean {
  const { heldTurn, heldTiltDeg, heldSize } = gestureLimits;
  return (
    Math.abs(now.turn - calm.turn) < heldTurn &&
    Math.abs(now.rollDeg - calm.rollDeg) < heldTiltDeg &&
    Math.abs(now.sizePx / calm.sizePx - 1) < heldSize
  );
}

/** Gestures that pull the same measures: while one is asked, its kin are no stray movement. */
const kin: Readonly<Record<Gesture, readonly Gesture[]>> = {
  'turn-left': ['nod', 'smile', 'open-mouth', 'come-closer', 'tilt-left', 'tilt-right'],
  'turn-right': ['nod', 'smile', 'open-mouth', 'come-closer', 'tilt-left', 'tilt-right'],
  nod: ['smile', 'open-mouth', 'come-closer'],
  'tilt-left': ['turn-left', 'turn-right', 'nod', 'smile', 'open-mouth', 'come-closer'],
  'tilt-right': ['turn-left', 'turn-right', 'nod', 'smile', 'open-mouth', 'come-closer'],
  smile: ['open-mouth', 'nod'],
  'open-mouth': ['smile', 'nod', 'come-closer'],
  'come-closer': ['smile', 'open-mouth', 'nod'],
};

/** How far the plainest movement goes that nobody asked for, against a clear gesture of that kind. */
export function strayScore(asked: Gesture | null, calm: FaceShape, now: FaceShape): number {
  const scores = gestures
    .filter((gesture) => gesture !== asked && !(asked && kin[asked].includes(gesture)))
    .map((gesture) => gestureScore(gesture, calm, now));
  return Math.max(0, ...scores);
}

/** Measure by measure the middle value: one odd frame moves nothing. */
export function middleShape(shapes: readonly FaceShape[]): FaceShape | null {
  const middle = (of: (shape: FaceShape) => number) => {
    const values = shapes.map(of).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? 0;
  };
  if (shapes.length === 0) return null;
  return {
    turn: middle((shape) => shape.turn),
    bow: middle((shape) => shape.bow),
    rollDeg: middle((shape) => shape.rollDeg),
    sizePx: middle((shape) => shape.sizePx),
    mouthWide: middle((shape) => shape.mouthWide),
    mouthRise: middle((shape) => shape.mouthRise),
    mouthOpen: middle((shape) => shape.mouthOpen),
    lips: middle((shape) => shape.lips),
  };
}
