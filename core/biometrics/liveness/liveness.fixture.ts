// Frames made of numbers, for tests: nobody's face is behind them.
import type { LivenessPrompt } from '../../contract/kiosk/liveness.ts';
import { unreachable } from '../../kernel/result.ts';
import { embeddingAt, faceAt } from '../face.fixture.ts';
import type { FaceShape, FrameReading, Light } from './frame-reading.ts';
import { gestureLimits } from './gesture-score.ts';
import { planChecks } from './plan.ts';
import { beginSession, promptOf, takeFrame, type LivenessSession, type TakenFrame } from './session.ts';

export const calmShape: FaceShape = {
  turn: 0.02,
  bow: 0.6,
  rollDeg: 1,
  sizePx: 60,
  mouthWide: 0.85,
  mouthRise: 0.05,
  mouthOpen: 0.06,
  lips: 1.1,
};

/** Plainly done. */
export function shapeDoing(prompt: LivenessPrompt): FaceShape {
  if (prompt.ask !== 'gesture') return calmShape;
  const { turn, bow, tiltDeg, closer, smile, mouthOpen } = gestureLimits;
  const calm = calmShape;
  switch (prompt.gesture) {
    case 'turn-left':
      return { ...calm, turn: calm.turn + turn * 1.5 };
    case 'turn-right':
      return { ...calm, turn: calm.turn - turn * 1.5 };
    case 'nod':
      return { ...calm, bow: calm.bow + bow * 1.5 };
    case 'tilt-left':
      return { ...calm, rollDeg: calm.rollDeg + tiltDeg * 1.5 };
    case 'tilt-right':
      return { ...calm, rollDeg: calm.rollDeg - tiltDeg * 1.5 };
    case 'come-closer':
      return { ...calm, sizePx: calm.sizePx * closer * 1.1 };
    case 'smile':
      return { ...calm, mouthWide: calm.mouthWide + smile * 1.5 };
    case 'open-mouth':
      return { ...calm, mouthOpen: calm.mouthOpen + mouthOpen * 1.5 };
    default:
      return unreachable(prompt.gesture);
  }
}

const shine: Readonly<Record<string, Light>> = {
  red: [1, 0, 0],
  green: [0, 1, 0],
  blue: [0, 0, 1],
  white: [1, 1, 1],
  dark: [0, 0, 0],
};

/** Light that follows the colours by so much, 100 ms after they were shown. */
export function lightAt(prompt: LivenessPrompt, intoMs: number, share: number): Light {
  const colour =
    prompt.ask === 'colours' ? prompt.colours[Math.floor((intoMs - 100) / prompt.stepMs)] : undefined;
  const glow = shine[colour ?? 'dark'] ?? [0, 0, 0];
  return [0.3 * (1 + share * glow[0]), 0.2 * (1 + share * glow[1]), 0.15 * (1 + share * glow[2])];
}

export interface Acting {
  /** What the face does when asked; null: no face in the picture. */
  readonly shape?: (prompt: LivenessPrompt, intoMs: number) => FaceShape | null;
  readonly face?: number;
  readonly beside?: number;
  readonly passive?: number;
  readonly pattern?: number;
  /** Cosine of the face to the first one's, by time. */
  readonly alike?: (atMs: number) => number;
  readonly faces?: number;
  /** How far the small picture has moved, by time. */
  readonly moved?: (atMs: number) => number;
  /** Of the sensor, in levels of luma over a cell. */
  readonly noise?: number;
  readonly everyMs?: number;
  readonly claimedMs?: (atMs: number) => number;
}

export function frameOf(prompt: LivenessPrompt, intoMs: number, atMs: number, acting: Acting): TakenFrame {
  const shape = (acting.shape ?? ((asked, ms) => (ms < 500 ? calmShape : shapeDoing(asked))))(prompt, intoMs);
  const moved = (acting.moved ?? ((ms) => ms / 40))(atMs);
  const { confidence, box, landmarks } = faceAt(100, 100, 120);
  const reading: FrameReading = {
    widthPx: 480,
    heightPx: 360,
    brightness: 120,
    faces: shape ? (acting.faces ?? 1) : 0,
    face: shape && {
      confidence,
      box,
      landmarks,
      shape,
      embedding: embeddingAt((acting.alike ?? (() => 1))(atMs)),
      passive: acting.passive ?? 0.98,
      light: {
        face: lightAt(prompt, intoMs, acting.face ?? 0.2),
        beside: lightAt(prompt, intoMs, acting.beside ?? 0.02),
      },
      pattern: acting.pattern ?? 1.6,
    },
    thumbnail: Float32Array.from(
      { length: 32 * 24 },
      (_, cell) =>
        100 + (cell % 7 === 0 ? moved : 0) + (acting.noise ?? 0.01) * (((atMs / 50) * (cell + 3)) % 5),
    ),
  };
  // A page is a little late, now more, now less.
  const claimedMs = (acting.claimedMs ?? ((ms) => ms + ((ms / 50) % 7)))(atMs);
  return { atMs, claimedMs, digest: `${atMs}`, reading };
}

/** 64 bytes that differ from one seed to the next. */
export const nonceOf = (seed: number) =>
  Uint8Array.from(
    { length: 64 },
    (_, index) => (Math.imul(index + 1, 2654435761 + seed * 40503) >>> 13) & 255,
  );

/** A whole check against somebody who acts so. */
export function checkOf(acting: Acting = {}, seed = 1, plan = planChecks(nonceOf(seed))): LivenessSession {
  let session = beginSession(plan, 0);
  for (let atMs = 150; ; atMs += acting.everyMs ?? 150) {
    const run = promptOf(session);
    if (!run) return session;
    session = takeFrame(session, frameOf(run.prompt, atMs - run.sinceMs, atMs, acting));
  }
}
