// Which death each run of the queue fault dies: mostly at a named point, each in its turn, some at any moment, some the bank's.
import type { Chance } from '../chance.ts';
import type { Orders } from './queue-orders.ts';
import { writePoints, type WritePoint } from './write-points.ts';

export type Plan =
  | { readonly kind: 'point'; readonly point: WritePoint; readonly passing: number }
  | { readonly kind: 'any-moment'; readonly afterMs: number }
  | { readonly kind: 'bank'; readonly point: WritePoint; readonly passing: number; readonly afterMs: number };

export const casesARun = 3;
/** From opening to all sent takes about this long on two cores. */
const lifeMs = 1200;
/** From a request's last byte to the bank's answer. */
const answerMs = 40;
const bankPoints: readonly WritePoint[] = ['manifest.sent', 'blob.sent', 'submit.sent'];

export function planOf(run: number, points: { next(): WritePoint }, chance: Chance): Plan {
  const passing = 1 + chance.below(2);
  if (run % 10 === 9) {
    return { kind: 'bank', point: chance.pick(bankPoints), passing, afterMs: chance.below(answerMs) };
  }
  if (run % 4 === 3) return { kind: 'any-moment', afterMs: chance.below(lifeMs) };
  return pointPlan(points.next(), passing);
}

export function pointPlan(point: WritePoint, passing: number): Plan {
  return { kind: 'point', point, passing: point.startsWith('mark-waiting') ? 1 : passing };
}

/** Each point in its turn, round and round. */
export function inTurn(): { next(): WritePoint } {
  let index = -1;
  return {
    next() {
      index = (index + 1) % writePoints.length;
      return writePoints[index] ?? 'seal.before';
    },
  };
}

export function ordersOf(plan: Plan): Pick<Orders, 'cases' | 'deathAt' | 'cutUntilWaiting'> {
  const cases = casesARun;
  if (plan.kind === 'any-moment') return { cases, deathAt: null, cutUntilWaiting: false };
  const { point, passing } = plan;
  return {
    cases,
    deathAt: { point, passing, victim: plan.kind === 'bank' ? 'bank' : 'kiosk' },
    // Only a delivery that fails goes back to waiting.
    cutUntilWaiting: point.startsWith('mark-waiting'),
  };
}
