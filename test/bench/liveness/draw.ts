// Small draws from a seeded chance that the makers of sequences share.
import type { Chance } from '#test/fault/chance.ts';

export function between(chance: Chance, from: number, to: number): number {
  return from + (to - from) * chance.next();
}

/** Mean 0, deviation 1 (Box and Muller). */
export function gaussian(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
}

/** A new order, each as likely (Fisher and Yates). */
export function shuffled<T>(chance: Chance, items: readonly T[]): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = chance.below(last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
