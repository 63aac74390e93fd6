// From how many angles a document was seen before its picture was taken. A film that shimmers and a flat print of it look the
// same from one angle: whether there was another is a fact for the record, never a verdict. Pure.
import type { Lean } from './look-at-document.ts';

/** Of each measure the least and the most that two looks running agreed on: one edge mistaken for another is no angle. */
export interface AnglesSeen {
  readonly last: Lean;
  readonly span: { readonly least: Lean; readonly most: Lean } | null;
}

/** Looks of a fifteenth of a second: a hand tilts a card by less than this between two of them. */
const leanAlike = 0.03;

/**
 * A lean of some ten degrees changes the ratio of opposite sides, or the proportions, by so much; a corner found one pixel
 * beside its place changes them by a third of it.
 */
export const leanApart = 0.05;

const measures = ['sideways', 'forward', 'squeeze'] as const;

export function noteAngle(seen: AnglesSeen | null, lean: Lean): AnglesSeen {
  if (!seen) return { last: lean, span: null };
  const alike = measures.every((measure) => Math.abs(seen.last[measure] - lean[measure]) < leanAlike);
  if (!alike) return { ...seen, last: lean };
  if (!seen.span) return { last: lean, span: { least: lean, most: lean } };
  const take = (choose: (a: number, b: number) => number, from: Lean): Lean => ({
    sideways: choose(from.sideways, lean.sideways),
    forward: choose(from.forward, lean.forward),
    squeeze: choose(from.squeeze, lean.squeeze),
  });
  return {
    last: lean,
    span: { least: take(Math.min, seen.span.least), most: take(Math.max, seen.span.most) },
  };
}

export function seenFromAngles(seen: AnglesSeen | null): boolean {
  const span = seen?.span;
  return span ? measures.some((measure) => span.most[measure] - span.least[measure] > leanApart) : false;
}

/** Long enough to hear it and turn a wrist; who does not is not kept waiting. */
export const tiltAskedForMs = 2500;

/** Whether to ask for a tilt now: asked once, from the first moment at which the picture could have been taken. */
export function asksForTilt(severalAngles: boolean, askedSinceMs: number | null, atMs: number): boolean {
  return !severalAngles && (askedSinceMs === null || atMs - askedSinceMs < tiltAskedForMs);
}
