// Figures drawn from many timings.

/** The value below which so many of a hundred lie; 0 for none at all. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

export const median = (values: readonly number[]): number => percentile(values, 50);
export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
