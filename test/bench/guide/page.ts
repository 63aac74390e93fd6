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

async function count(
  video: HTMLVideoElement,
  { guide, encoder, ms }: { readonly guide: boolean; readonly encoder: boolean; readonly ms: number },
): Promise<GuideCount> {
  let [looks, encoded, frames] = [0, 0, 0];
  const told: { last: FaceGuide } = { last: { status: 'loading' } };
  const stopGuide = guide
    ? followFace(video, (guideNow) => {
        told.last = guideNow;
        looks += 1;
      })
    : undefined;
  // The nets load before anything is counted.
  const status = () => told.last.status;
  if (guide) for (let waited = 0; status() === 'loading' && waited < 60_000; waited += 100) await later(100);
  await later(1_000);
  const stopEncoder = encoder
    ? sendFrames(video, '0'.repeat(64), () => {
        encoded += 1;
        return Promise.resolve(true);
      })
    : undefined;
  const onFrame = () => {
    frames += 1;
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  [looks, encoded, frames] = [0, 0, 0];
  const began = performance.now();
  await later(ms);
  const seconds = (performance.now() - began) / 1000;
  const answer = {
    looksPerSecond: looks / seconds,
    encodedPerSecond: encoded / seconds,
    framesPerSecond: frames / seconds,
    hint: told.last.status === 'looking' ? told.last.hint.shown : told.last.status,
  };
  stopGuide?.();
  stopEncoder?.();
  return answer;
}

declare global {
  interface Window {
    guideBench: (wish: Parameters<typeof count>[1]) => Promise<GuideCount>;
  }
}
let video: HTMLVideoElement | null = null;
window.guideBench = async (wish) => count((video ??= await openVideo()), wish);
