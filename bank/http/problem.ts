// Every error as RFC 9457 problem details. Services return failures as values; the router throws them once, here they
// become the answer. Unexpected errors become `internal` and say nothing of their cause.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem, ProblemKind } from '#core/contract/bank/problem.ts';
import type { Failure, Outcome } from '../failure.ts';
import { faultOf } from '../fault.ts';

const problems: Readonly<Record<ProblemKind, readonly [status: number, title: string]>> = {
  'bad-request': [400, 'The request is not as the contract says'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This address does not know that method'],
  'too-large': [413, 'Too large'],
  unauthenticated: [401, 'The token is missing, malformed or not for this request'],
  'device-unknown': [401, 'This kiosk is not enrolled here'],
  'device-revoked': [403, 'This kiosk may no longer speak to the bank'],
  'clock-skew': [401, 'The clock of this kiosk differs from the bank’s'],
  'enrolment-token-invalid': [403, 'The enrolment code is unknown or too old'],
  'enrolment-token-spent': [403, 'The enrolment code was used before'],
  'simulation-refused': [403, 'Simulated kiosks and records are refused here'],
  'officer-unknown': [403, 'Officer and password do not belong together'],
  'officer-locked': [403, 'Too many wrong passwords; try again in fifteen minutes'],
  'code-wrong': [422, 'The code is wrong'],
  'code-late': [422, 'The code is no longer good'],
  'code-tries-spent': [422, 'No tries are left on this code'],
  'code-too-soon': [429, 'A code was sent a moment ago'],
  'too-many-requests': [429, 'Too many requests'],
  'idempotency-key-missing': [400, 'The Idempotency-Key header is missing'],
  'idempotency-key-reused': [422, 'This Idempotency-Key was used for another request'],
  'idempotency-in-progress': [409, 'The first request with this Idempotency-Key is still running'],
  'packet-signature': [422, 'The packet is not signed by this kiosk'],
  'packet-unreadable': [422, 'A part of the packet does not open'],
  'packet-schema': [422, 'The packet is not as the contract says'],
  'packet-conflict': [409, 'Another packet stands in this one’s place'],
  'blob-digest': [422, 'The content does not have the digest it was sent under'],
  'blob-missing': [409, 'The packet names parts the bank does not hold'],
  'blob-offset': [409, 'The part goes on elsewhere than this piece begins'],
  'case-not-awaiting-code': [409, 'This case waits for no code'],
  'ticket-invalid': [401, 'The ticket is unknown, spent or late'],
  'staff-not-allowed': [403, 'This is not for you to do'],
  'review-decided': [409, 'The case is not in review any more, or was decided otherwise'],
  'ekyc-unavailable': [409, 'UIDAI cannot be asked here, or not now'],
  internal: [500, 'The bank could not do this'],
  unavailable: [503, 'The bank cannot do this now'],
};

export function problemOf(failure: Failure, status?: number): Problem {
  const [usualStatus, title] = problems[failure.kind];
  return {
    type: `urn:pravesh:problem:${failure.kind}`,
    title,
    status: status ?? usualStatus,
    kind: failure.kind,
    ...(failure.detail === undefined ? {} : { detail: failure.detail }),
    ...(failure.triesLeft === undefined ? {} : { triesLeft: failure.triesLeft }),
    ...(failure.offset === undefined ? {} : { offset: failure.offset }),
    ...(failure.missing === undefined ? {} : { missing: [...failure.missing] }),
    ...(failure.begun === undefined ? {} : { begun: { ...failure.begun } }),
  };
}

/** How a route says no: thrown in the route, caught by the server's error handler and nowhere else. */
export class Refusal extends Error {
  readonly failure: Failure;
  readonly status: number | undefined;
  constructor(failure: Failure, status?: number) {
    super(failure.kind);
    this.name = 'Refusal';
    this.failure = failure;
    this.status = status;
  }
}

export function granted<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Refusal(outcome.error);
}

export async function handleError(
  cause: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { failure, status } = refusalOf(cause);
  if (failure.kind === 'internal') {
    // Who hung up in the middle of a body is told nothing, and nothing went wrong here.
    if (isHungUp(cause, request)) request.log.info({ fault: faultOf(cause) }, 'the caller hung up');
    else request.log.error({ fault: faultOf(cause) }, 'unexpected');
  }
  await sendProblem(reply, failure, status);
}

const hangUps = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

function isHungUp(cause: FastifyError, request: FastifyRequest): boolean {
  return hangUps.has(cause.code) && (request.raw.destroyed || request.raw.socket.destroyed);
}

export async function sendProblem(reply: FastifyReply, failure: Failure, status?: number): Promise<void> {
  const problem = problemOf(failure, status);
  if (failure.retryAfterS !== undefined) void reply.header('retry-after', String(failure.retryAfterS));
  // Sent as text: a problem looks the same on every route, whatever answers the route itself declares.
  await reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function refusalOf(cause: FastifyError | Refusal): { readonly failure: Failure; readonly status?: number } {
  if (cause instanceof Refusal) {
    return { failure: cause.failure, ...(cause.status === undefined ? {} : { status: cause.status }) };
  }
  if (hasZodFastifySchemaValidationErrors(cause)) {
    // Field names only: what stood in them may be a customer's.
    const fields = cause.validation.map((issue) => issue.instancePath.slice(1)).filter((path) => path !== '');
    return {
      failure: {
        kind: 'bad-request',
        ...(fields.length > 0 ? { detail: `See ${fields.slice(0, 5).join(', ')}` } : {}),
      },
    };
  }
  if (cause.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { failure: { kind: 'too-large' } };
  if (cause.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return { failure: { kind: 'bad-request' }, status: 415 };
  const status = cause.statusCode ?? 500;
  return status >= 400 && status < 500
    ? { failure: { kind: 'bad-request' }, status }
    : { failure: { kind: 'internal' } };
}
