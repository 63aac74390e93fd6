// Watches an open camera: its track's end, black pictures, frames that no longer come. Says what changed, decides nothing else.
import { nextHealth, startHealth } from './camera-health.ts';
import type { CameraProblem } from './capture-kinds.ts';
import { frameFacts, lumaOfFrame } from './frame-facts.ts';
import { createFrameSampler } from './frame-sampler.ts';

const tickMs = 250;
/** Enough to tell black from not black. */
const sampleWidthPx = 32;

export interface WatchedCamera {
  readonly stream: MediaStream;
  readonly video: HTMLVideoElement;
}

/** `tell` hears `null` when the camera is well (again); the answer ends the watch. */
export function watchCamera(
  { stream, video }: WatchedCamera,
  tell: (problem: CameraProblem | null) => void,
): () => void {
  const sampler = createFrameSampler(sampleWidthPx);
  let health = startHealth(performance.now());
  let frameCount = 0;
  let told: CameraProblem | null | undefined;
  let ended = false;
  const say = (problem: CameraProblem | null): void => {
    if (told === problem || ended) return;
    told = problem;
    tell(problem);
  };

  let frameRequest = video.requestVideoFrameCallback(function onFrame() {
    frameCount += 1;
    frameRequest = video.requestVideoFrameCallback(onFrame);
  });

  const timer = setInterval(() => {
    // A hidden page gets no frames from the browser: that is no fault of the camera's.
    if (document.visibilityState === 'hidden') return;
    const frame = sampler.sample(video, null);
    const brightness = frame && frameFacts(lumaOfFrame(frame), frame.widthPx, null).brightness;
    health = nextHealth(health, { atMs: performance.now(), frameCount, brightness });
    if (health.problem || frame) say(health.problem);
  }, tickMs);

  const onEnded = (): void => {
    say('unplugged');
    stop();
  };
  const tracks = stream.getVideoTracks();
  for (const track of tracks) track.addEventListener('ended', onEnded);

  function stop(): void {
    ended = true;
    clearInterval(timer);
    video.cancelVideoFrameCallback(frameRequest);
    for (const track of tracks) track.removeEventListener('ended', onEnded);
  }
  // Between opening and watching the plug may already have been pulled; the event will not come a second time.
  if (tracks.some((track) => track.readyState === 'ended')) onEnded();
  return stop;
}
