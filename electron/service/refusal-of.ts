// Turns what a port failed with into what the screens may be told: one table a port, so that no failure is forgotten.
import { shownAs, type ScannerFailure } from '../port/scanner-failure.ts';
import type { Refusal, RefusalKind } from '#core/contract/kiosk/refusal.ts';
import type { Problem, ProblemKind } from '#core/contract/bank/problem.ts';
import { unreachable } from '#core/kernel/result.ts';
import type { LinkFailure } from '../port/bank-link.ts';
import type { StoreFailure } from '../port/case-store.ts';
import type { ReadFailure } from '../port/document-reader.ts';
import type { KeyStoreFailure } from '../port/key-store.ts';

/** Problems that a person at the kiosk can do something about; all others read as "the bank refused". */
const refusalOfProblem: Partial<Record<ProblemKind, RefusalKind>> = {
  'enrolment-token-invalid': 'enrolment-code-refused',
  'enrolment-token-spent': 'enrolment-code-refused',
  'simulation-refused': 'enrolment-code-refused',
  'officer-unknown': 'credentials-wrong',
  'officer-locked': 'officer-locked',
  'code-wrong': 'code-wrong',
  'code-late': 'code-late',
  'code-tries-spent': 'code-tries-spent',
  'code-too-soon': 'code-too-soon',
  'too-many-requests': 'code-too-soon',
  'case-not-awaiting-code': 'code-not-requested',
  'ekyc-unavailable': 'ekyc-unavailable',
};

function ofProblem(problem: Problem): Refusal {
  const kind = refusalOfProblem[problem.kind] ?? 'bank-refused';
  return problem.triesLeft === undefined ? { kind } : { kind, triesLeft: problem.triesLeft };
}

export function refusalOfLink(failure: LinkFailure): Refusal {
  switch (failure.kind) {
    case 'no-line':
    case 'bank-failed':
    case 'bank-answer-unreadable':
    case 'clock-wrong':
      return { kind: failure.kind };
    case 'bank-mismatch':
      return { kind: 'enrolment-bank-mismatch' };
    case 'later':
      return { kind: 'bank-failed' };
    case 'device-refused':
    case 'refused': {
      const refusal = ofProblem(failure.problem);
      return failure.kind === 'device-refused' && refusal.kind === 'bank-refused'
        ? { kind: 'device-refused' }
        : refusal;
    }
    default:
      return unreachable(failure);
  }
}

export function refusalOfStore(failure: StoreFailure): Refusal {
  switch (failure.kind) {
    case 'case-not-found':
    case 'disk-full':
    case 'online-only':
    case 'database-key-wrong':
    case 'database-damaged':
    case 'database-unavailable':
      return { kind: failure.kind };
    case 'revision-conflict':
      return { kind: 'internal' };
    default:
      return unreachable(failure);
  }
}

export function refusalOfKeyStore(failure: KeyStoreFailure): Refusal {
  switch (failure.kind) {
    case 'wrap-not-opened':
      // Wrong, or changed at the bank since it was last used here: a locked kiosk cannot ask.
      return { kind: 'password-not-kept-here' };
    case 'officer-not-known-here':
      return { kind: 'officer-not-known-here' };
    case 'key-store-replaced':
    case 'key-store-unavailable':
      return { kind: 'database-key-wrong' };
    default:
      return unreachable(failure);
  }
}

export function refusalOfReading(failure: ReadFailure): Refusal {
  switch (failure.kind) {
    case 'not-an-image':
    case 'blurred':
      return { kind: failure.kind, subject: failure.side };
    case 'passport-check-digit':
      return { kind: failure.kind, subject: failure.field };
    case 'document-not-recognised':
    case 'no-number-found':
    case 'aadhaar-check-digit':
    case 'document-expired':
    case 'reader-failed':
      return { kind: failure.kind };
    default:
      return unreachable(failure);
  }
}

export function refusalOfScanner(failure: ScannerFailure): Refusal {
  return { kind: 'scanner-failed', scanner: shownAs(failure) };
}
