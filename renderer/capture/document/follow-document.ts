// Follows a document before the camera: every frame that the looking thread has time for, one hint standing, the outline kept steady.
import type { StoreApi } from 'zustand/vanilla';
import type { CardRegion } from '#core/reading/outline/card-regions.ts';
import type { Outline } from '#core/reading/outline/find-outline.ts';
import type { DocumentHint } from '../capture-kinds.ts';
import { settleHint, startHint, type SettledHint } from '../settle-hint.ts';
import { asksForTilt, noteAngle, seenFromAngles, type AnglesSeen } from './angles-seen.ts';
import { documentHint, type DocumentAdvice } from './document-hint.ts';
import type { FrameToLookAt, LookedAt } from './document-worker.ts';
import type { DocumentFacts, Sought } from './look-at-document.ts';
import { steadyOutline, type SteadyOutline } from './steady-outline.ts';

export interface DocumentGuide {
  readonly status: 'starting' | 'looking' | 'unavailable';
  readonly hint: SettledHint<DocumentHint> | null;
  /** Which part of the document the newest hint is about. */
  readonly region: CardRegion | null;
  readonly outline: Outline | null;
  /** It was seen leaning otherwise than it does now. */
  readonly severalAngles: boolean;
}

export const noGuide: DocumentGuide = {
  status: 'starting',
  hint: null,
  region: null,
  outline: null,
  severalAngles: false,
};

/** Keeps `store` up to date with the video; the answer ends it. */
export function followDocument(
  video: HTMLVideoElement,
  sought: Sought,
  store: StoreApi<DocumentGuide>,
): () => void {
  const worker = new Worker(new URL('./document-worker.ts', import.meta.url), { type: 'module' });
  let busy = false;
  let steady: SteadyOutline | null = null;
  let angles: AnglesSeen | null = null;
  let tiltAskedSinceMs: number | null = null;
  let request = video.requestVideoFrameCallback(onFrame);

  function onFrame(): void {
    request = video.requestVideoFrameCallback(onFrame);
    if (busy || video.videoWidth === 0) return;
    busy = true;
    const frame = new VideoFrame(video);
    const message: FrameToLookAt = { frame, sought, atMs: performance.now() };
    worker.postMessage(message, [frame]);
  }

  function take(facts: DocumentFacts, atMs: number): void {
    steady = steadyOutline(steady, facts.outline, atMs);
    if (facts.lean && !facts.onItsSide && !facts.cutOff) angles = noteAngle(angles, facts.lean);
    const severalAngles = seenFromAngles(angles);
    const { hint, region } = adviceOf(facts, severalAngles, atMs);
    const before = store.getState();
    store.setState({
      status: 'looking',
      hint: before.hint ? settleHint(before.hint, hint, atMs) : startHint(hint, atMs),
      region: region ?? (hint === before.hint?.shown ? null : before.region),
      outline: steady?.outline ?? null,
      severalAngles,
    });
  }

  /** A film shows on the front; nobody is asked twice. */
  function adviceOf(facts: DocumentFacts, severalAngles: boolean, atMs: number): DocumentAdvice {
    const advice = documentHint(facts);
    if (advice.hint !== 'ready' || sought.side !== 'front') return advice;
    if (!asksForTilt(severalAngles, tiltAskedSinceMs, atMs)) return advice;
    tiltAskedSinceMs ??= atMs;
    return { hint: 'tilt', region: null };
  }

  worker.onmessage = ({ data: { facts, atMs } }: MessageEvent<LookedAt>) => {
    busy = false;
    if (facts) take(facts, atMs);
  };
  // Whatever keeps the thread from starting: the picture can still be taken by hand.
  worker.onerror = () => store.setState({ ...noGuide, status: 'unavailable' });

  return () => {
    video.cancelVideoFrameCallback(request);
    // A frame on its way to the thread is closed by the thread alone: its last answer is waited for.
    if (busy) worker.onmessage = () => worker.terminate();
    else worker.terminate();
  };
}
