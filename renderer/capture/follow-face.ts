// Looks at the customer in every frame of the camera that there is time for, and keeps one hint standing; says when hints are not to be had.
import type { FaceHint } from './capture-kinds.ts';
import { openFaceFinder } from './face-finder.ts';
import type { FaceFinder } from './face-finder.ts';
import { faceHint, faceMovement } from './face-hint.ts';
import type { LiveFace } from './face-hint.ts';
import { frameFacts, lumaOfFrame } from './frame-facts.ts';
import { createFrameSampler } from './frame-sampler.ts';
import { settleHint, startHint } from './settle-hint.ts';
import type { SettledHint } from './settle-hint.ts';

export type FaceGuide =
  | { readonly status: 'loading' }
  | { readonly status: 'looking'; readonly hint: SettledHint<FaceHint> }
  /** No hints on this machine; taking by hand goes on. */
  | { readonly status: 'unavailable' };

const brightnessWidthPx = 64;
/** Movement is told between looks this far apart, however many lie between: a trembling of the landmarks is none. */
const movementOverMs = 90;
/** A look's own time is left free after it, so that half the thread is the screen's and the encoder's. */
const restPerLook = 1;

/** The answer ends it, also while the model is still loading. */
export function followFace(video: HTMLVideoElement, tell: (guide: FaceGuide) => void): () => void {
  const sampler = createFrameSampler(brightnessWidthPx);
  let frameRequest: number | undefined;
  let restUntilMs = 0;
  let finder: FaceFinder | null = null;
  let ended = false;
  let before: { readonly faces: readonly LiveFace[]; readonly atMs: number } = { faces: [], atMs: 0 };
  let movement: number | null = null;
  let hint: SettledHint<FaceHint> | null = null;

  /** With the next frame; on a slow machine with one of those after it, so that the screen still answers. */
  const lookAgain = (): void => {
    frameRequest = video.requestVideoFrameCallback(() => {
      if (performance.now() < restUntilMs) lookAgain();
      else look();
    });
  };

  const look = (): void => {
    const frame = sampler.sample(video, null);
    if (!finder) return;
    if (!frame) {
      lookAgain();
      return;
    }
    const atMs = performance.now();
    const faces = finder.find(video, atMs);
    if (!faces) {
      tell({ status: 'unavailable' });
      return;
    }
    const { brightness } = frameFacts(lumaOfFrame(frame), frame.widthPx, null);
    const aspect = video.videoWidth / video.videoHeight;
    if (atMs - before.atMs >= movementOverMs) {
      movement = faceMovement(before.faces, faces);
      before = { faces, atMs };
    }
    const next = faceHint({ faces, brightness, movement, aspect });
    hint = hint ? settleHint(hint, next, atMs) : startHint(next, atMs);
    tell({ status: 'looking', hint });
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
