// Several passes over one line put together. What most of them say, weighed by how sure each was, stands; how sure that leaves
// one is how far they agree. Adds nothing that no pass has read.
import { weakest, type OcrWord } from './ocr-word.ts';

export interface Said {
  readonly text: string;
  readonly confidence: number;
  readonly words: readonly OcrWord[];
}

export interface Elected extends Said {
  /** How many passes said exactly this. */
  readonly agreeing: number;
}

/** A pass that was unsure to the end still weighs something: two such are better than none. */
const leastWeight = 0.05;

/**
 * Texts of one length, sign by sign. `holds` says what the whole must satisfy; where the likeliest does not, one sign may be
 * taken from another pass, if that leaves one answer only.
 */
export function electedText(said: readonly Said[], holds: (text: string) => boolean): Elected | null {
  const length = middle(said.map(({ text }) => text.length));
  const same = said.filter(({ text }) => text.length === length);
  if (same.length === 0) return null;
  const places = Array.from({ length }, (_, i) =>
    ballot(same.map(({ text, confidence }) => [text.charAt(i), confidence])),
  );
  const first = places.map(([best]) => best?.sign ?? '').join('');
  let text = holds(first) ? first : null;
  if (text === null) {
    const others = places.flatMap((signs, i) =>
      signs.slice(1).map(({ sign }) => first.slice(0, i) + sign + first.slice(i + 1)),
    );
    const good = [...new Set(others.filter(holds))];
    text = good.length === 1 ? (good[0] ?? null) : null;
  }
  if (text === null) return null;
  return standing(
    same,
    text,
    places.map((signs, i) => shareOf(signs, text.charAt(i))),
  );
}

/**
 * Names: the letters with the most weight. Where passes part them otherwise, the one that parts them more stands: engines lose
 * gaps, and invent none.
 */
export function electedSpelling(said: readonly Said[]): Elected | null {
  const lettersOf = (text: string): string => text.replaceAll(' ', '');
  const ballots = ballot(said.map(({ text, confidence }) => [lettersOf(text), confidence]));
  const [best] = ballots;
  if (best === undefined) return null;
  const same = said.filter(({ text }) => lettersOf(text) === best.sign);
  const parted = same.toSorted((a, b) => b.text.length - a.text.length || b.confidence - a.confidence)[0];
  const text = parted?.text ?? best.sign;
  return standing(
    said.map((one) => (same.includes(one) ? { ...one, text } : one)),
    text,
    [shareOf(ballots, best.sign)],
  );
}

function standing(said: readonly Said[], text: string, shares: readonly number[]): Elected {
  const same = said.filter((one) => one.text === text);
  const nearest = (same.length > 0 ? same : said).toSorted((a, b) => b.confidence - a.confidence)[0];
  // The doubts of passes that agree have to fall on the same sign, so they multiply; whoever disagrees takes its share.
  const doubt = same.reduce((product, one) => product * (1 - one.confidence), 1);
  return {
    text,
    words: nearest?.words ?? [],
    agreeing: same.length,
    confidence: (same.length > 0 ? 1 - doubt : 0.5) * Math.min(...shares),
  };
}

interface Sign {
  readonly sign: string;
  readonly weight: number;
}

function ballot(votes: readonly (readonly [string, number])[]): readonly Sign[] {
  const weights = new Map<string, number>();
  for (const [sign, weight] of votes) {
    weights.set(sign, (weights.get(sign) ?? 0) + Math.max(leastWeight, weight));
  }
  return [...weights].map(([sign, weight]) => ({ sign, weight })).toSorted((a, b) => b.weight - a.weight);
}

function shareOf(signs: readonly Sign[], sign: string): number {
  const all = signs.reduce((sum, { weight }) => sum + weight, 0);
  return (signs.find((one) => one.sign === sign)?.weight ?? 0) / all;
}

const middle = (lengths: readonly number[]): number =>
  lengths.toSorted((a, b) => a - b)[lengths.length >> 1] ?? 0;

/** The words of a line as one saying. */
export const saidBy = (text: string, words: readonly OcrWord[]): Said => ({
  text,
  words,
  confidence: weakest(words),
});
