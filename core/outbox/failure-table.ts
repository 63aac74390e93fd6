// What a failed delivery does to its packet and to the line, as one closed table (rules SY5 to SY9 in docs/spec/sync.md).
// Only a refusal of the case itself parks it; everything else waits, whatever its number of tries.
import type { ProblemKind } from '#core/contract/bank/problem.ts';
import type { ParkReason, PauseReason, WaitReason } from '#core/contract/kiosk/delivery-reason.ts';
import { unreachable } from '#core/kernel/result.ts';

/** The failures of a line to the bank, as far as they decide what happens next. */
export type DeliveryFailure =
  | {
      readonly kind:
        | 'no-line'
        | 'bank-answer-unreadable'
        | 'bank-mismatch'
        | 'clock-wrong'
        | 'device-refused';
    }
  | { readonly kind: 'bank-failed'; readonly retryAfterS: number | null }
  | { readonly kind: 'later'; readonly retryAfterS: number }
  | { readonly kind: 'refused'; readonly problem: { readonly kind: ProblemKind } };

export type Consequence =
  /** `line`: up or down as far as this answer tells, or resting for all. `countsAsTry` false: nothing was attempted. */
  | {
      readonly packet: 'wait';
      readonly reason: WaitReason;
      readonly countsAsTry: boolean;
      readonly line: LineEffect;
    }
  | { readonly packet: 'park'; readonly reason: ParkReason; readonly line: { readonly effect: 'none' } };

export type LineEffect =
  | { readonly effect: 'none' }
  | { readonly effect: 'down' }
  | { readonly effect: 'pause'; readonly reason: PauseReason }
  | { readonly effect: 'rest'; readonly retryAfterS: number };

const none: LineEffect = { effect: 'none' };

type Verdict = { readonly park: ParkReason } | { readonly wait: WaitReason };

/** A refused submission, by its problem. Kinds that cannot mean a packet wait: a bank in error must not end a case. */
const verdictOf: Record<ProblemKind, Verdict> = {
  'bad-request': { park: 'packet-malformed' },
  'idempotency-key-missing': { park: 'packet-malformed' },
  'idempotency-key-reused': { park: 'packet-conflict' },
  'packet-signature': { park: 'packet-signature' },
  'packet-unreadable': { park: 'packet-unreadable' },
  'packet-schema': { park: 'packet-schema' },
  'packet-conflict': { park: 'packet-conflict' },
  'too-large': { park: 'packet-too-large' },
  'simulation-refused': { park: 'simulation-refused' },
  'blob-digest': { wait: 'blob-damaged-on-the-way' },
  'blob-missing': { wait: 'bank-failed' },
  'blob-offset': { wait: 'bank-failed' },
  'not-found': { wait: 'bank-lacks-this-service' },
  'method-not-allowed': { wait: 'bank-lacks-this-service' },
  unauthenticated: { wait: 'device-refused' },
  'device-unknown': { wait: 'device-refused' },
  'device-revoked': { wait: 'device-refused' },
  'clock-skew': { wait: 'clock-wrong' },
  'idempotency-in-progress': { wait: 'bank-asks-to-wait' },
  'too-many-requests': { wait: 'bank-asks-to-wait' },
  internal: { wait: 'bank-failed' },
  unavailable: { wait: 'bank-failed' },
  'enrolment-token-invalid': { wait: 'bank-failed' },
  'enrolment-token-spent': { wait: 'bank-failed' },
  'officer-unknown': { wait: 'bank-failed' },
  'officer-locked': { wait: 'bank-failed' },
  'code-wrong': { wait: 'bank-failed' },
  'code-late': { wait: 'bank-failed' },
  'code-tries-spent': { wait: 'bank-failed' },
  'code-too-soon': { wait: 'bank-failed' },
  'case-not-awaiting-code': { wait: 'bank-failed' },
  'ticket-invalid': { wait: 'bank-failed' },
  'staff-not-allowed': { wait: 'bank-failed' },
  'review-decided': { wait: 'bank-failed' },
  'ekyc-unavailable': { wait: 'bank-failed' },
};

export function consequenceOf(failure: DeliveryFailure): Consequence {
  switch (failure.kind) {
    case 'no-line':
      return { packet: 'wait', reason: 'no-line', countsAsTry: false, line: { effect: 'down' } };
    case 'device-refused':
    case 'clock-wrong':
    case 'bank-mismatch': {
      const line = { effect: 'pause', reason: failure.kind } as const;
      return { packet: 'wait', reason: failure.kind, countsAsTry: false, line };
    }
    case 'later': {
      const line = { effect: 'rest', retryAfterS: failure.retryAfterS } as const;
      return { packet: 'wait', reason: 'bank-asks-to-wait', countsAsTry: false, line };
    }
    case 'bank-failed':
    case 'bank-answer-unreadable': {
      const asked = failure.kind === 'bank-failed' ? failure.retryAfterS : null;
      const line = asked === null ? none : ({ effect: 'rest', retryAfterS: asked } as const);
      return { packet: 'wait', reason: failure.kind, countsAsTry: true, line };
    }
    case 'refused': {
      const verdict = verdictOf[failure.problem.kind];
      return 'park' in verdict
        ? { packet: 'park', reason: verdict.park, line: { effect: 'none' } }
        : { packet: 'wait', reason: verdict.wait, countsAsTry: true, line: none };
    }
    default:
      return unreachable(failure);
  }
}
