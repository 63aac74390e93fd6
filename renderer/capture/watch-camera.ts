// Watches an open camera: its track's end, black pictures, frames that no longer come. Says what changed, decides nothing else.
import { nextHealth, startHealth } from './camera-health.ts';
import type { CameraNotice, CameraProblem } from './capture-kinds.ts';
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
  tell: (problem: CameraProblem | null, notice?: CameraNotice | null) => void,
): () => void {
  const sampler = createFrameSampler(sampleWidthPx);
  let health = startHealth(performance.now());
  let frameCount = 0;
  let told: string | undefined;
  let ended = false;
  const say = (problem: CameraProblem | null, notice: CameraNotice | null = null): void => {
    const news = `${problem} ${notice}`;
    if (told === news || ended) return;
    told = news;
    tell(problem, notice);
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
    const sidePx = video.videoWidth === 0 ? null : Math.min(video.videoWidth, video.videoHeight);
    health = nextHealth(health, { atMs: performance.now(), frameCount, brightness, sidePx });
    if (health.problem || frame) say(health.problem, health.notice);
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
