// Spares a bank in trouble (requirement E19): after five failures in a row nothing is asked for 60 s, then one call
// decides; any answer in between closes the count (M14). Silence of the line is no failure of the bank.
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhenResult } from 'cockatiel';
import type { Result } from '#core/kernel/result.ts';
import type { LinkFailure } from '../../port/bank-link.ts';
import type { Schedule } from '../../port/schedule.ts';

export const failuresToBreak = 5;
export const breakMs = 60_000;

type Answer = Result<unknown, LinkFailure>;

export interface BankBreaker {
  /** Milliseconds until a call may be made; 0 when it may now. */
  restMs(): number;
  /** The next call decides whether the bank is back. */
  isDeciding(): boolean;
  /** Makes the call, if it may be made; null when not. */
  through<T>(call: () => Promise<Result<T, LinkFailure>>): Promise<Result<T, LinkFailure> | null>;
}

export function createBankBreaker(schedule: Schedule): BankBreaker {
  let brokenAtMs = 0;
  let trying = false;
  const breaker = circuitBreaker(
    handleWhenResult((value) => {
      const answer = value as Answer;
      if (answer.ok) return false;
      const { kind } = answer.error;
      if (kind === 'bank-failed' || kind === 'bank-answer-unreadable') return true;
      // The one call that was to decide got no answer: nothing is known to be better.
      return kind === 'no-line' && breaker.state === CircuitState.HalfOpen;
    }),
    {
      breaker: new ConsecutiveBreaker(failuresToBreak),
      // The library measures its rest on the wall clock; set back a year, that would rest for a year. So it never
      // refuses by itself, and the rest is measured here, on a clock that cannot be set.
      halfOpenAfter: Number.NEGATIVE_INFINITY,
    },
  );
  breaker.onBreak(() => {
    brokenAtMs = schedule.elapsedMs();
  });

  function restMs(): number {
    if (breaker.state !== CircuitState.Open) return 0;
    return Math.max(0, brokenAtMs + breakMs - schedule.elapsedMs());
  }

  return {
    restMs,
    isDeciding: () => breaker.state !== CircuitState.Closed && restMs() === 0,
    async through(call) {
      if (restMs() > 0) return null;
      // Half-open admits one caller; the library would let others wait and then follow.
      const deciding = breaker.state !== CircuitState.Closed;
      if (deciding && trying) return null;
      trying = deciding;
      const answer = await call();
      trying = false;
      // Not counted at all while closed: neither the bank's failure nor its success.
      if (!answer.ok && answer.error.kind === 'no-line' && breaker.state === CircuitState.Closed)
        return answer;
      return breaker.execute(() => answer);
    },
  };
}
