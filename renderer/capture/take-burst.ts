// Some frames of one moment: the first is the picture that is shown, the others are there for whoever compares to choose from. Pixels live in a canvas for a moment, nowhere else.
import { takeStill } from './take-still.ts';
import type { StillOptions } from './take-still.ts';

/** A blink is over in two of these, and nobody waits long. */
const apartMs = 110;

export interface BurstOptions extends StillOptions {
  /** At least one. */
  readonly frames: number;
}

/** A camera that is pulled out half way leaves what was taken so far. */
export async function takeBurst(
  video: HTMLVideoElement,
  { frames, ...still }: BurstOptions,
): ReturnType<typeof takeStill> {
  const first = await takeStill(video, still);
  if (!first.ok || frames < 2) return first;
  const more: Blob[] = [];
  while (more.length < frames - 1) {
    await new Promise((resume) => {
      setTimeout(resume, apartMs);
    });
    const next = await takeStill(video, still);
    if (!next.ok) break;
    more.push(next.value.image);
  }
  return { ok: true, value: { ...first.value, more } };
}
