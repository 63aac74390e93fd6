// Splits 0 to 100 among the parts of a job, so that the whole never falls whatever order its parts report in.

/** Takes a part's own progress, 0 to 1. */
export type Slice = (fraction: number) => void;

/** One slice a weight; weights need not sum to anything. */
export function slices<const W extends readonly number[]>(
  report: (percent: number) => void,
  weights: W,
): { readonly [K in keyof W]: Slice } {
  const whole = weights.reduce((a, b) => a + b, 0);
  let highest = 0;
  let before = 0;
  const made = weights.map((weight): Slice => {
    const start = before;
    before += weight;
    return (fraction) => {
      const percent = ((start + weight * Math.min(1, Math.max(0, fraction))) / whole) * 100;
      if (percent <= highest) return;
      highest = percent;
      report(percent);
    };
  });
  return made as { readonly [K in keyof W]: Slice };
}
