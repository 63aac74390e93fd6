// A share of n with the interval in which the true one lies in 95 of 100 cases (Wilson, 1927): sound at 0 of n too.

export interface Rate {
  readonly n: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

const z = 1.959964;

export function wilson(count: number, n: number): Rate {
  if (n === 0) return { n, rate: 0, low: 0, high: 1 };
  const rate = count / n;
  const middle = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return { n, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
