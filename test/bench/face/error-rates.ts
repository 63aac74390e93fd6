// Errors of a matcher from its scores, in the terms of ISO/IEC 19795-1. Pure; refuses to speak of rates without scores.

export interface LabelledScore {
  readonly score: number;
  readonly same: boolean;
  readonly fold: number;
}

/** Share of pairs told rightly, each fold by the threshold that is best on the others (LFW's protocol, View 2). */
export function foldAccuracy(pairs: readonly LabelledScore[]): number {
  const folds = [...new Set(pairs.map(({ fold }) => fold))];
  let right = 0;
  for (const fold of folds) {
    const others = pairs.filter((pair) => pair.fold !== fold);
    const threshold = bestThreshold(others.length > 0 ? others : pairs);
    right += pairs.filter((pair) => pair.fold === fold && pair.score >= threshold === pair.same).length;
  }
  return pairs.length === 0 ? Number.NaN : right / pairs.length;
}

/** Halfway between the two scores where most pairs are told rightly. */
export function bestThreshold(pairs: readonly LabelledScore[]): number {
  const sorted = pairs.toSorted((a, b) => a.score - b.score);
  let right = sorted.filter(({ same }) => same).length;
  let best = { right, threshold: Number.NEGATIVE_INFINITY };
  for (const [index, { score, same }] of sorted.entries()) {
    right += same ? -1 : 1;
    const next = sorted[index + 1]?.score ?? Number.POSITIVE_INFINITY;
    if (right > best.right && next > score) {
      best = { right, threshold: next === Number.POSITIVE_INFINITY ? next : (score + next) / 2 };
    }
  }
  return best.threshold;
}

/** The score that no more than this share of strangers exceeds. `impostors` ascending. */
export function thresholdAt(impostors: Float32Array, falseAcceptance: number): number {
  const above = Math.floor(impostors.length * falseAcceptance);
  return impostors[impostors.length - 1 - above] ?? Number.POSITIVE_INFINITY;
}

/** Share of genuine pairs above the threshold. */
export function trueAcceptance(genuine: readonly number[], threshold: number): number {
  return genuine.length === 0
    ? Number.NaN
    : genuine.filter((score) => score > threshold).length / genuine.length;
}

/** Where as many genuine pairs are refused as strangers are taken. `impostors` ascending. */
export function equalErrorRate(genuine: readonly number[], impostors: Float32Array): number {
  const sorted = genuine.toSorted((a, b) => a - b);
  let least = 1;
  for (const [below, threshold] of sorted.entries()) {
    const taken = 1 - firstAtLeast(impostors, threshold) / impostors.length;
    least = Math.min(least, Math.max(below / sorted.length, taken));
  }
  return least;
}

function firstAtLeast(sorted: Float32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
