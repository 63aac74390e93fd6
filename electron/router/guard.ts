// Reads each procedure's own word on who may call it, and refuses the rest before any handler runs.
import type { Access, Mode } from '#core/contract/kiosk/access.ts';
import type { OfficerRole } from '#core/contract/bank/identity.ts';
import type { CaseStatus } from '#core/contract/kiosk/case-view.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';

export interface Caller {
  readonly kiosk: 'unenrolled' | 'locked' | 'ready';
  readonly mode: Mode;
  readonly role: OfficerRole | null;
  /** Of the case that the call names; null when it names none or there is no such case. */
  readonly caseStatus: CaseStatus | null;
}

function refusalOfState(caller: Caller, access: Access): Refusal {
  if (caller.kiosk === 'unenrolled') return { kind: 'kiosk-not-enrolled' };
  if (caller.kiosk === 'locked') return { kind: 'kiosk-locked' };
  return access.kiosk.includes('unenrolled') ? { kind: 'kiosk-already-enrolled' } : { kind: 'internal' };
}

/** Null: the call may go on. */
export function guard(access: Access, caller: Caller): Refusal | null {
  if (!access.kiosk.includes(caller.kiosk)) return refusalOfState(caller, access);
  if (!access.modes.includes(caller.mode)) return { kind: 'role-not-allowed' };
  if (access.roles !== 'anyone') {
    if (caller.role === null) return { kind: 'not-signed-in' };
    if (!access.roles.includes(caller.role)) return { kind: 'role-not-allowed' };
  }
  if (access.caseStatus === null) return null;
  if (caller.caseStatus === null) return { kind: 'case-not-found' };
  return access.caseStatus.includes(caller.caseStatus) ? null : { kind: 'case-closed' };
}
