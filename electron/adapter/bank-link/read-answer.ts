// From an HTTP answer to a value of the contract, or to the failure it stands for. An answer outside the contract is
// `bank-answer-unreadable`, whatever its status: a gateway's 403 page must not pass for the bank's own refusal.
import type { z } from 'zod';
import { problemSchema, type Problem, type ProblemKind } from '#core/contract/bank/problem.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { err, ok, unreachable, type Result } from '#core/kernel/result.ts';
import type { LinkFailure } from '../../port/bank-link.ts';
import type { LineAnswer } from './http-line.ts';

/** Whom a problem concerns: this device on every request, this request alone, the moment, or the bank itself. */
type Concern = 'device' | 'clock' | 'request' | 'moment' | 'bank';

const concernOf: Record<ProblemKind, Concern> = {
  unauthenticated: 'device',
  'device-unknown': 'device',
  'device-revoked': 'device',
  'clock-skew': 'clock',
  'idempotency-in-progress': 'moment',
  'too-many-requests': 'moment',
  internal: 'bank',
  unavailable: 'bank',
  'bad-request': 'request',
  'not-found': 'request',
  'method-not-allowed': 'request',
  'too-large': 'request',
  'enrolment-token-invalid': 'request',
  'enrolment-token-spent': 'request',
  'simulation-refused': 'request',
  'officer-unknown': 'request',
  'officer-locked': 'request',
  'code-wrong': 'request',
  'code-late': 'request',
  'code-tries-spent': 'request',
  'code-too-soon': 'request',
  'idempotency-key-missing': 'request',
  'idempotency-key-reused': 'request',
  'packet-signature': 'request',
  'packet-unreadable': 'request',
  'packet-schema': 'request',
  'packet-conflict': 'request',
  'blob-digest': 'request',
  'blob-missing': 'request',
  'blob-offset': 'request',
  'case-not-awaiting-code': 'request',
  'ticket-invalid': 'request',
  'staff-not-allowed': 'request',
  'review-decided': 'request',
  'ekyc-unavailable': 'request',
};

/** When the bank says "later" and not how much later. */
const usualRetryAfterS = 5;

function parseBody(answer: LineAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    return undefined;
  }
}

function dateOf(answer: LineAnswer): number | null {
  const at = Date.parse(answer.header('date') ?? '');
  return Number.isNaN(at) ? null : at;
}

/** Seconds, or an HTTP date counted from the answer's own Date, so that a wrong clock here does not matter. */
function retryAfterOf(answer: LineAnswer): number | null {
  const text = answer.header('retry-after');
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const [at, from] = [Date.parse(text), dateOf(answer)];
  return Number.isNaN(at) || from === null ? null : Math.max(0, Math.ceil((at - from) / 1000));
}

export function bankTimeOf(answer: LineAnswer): Instant | null {
  const at = dateOf(answer);
  return at === null ? null : instantSchema.parse(new Date(at).toISOString());
}

function failureOfProblem(answer: LineAnswer, problem: Problem): LinkFailure {
  const concern = concernOf[problem.kind];
  switch (concern) {
    case 'device':
      return { kind: 'device-refused', problem };
    case 'clock':
      return { kind: 'clock-wrong', bankTime: bankTimeOf(answer) };
    case 'moment':
      return { kind: 'later', retryAfterS: retryAfterOf(answer) ?? usualRetryAfterS };
    case 'bank':
      return { kind: 'bank-failed', retryAfterS: retryAfterOf(answer) };
    case 'request':
      return { kind: 'refused', problem };
    default:
      return unreachable(concern);
  }
}

export function failureOf(answer: LineAnswer): LinkFailure {
  // A gateway before the bank answers 502 to 504 with a page of its own: the bank is in trouble all the same.
  if (answer.status >= 500) return { kind: 'bank-failed', retryAfterS: retryAfterOf(answer) };
  const problem = problemSchema.safeParse(parseBody(answer));
  if (problem.success && answer.status >= 400) return failureOfProblem(answer, problem.data);
  if (answer.status === 425 || answer.status === 429) {
    return { kind: 'later', retryAfterS: retryAfterOf(answer) ?? usualRetryAfterS };
  }
  return { kind: 'bank-answer-unreadable' };
}

export function readAnswer<S extends z.ZodType>(
  answer: LineAnswer,
  schema: S,
): Result<z.infer<S>, LinkFailure> {
  if (answer.status < 200 || answer.status > 299) return err(failureOf(answer));
  const parsed = schema.safeParse(parseBody(answer));
  return parsed.success ? ok(parsed.data) : err({ kind: 'bank-answer-unreadable' });
}
