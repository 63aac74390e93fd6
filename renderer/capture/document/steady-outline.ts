// Keeps a found outline from trembling and from blinking: near ones are averaged, one that is missed for a moment stands on. Pure.
import type { Corner, Outline } from '#core/reading/outline/find-outline.ts';

export interface SteadyOutline {
  readonly outline: Outline;
  /** When it was last really found. */
  readonly foundAtMs: number;
}

/** Three or four frames: longer, and the glow would stand where no document is. */
const keepMs = 250;
/** In shares of the frame: farther than this the document was moved, and the glow follows at once. */
const jumpShare = 0.04;
const weight = 0.5;

export function steadyOutline(
  before: SteadyOutline | null,
  found: Outline | null,
  atMs: number,
): SteadyOutline | null {
  if (found === null) return before && atMs - before.foundAtMs <= keepMs ? before : null;
  if (before === null) return { outline: found, foundAtMs: atMs };
  const [a, b, c, d] = before.outline;
  const [p, q, r, s] = found;
  const jumped = [
    [a, p],
    [b, q],
    [c, r],
    [d, s],
  ].some(([from, to]) => !from || !to || Math.hypot(from.x - to.x, from.y - to.y) > jumpShare);
  if (jumped) return { outline: found, foundAtMs: atMs };
  const between = (from: Corner, to: Corner): Corner => ({
    x: from.x + (to.x - from.x) * weight,
    y: from.y + (to.y - from.y) * weight,
  });
  return { outline: [between(a, p), between(b, q), between(c, r), between(d, s)], foundAtMs: atMs };
}
