// Looks at the customer in every frame of the camera that there is time for, and keeps one hint standing; says when hints are not to be had.
import type { FaceAdvice, FaceHint } from './capture-kinds.ts';
import { openFaceFinder } from './face-finder.ts';
import type { FaceFinder } from './face-finder.ts';
import { faceHint, faceMovement } from './face-hint.ts';
import type { LiveFace } from './face-hint.ts';
import { eyesShut, plainBehind, stateLimits, type FaceState } from './face-state.ts';
import { brightnessOf, type Frame } from './frame-facts.ts';
import { createFrameSampler } from './frame-sampler.ts';
import { settleHint, startHint } from './settle-hint.ts';
import type { SettledHint } from './settle-hint.ts';

export type FaceGuide =
  | { readonly status: 'loading' }
  | {
      readonly status: 'looking';
      readonly hint: SettledHint<FaceHint>;
      readonly advice: FaceAdvice | null;
    }
  /** No hints on this machine; taking by hand goes on. */
  | { readonly status: 'unavailable' };

/** The detector works on 128 pixels, the landmarks on a face's 256: more would be copied for nothing. */
const lookWidthPx = 320;
/** Movement is told between looks this far apart, however many lie between: a trembling of the points is none. */
const movementOverMs = 90;
/** A look's own time is left free after it, so that half the thread is the screen's and the encoder's. */
const restPerLook = 1;
/** Landmarks cost as much as six looks: they are asked only where all else is well, and so often. */
const stateEveryMs = 400;

/** What is dear to know of a face, and when it was looked for. */
interface Looked {
  readonly atMs: number;
  readonly state: FaceState | null;
  /** The widest that these eyes were seen. */
  readonly widest: number;
  readonly plain: boolean;
}
const notLooked: Looked = { atMs: -Infinity, state: null, widest: 0, plain: true };

/** The answer ends it, also while the model is still loading. */
export function followFace(video: HTMLVideoElement, tell: (guide: FaceGuide) => void): () => void {
  const sampler = createFrameSampler(lookWidthPx);
  let frameRequest: number | undefined;
  let restUntilMs = 0;
  let finder: FaceFinder | null = null;
  let ended = false;
  let before: { readonly faces: readonly LiveFace[]; readonly atMs: number } = { faces: [], atMs: 0 };
  let movement: number | null = null;
  let looked = notLooked;
  let hint: SettledHint<FaceHint> | null = null;

  /** With the next frame; on a slow machine with one of those after it, so that the screen still answers. */
  const lookAgain = (): void => {
    frameRequest = video.requestVideoFrameCallback(() => {
      if (performance.now() < restUntilMs) lookAgain();
      else look();
    });
  };

  const lookClosely = (frame: Frame, faces: readonly LiveFace[], atMs: number): Looked => {
    const [face] = faces.toSorted((a, b) => b.heightShare - a.heightShare);
    if (!face || !finder) return notLooked;
    const state = finder.state(frame, atMs);
    const widest = Math.max(looked.widest, state?.eyesOpen ?? 0);
    return { atMs, state, widest, plain: plainBehind(frame, face) };
  };

  /** Eyes and mouth are looked at only where nothing else is to be said, and kept until they are looked at again. */
  const hintOf = (frame: Frame, faces: readonly LiveFace[], atMs: number): FaceHint => {
    const facts = {
      faces,
      brightness: brightnessOf(frame),
      movement,
      aspect: frame.widthPx / frame.heightPx,
    };
    const next = faceHint(facts);
    if (next === 'no-face' || next === 'two-faces') looked = notLooked;
    if (next !== 'hold-still' && next !== 'ready') return next;
    if (atMs - looked.atMs >= stateEveryMs) looked = lookClosely(frame, faces, atMs);
    const { state, widest } = looked;
    return faceHint({
      ...facts,
      state: state && {
        eyesShut: eyesShut(state, widest),
        mouthOpen: state.mouthOpen > stateLimits.mouthOpen,
      },
    });
  };

  const look = (): void => {
    if (!finder) return;
    const atMs = performance.now();
    const frame = sampler.sample(video, null);
    if (!frame) {
      lookAgain();
      return;
    }
    const faces = finder.find(frame, atMs);
    if (!faces) {
      tell({ status: 'unavailable' });
      return;
    }
    if (atMs - before.atMs >= movementOverMs) {
      movement = faceMovement(before.faces, faces);
      before = { faces, atMs };
    }
    const next = hintOf(frame, faces, atMs);
    hint = hint ? settleHint(hint, next, atMs) : startHint(next, atMs);
    const framed = hint.shown === 'hold-still' || hint.shown === 'ready';
    tell({ status: 'looking', hint, advice: framed && !looked.plain ? 'plain-background' : null });
    const endedMs = performance.now();
    restUntilMs = endedMs + restPerLook * (endedMs - atMs);
    lookAgain();
  };

  const begin = async (): Promise<void> => {
    const opened = await openFaceFinder();
    if (ended) {
      if (opened.ok) opened.value.close();
      return;
    }
    if (!opened.ok) {
      tell({ status: 'unavailable' });
      return;
    }
    finder = opened.value;
    look();
  };
  void begin();
  return () => {
    ended = true;
    if (frameRequest !== undefined) video.cancelVideoFrameCallback(frameRequest);
    finder?.close();
    finder = null;
  };
}
