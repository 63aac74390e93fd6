// One liveness check as it runs: frames in, what is asked next out. It holds what was measured and decides nothing but when to go on. Rules LV4 to LV6 of docs/spec/liveness.md.
import type { Gesture, LivenessPrompt } from '../../contract/kiosk/liveness.ts';
import { unreachable } from '../../kernel/result.ts';
import type { FaceShape, FrameReading } from './frame-reading.ts';
import { gestureScore, middleShape, strayScore } from './gesture-score.ts';
import { gestureClasses, type Plan } from './plan.ts';

/** A frame as the main process took it in. */
export interface TakenFrame {
  /** On the main process's own clock, when the frame had arrived. */
  readonly atMs: number;
  /** What the screen says of when it was captured, on its own clock. */
  readonly claimedMs: number;
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
  readonly reading: FrameReading;
}

export interface KeptFrame extends TakenFrame {
  /** Which of the plan's prompts was asked then. */
  readonly prompt: number;
}

export interface PromptRun {
  readonly prompt: LivenessPrompt;
  /** When the main process first asked it. */
  readonly sinceMs: number;
  readonly doneMs: number | null;
  /** The farthest that a movement went which was not asked for, having begun after the asking. */
  readonly stray: number;
}

export type Stop =
  /** The face was not seen calm and straight in time. */
  | 'not-seen'
  | 'two-faces'
  /** What was asked was not done in time. */
  | 'not-done'
  /** Something else was done than was asked. */
  | 'other-movement'
  /** The face was gone for too long. */
  | 'face-lost';

export interface LivenessSession {
  readonly plan: Plan;
  readonly runs: readonly PromptRun[];
  readonly frames: readonly KeptFrame[];
  readonly calm: FaceShape | null;
  /** Another gesture was asked in the place of one that was not done. */
  readonly replaced: boolean;
  readonly stopped: Stop | null;
  readonly done: boolean;
}

export const sessionLimits = {
  calmFrames: 4,
  calmAtLeastMs: 400,
  calmAtMostMs: 12_000,
  /** Nose off the middle, in eye distances: still a straight look. */
  calmTurn: 0.3,
  /** Nobody answers a sign in less. */
  reactionMs: 250,
  /** On so many frames running a gesture is there; a mouth's so many, for its points tremble alike in a stiff mask, seldom as long. */
  doneFrames: 2,
  heldFrames: 4,
  gestureAtMostMs: 7_000,
  /** Light arrives late: frames are taken this long after the last colour. */
  colourTailMs: 450,
  /** A movement that nobody asked for, as far as a clear gesture. */
  strayScore: 1.35,
  /** A new movement begins where the last has nearly gone. */
  restScore: 0.6,
  lostMs: 2_500,
} as const;

export function beginSession(plan: Plan, atMs: number): LivenessSession {
  const [first] = plan.prompts;
  if (!first) throw new Error('a plan asks at least for a look');
  return {
    plan,
    runs: [{ prompt: first, sinceMs: atMs, doneMs: null, stray: 0 }],
    frames: [],
    calm: null,
    replaced: false,
    stopped: null,
    done: false,
  };
}

/** What the screen shows now; null when nothing more is asked. */
export function promptOf(session: LivenessSession): PromptRun | null {
  return session.done || session.stopped ? null : (session.runs.at(-1) ?? null);
}

/** Takes one frame in. A session that has ended stays as it is. */
export function takeFrame(session: LivenessSession, frame: TakenFrame): LivenessSession {
  const run = promptOf(session);
  if (!run) return session;
  const frames = [...session.frames, { ...frame, prompt: session.runs.length - 1 }];
  const next = { ...session, frames };
  const seen = frames.findLast((each) => each.reading.face !== null);
  const from = seen?.atMs ?? session.runs[0]?.sinceMs ?? frame.atMs;
  if (session.calm && frame.atMs - from > sessionLimits.lostMs) return { ...next, stopped: 'face-lost' };
  switch (run.prompt.ask) {
    case 'look-straight':
      return lookStraight(next, run, frame.atMs);
    case 'gesture':
      return gestureAsked(next, run, run.prompt.gesture, frame.atMs);
    case 'colours': {
      const lastsMs = run.prompt.colours.length * run.prompt.stepMs + sessionLimits.colourTailMs;
      return frame.atMs - run.sinceMs >= lastsMs ? goOn(next, frame.atMs) : next;
    }
    default:
      return unreachable(run.prompt);
  }
}

function lookStraight(session: LivenessSession, run: PromptRun, atMs: number): LivenessSession {
  const { calmFrames, calmAtLeastMs, calmAtMostMs, calmTurn } = sessionLimits;
  const latest = session.frames.slice(-calmFrames);
  const shapes = latest.flatMap(({ reading: { face, faces } }) =>
    face && faces === 1 && Math.abs(face.shape.turn) <= calmTurn ? [face.shape] : [],
  );
  const first = latest[0];
  if (shapes.length === calmFrames && first && atMs - first.atMs >= calmAtLeastMs - 150) {
    return goOn({ ...session, calm: middleShape(shapes) }, atMs);
  }
  if (atMs - run.sinceMs < calmAtMostMs) return session;
  const crowd = latest.filter(({ reading }) => reading.faces > 1).length > calmFrames / 2;
  return { ...session, stopped: crowd ? 'two-faces' : 'not-seen' };
}

function gestureAsked(
  session: LivenessSession,
  run: PromptRun,
  gesture: Gesture,
  atMs: number,
): LivenessSession {
  const { calm } = session;
  if (!calm) return session;
  const { reactionMs, restScore, gestureAtMostMs } = sessionLimits;
  const index = session.runs.length - 1;
  const since = session.frames.filter((frame) => frame.prompt === index);
  const answering = since.filter((frame) => frame.atMs - run.sinceMs >= reactionMs);
  const scores = since.map(({ reading: { face } }) => (face ? gestureScore(gesture, calm, face.shape) : 0));
  const stray = strayOf(calm, gesture, since);
  const runs = [...session.runs.slice(0, -1), { ...run, stray }];
  const next = { ...session, runs };
  if (stray >= sessionLimits.strayScore) return { ...next, stopped: 'other-movement' };
  // It has to begin after the asking: whoever already smiles has answered nothing.
  const { doneFrames, heldFrames } = sessionLimits;
  const frames = gestureClasses[gesture] === 'muscle' ? heldFrames : doneFrames;
  const reached = Math.min(...scores.slice(-frames));
  const held = reached >= 1 && scores.length >= frames;
  // The last movement still pulls at the measure of this one: a whole gesture from there on is as good as one from rest.
  const rested = scores.slice(0, -frames).some((score) => score < Math.max(restScore, reached - 1));
  if (held && answering.length >= doneFrames && rested) return goOn(next, atMs);
  return atMs - run.sinceMs >= gestureAtMostMs ? askAnother(next, gesture, atMs) : next;
}

/** Once in a check another gesture of the class, in the place of one that was not done: a beard hides a mouth, a neck is stiff. */
function askAnother(session: LivenessSession, gesture: Gesture, atMs: number): LivenessSession {
  const spare = session.plan.spare[gestureClasses[gesture]];
  if (session.replaced || !spare) return { ...session, stopped: 'not-done' };
  const prompt = { ask: 'gesture', gesture: spare } as const;
  return {
    ...session,
    replaced: true,
    runs: [...session.runs, { prompt, sinceMs: atMs, doneMs: null, stray: 0 }],
  };
}

/** Two frames running of a movement that was not there when it was asked for something else. */
function strayOf(calm: FaceShape, gesture: Gesture, since: readonly KeptFrame[]): number {
  const scores = since.map(({ reading: { face } }) => (face ? strayScore(gesture, calm, face.shape) : 0));
  const rested = scores.findIndex((score) => score < sessionLimits.restScore);
  if (rested < 0) return 0;
  let most = 0;
  for (let at = rested + 1; at < scores.length; at++) {
    most = Math.max(most, Math.min(scores[at - 1] ?? 0, scores[at] ?? 0));
  }
  return most;
}

function goOn(session: LivenessSession, atMs: number): LivenessSession {
  const runs = session.runs.map((run, index) =>
    index === session.runs.length - 1 ? { ...run, doneMs: atMs } : run,
  );
  const prompt = session.plan.prompts[runs.length - (session.replaced ? 1 : 0)];
  if (!prompt) return { ...session, runs, done: true };
  return { ...session, runs: [...runs, { prompt, sinceMs: atMs, doneMs: null, stray: 0 }] };
}
