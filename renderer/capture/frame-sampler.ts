// Small copies of a video's current frame for measuring. One canvas, overwritten each time, never encoded or kept.
import type { Frame } from './frame-facts.ts';

export interface FrameArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FrameSampler {
  /** Null while the video shows nothing. `area` in the video's pixels; null takes all of it. */
  sample(video: HTMLVideoElement, area: FrameArea | null): Frame | null;
}

export function createFrameSampler(widthPx: number): FrameSampler {
  const canvas = new OffscreenCanvas(widthPx, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  return {
    sample(video, area) {
      const { videoWidth, videoHeight } = video;
      if (!context || videoWidth === 0 || video.readyState < video.HAVE_CURRENT_DATA) return null;
      const from = area ?? { x: 0, y: 0, width: videoWidth, height: videoHeight };
      const heightPx = Math.max(1, Math.round((widthPx * from.height) / from.width));
      if (canvas.height !== heightPx) canvas.height = heightPx;
      context.drawImage(video, from.x, from.y, from.width, from.height, 0, 0, widthPx, heightPx);
      return { widthPx, heightPx, rgba: context.getImageData(0, 0, widthPx, heightPx).data };
    },
  };
}
