// What a bank service answers when it must refuse: a kind of the closed problem list, with the little a kiosk acts on.
// It carries no customer data and no text that was sent in.
import type { ProblemKind } from '#core/contract/bank/problem.ts';
import type { Result } from '#core/kernel/result.ts';

export type Failure = {
  readonly kind: ProblemKind;
  readonly detail?: string;
  readonly triesLeft?: number;
  readonly missing?: readonly string[];
  readonly begun?: Readonly<Record<string, number>>;
  readonly offset?: number;
  readonly retryAfterS?: number;
};

export type Outcome<T> = Result<T, Failure>;
