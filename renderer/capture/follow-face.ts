// Looks at the customer before the camera ten times a second and keeps one hint standing; says when hints are not to be had.
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
/** Ten looks a second follow a head and leave the processor to the picture. */
const lookMs = 100;

/** The answer ends it, also while the model is still loading. */
export function followFace(video: HTMLVideoElement, tell: (guide: FaceGuide) => void): () => void {
  const sampler = createFrameSampler(brightnessWidthPx);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let finder: FaceFinder | null = null;
  let ended = false;
  let before: readonly LiveFace[] = [];
  let hint: SettledHint<FaceHint> | null = null;

  /** On a slow machine a look takes longer than the pause: then the pause grows, so that the screen still answers. */
  const lookAgain = (spentMs: number): void => {
    timer = setTimeout(look, Math.max(lookMs, 2 * spentMs));
  };

  const look = (): void => {
    const frame = sampler.sample(video, null);
    if (!finder) return;
    if (!frame) {
      lookAgain(0);
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
    const next = faceHint({ faces, brightness, movement: faceMovement(before, faces), aspect });
    before = faces;
    hint = hint ? settleHint(hint, next, atMs) : startHint(next, atMs);
    tell({ status: 'looking', hint });
    lookAgain(performance.now() - atMs);
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
    clearTimeout(timer);
    finder?.close();
    finder = null;
  };
}
