// On which frames the costly measures are taken: enough to know that it is one face throughout, few enough to keep pace. Rule LV9 of docs/spec/liveness.md.
import type { LivenessSession } from './session.ts';

/** Every so many frames; and the first of each prompt, where a switch of pictures would show. */
const every = 5;
/** Of the calm look, to which all others are held. */
const everyCalm = 2;

export function wishOf({ frames, runs }: LivenessSession): { embedding: boolean; passive: boolean } {
  const prompt = runs.length - 1;
  const asked = frames.filter((frame) => frame.prompt === prompt).length;
  return { embedding: asked % (prompt === 0 ? everyCalm : every) === 0, passive: asked % every === 2 };
}
