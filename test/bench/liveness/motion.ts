// How a person does what the kiosk asks: after a while, not all at once, never quite the same way, and with small movements of their own.
import type { Gesture } from '#core/contract/kiosk/liveness.ts';
import { unreachable } from '#core/kernel/result.ts';
import type { HeadPose } from '#renderer/simulate/head/render-head.ts';
import type { Chance } from '#test/fault/chance.ts';
import { between } from './draw.ts';
import type { Asked } from './presentation.ts';

export interface Body {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  readonly smile: number;
  readonly mouthOpen: number;
  /** Against the distance at first. */
  readonly closer: number;
}
export const still: Body = { yawDeg: 0, pitchDeg: 0, rollDeg: 0, smile: 0, mouthOpen: 0, closer: 1 };

/** The drawn heads look down a little at rest. */
const liftDeg = 7;
/** A nod goes down and comes back. */
const nodMs = 1100;

export interface Motion {
  /** Moments never go back. */
  at(atMs: number, asked: Asked): Body;
}

type Doing = { readonly gesture: Gesture | null; readonly sinceMs: number };

/** `target` of a gesture, `intoMs` after it began. */
export function drawTargets(chance: Chance): (gesture: Gesture | null, intoMs: number) => Body {
  const turn = between(chance, 19, 32);
  const tilt = between(chance, 14, 24);
  const nod = between(chance, 14, 22);
  const smile = between(chance, 0.7, 1);
  const mouth = between(chance, 0.65, 1);
  const closer = between(chance, 1.28, 1.5);
  return (gesture, intoMs) => {
    switch (gesture) {
      case null:
        return still;
      // The customer's left is the right of the picture.
      case 'turn-left':
        return { ...still, yawDeg: turn };
      case 'turn-right':
        return { ...still, yawDeg: -turn };
      case 'tilt-left':
        return { ...still, rollDeg: tilt };
      case 'tilt-right':
        return { ...still, rollDeg: -tilt };
      case 'nod':
        return { ...still, pitchDeg: intoMs % nodMs < nodMs * 0.6 ? nod : -3 };
      case 'smile':
        return { ...still, smile };
      case 'open-mouth':
        return { ...still, mouthOpen: mouth };
      case 'come-closer':
        return { ...still, closer };
      default:
        return unreachable(gesture);
    }
  };
}

/** Eases towards what was asked `reactionMs` ago. */
export function drawMotion(chance: Chance): Motion {
  const reactionMs = between(chance, 350, 950);
  const easeMs = between(chance, 110, 210);
  const target = drawTargets(chance);
  return easedMotion(
    (atMs, asked) => {
      const gesture = asked.prompt.ask === 'gesture' ? asked.prompt.gesture : null;
      return { gesture, fromMs: asked.sinceMs + reactionMs };
    },
    target,
    easeMs,
  );
}

/** A body that goes towards whatever `wish` says holds from `fromMs` on. */
export function easedMotion(
  wish: (atMs: number, asked: Asked) => { gesture: Gesture | null; fromMs: number },
  target: (gesture: Gesture | null, intoMs: number) => Body,
  easeMs: number,
): Motion {
  let doing: Doing = { gesture: null, sinceMs: 0 };
  let body = still;
  let lastMs: number | null = null;
  return {
    at(atMs, asked) {
      const wished = wish(atMs, asked);
      if (wished.gesture !== doing.gesture && atMs >= wished.fromMs) {
        doing = { gesture: wished.gesture, sinceMs: atMs };
      }
      const goal = target(doing.gesture, atMs - doing.sinceMs);
      const share = lastMs === null ? 1 : 1 - Math.exp(-(atMs - lastMs) / easeMs);
      lastMs = atMs;
      const go = (from: number, to: number) => from + (to - from) * share;
      body = {
        yawDeg: go(body.yawDeg, goal.yawDeg),
        pitchDeg: go(body.pitchDeg, goal.pitchDeg),
        rollDeg: go(body.rollDeg, goal.rollDeg),
        smile: go(body.smile, goal.smile),
        mouthOpen: go(body.mouthOpen, goal.mouthOpen),
        closer: go(body.closer, goal.closer),
      };
      return body;
    },
  };
}

/** Gestures in an order and at times that the kiosk did not choose, over and over. */
export function ownMotion(chance: Chance, gestures: readonly Gesture[]): Motion {
  const slotMs = between(chance, 1300, 2400);
  const restMs = between(chance, 300, 900);
  const shiftMs = between(chance, 0, 6000);
  return easedMotion(
    (atMs) => {
      const into = (atMs + shiftMs) % (slotMs + restMs);
      const turn = Math.floor((atMs + shiftMs) / (slotMs + restMs));
      const gesture = into < slotMs ? (gestures[turn % Math.max(1, gestures.length)] ?? null) : null;
      return { gesture, fromMs: 0 };
    },
    drawTargets(chance),
    between(chance, 110, 210),
  );
}

/** Small movements that nobody can keep from making. */
export function drawSway(chance: Chance): (atMs: number) => Partial<HeadPose> {
  const phase = between(chance, 0, 100);
  const amount = between(chance, 0.5, 1.4);
  const blinkEveryMs = between(chance, 2200, 5200);
  return (atMs) => {
    const t = atMs / 1000 + phase;
    const into = (atMs + phase * 1000) % blinkEveryMs;
    return {
      yawDeg: amount * (1.6 * Math.sin(t * 0.7) + 0.7 * Math.sin(t * 1.9)),
      pitchDeg: amount * 1.1 * Math.sin(t * 0.5 + 1),
      rollDeg: amount * 1.0 * Math.sin(t * 0.4 + 2),
      blink: into < 200 ? Math.sin((Math.PI * into) / 200) : 0,
      gaze: [0.006 * Math.sin(t * 0.9), 0.003 * Math.sin(t * 0.7)],
      offset: [0.006 * amount * Math.sin(t * 0.6), 0.03 + 0.004 * amount * Math.sin(t * 0.8)],
    };
  };
}

/** The pose to draw: the body's doing over its swaying. */
export function poseOf(body: Body, sway: Partial<HeadPose>, scale: number): Partial<HeadPose> {
  return {
    ...sway,
    yawDeg: (sway.yawDeg ?? 0) + body.yawDeg,
    pitchDeg: (sway.pitchDeg ?? 0) + body.pitchDeg - liftDeg,
    rollDeg: (sway.rollDeg ?? 0) + body.rollDeg,
    smile: body.smile,
    mouthOpen: body.mouthOpen,
    scale: scale * body.closer,
  };
}
