// The one thing to say about a document before the camera. Pure: facts of a look in, a hint out; it never says whether a document is good.
import type { CardRegion } from '#core/reading/outline/card-regions.ts';
import { glareLimits } from '#core/reading/outline/glaring-region.ts';
import type { DocumentHint } from '../capture-kinds.ts';
import type { DocumentFacts } from './look-at-document.ts';

export const documentLimits = {
  minBrightness: 55,
  maxBurntOut: glareLimits.region,
  maxBurntOutAll: glareLimits.all,
  maxMovement: 4,
  /** Drawn specimens: 0.44 and more as far as any was read, 0.40 and less with twice that blur. */
  minCrispness: 0.35,
  /** Of the frame: nearer, a card's print has the pixels that reading needs. */
  minFill: 0.52,
} as const;

export interface DocumentAdvice {
  readonly hint: DocumentHint;
  /** Which part of the document the hint is about, where it is about one. */
  readonly region: CardRegion | null;
}

/** In the order in which a person can do something about them. */
export function documentHint(facts: DocumentFacts): DocumentAdvice {
  const say = (hint: DocumentHint, region: CardRegion | null = null): DocumentAdvice => ({ hint, region });
  if (facts.brightness < documentLimits.minBrightness) return say('too-dark');
  if (facts.outline === null) return say('no-document');
  if (facts.onItsSide) return say('turn');
  if (facts.cutOff) return say('move-back');
  if (facts.fill < documentLimits.minFill) return say('closer');
  if (facts.burntOut > documentLimits.maxBurntOutAll) return say('too-bright');
  const glaring = facts.regions.find(({ burntOut }) => burntOut > documentLimits.maxBurntOut);
  if (glaring) return say('glare', glaring.region);
  if (facts.movement === null || facts.movement > documentLimits.maxMovement) return say('hold-still');
  const judged = facts.regions.filter(({ crispness }) => crispness !== null);
  const soft = judged.filter(({ crispness }) => (crispness ?? 0) < documentLimits.minCrispness);
  const [first] = soft;
  if (!first) return say('ready');
  return soft.length === judged.length ? say('blurred') : say('part-blurred', first.region);
}
