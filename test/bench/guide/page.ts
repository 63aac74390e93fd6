// The page of the guide's bench: the kiosk's own follower and sender over a camera, counted. It shows nothing to anybody.
import { followFace, type FaceGuide } from '#renderer/capture/follow-face.ts';
import { createMediaCameraSource } from '#renderer/capture/media-camera-source.ts';
import { sendFrames } from '#renderer/capture/send-frames.ts';

export interface GuideCount {
  readonly looksPerSecond: number;
  readonly encodedPerSecond: number;
  readonly framesPerSecond: number;
  readonly hint: string;
}
export interface GuideWish {
  readonly guide: boolean;
  readonly encoder: boolean;
}

async function openVideo(): Promise<HTMLVideoElement> {
  const video = document.querySelector('video');
  const opened = await createMediaCameraSource().open({ purpose: { of: 'face' }, deviceId: null });
  if (!video || !opened.ok) throw new Error('no camera');
  video.srcObject = opened.value.stream;
  await video.play();
  return video;
}

const later = (ms: number) =>
  new Promise((resume) => {
    setTimeout(resume, ms);
  });

const counts = { looks: 0, encoded: 0, frames: 0 };
let told: FaceGuide = { status: 'loading' };
let video: HTMLVideoElement | null = null;
let stops: (() => void)[] = [];

/** Answers when the nets are loaded, so that what is counted afterwards is looking alone. */
async function begin({ guide, encoder }: GuideWish): Promise<void> {
  for (const stop of stops) stop();
  stops = [];
  video ??= await openVideo();
  const seen = video;
  told = { status: 'loading' };
  if (guide) {
    stops.push(
      followFace(seen, (now) => {
        told = now;
        counts.looks += 1;
      }),
    );
    const status = () => told.status;
    for (let waited = 0; status() === 'loading' && waited < 60_000; waited += 100) await later(100);
  }
  await later(1_000);
  if (encoder) {
    stops.push(
      sendFrames(seen, '0'.repeat(64), () => {
        counts.encoded += 1;
        return Promise.resolve(true);
      }),
    );
  }
  let request = seen.requestVideoFrameCallback(function onFrame() {
    counts.frames += 1;
    request = seen.requestVideoFrameCallback(onFrame);
  });
  stops.push(() => seen.cancelVideoFrameCallback(request));
}

async function count(ms: number): Promise<GuideCount> {
  Object.assign(counts, { looks: 0, encoded: 0, frames: 0 });
  const began = performance.now();
  await later(ms);
  const seconds = (performance.now() - began) / 1000;
  return {
    looksPerSecond: counts.looks / seconds,
    encodedPerSecond: counts.encoded / seconds,
    framesPerSecond: counts.frames / seconds,
    hint: told.status === 'looking' ? told.hint.shown : told.status,
  };
}

declare global {
  interface Window {
    guideBench: { readonly begin: typeof begin; readonly count: typeof count };
  }
}
window.guideBench = { begin, count };
