// The current frame of a video as a JPEG of at most 1920 px and 5 MB. Pixels live in a canvas for a moment, nowhere else.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { maxPictureBytes } from './captured-picture.ts';
import type { CapturedPicture } from './captured-picture.ts';

const maxWidthPx = 1920;
/** The first that fits is taken; a sharp Full HD frame needs about 1 MB at 0.9. */
const qualities = [0.9, 0.8, 0.65] as const;

export interface StillOptions {
  readonly taken: 'by-hand' | 'by-itself';
  readonly device: string;
}

/** `no-frame`: the video has not shown anything yet. */
export async function takeStill(
  video: HTMLVideoElement,
  { taken, device }: StillOptions,
): Promise<Result<CapturedPicture, { readonly kind: 'no-frame' | 'too-large' }>> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return err({ kind: 'no-frame' });
  const { widthPx, heightPx } = stillSize(videoWidth, videoHeight);
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return err({ kind: 'no-frame' });
  context.imageSmoothingQuality = 'high';
  context.drawImage(video, 0, 0, widthPx, heightPx);
  for (const quality of qualities) {
    const image = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (image.size <= maxPictureBytes) return ok({ image, widthPx, heightPx, taken, device });
  }
  return err({ kind: 'too-large' });
}

/** Never enlarged; the height follows the width. */
export function stillSize(videoWidth: number, videoHeight: number): { widthPx: number; heightPx: number } {
  const scale = Math.min(1, maxWidthPx / videoWidth);
  return { widthPx: Math.round(videoWidth * scale), heightPx: Math.max(1, Math.round(videoHeight * scale)) };
}
