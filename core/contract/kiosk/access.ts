// Who may call a procedure, in which mode of use, and in which state of the kiosk and of the case.
import type { OfficerRole } from '#core/contract/bank/identity.ts';
import type { CaseStatus } from './case-view.ts';

export const kioskStates = ['unenrolled', 'locked', 'ready'] as const;
/** unenrolled: no bank yet · locked: no officer has unlocked the vault since the start · ready: the vault is open. */
export type KioskState = (typeof kioskStates)[number];

export const modes = ['staffed', 'self-service', 'field'] as const;
export type Mode = (typeof modes)[number];

export interface Access {
  /** 'anyone': without an officer signed in. */
  readonly roles: 'anyone' | readonly OfficerRole[];
  readonly modes: readonly Mode[];
  readonly kiosk: readonly KioskState[];
  /** States of the case it names; null where it names none. */
  readonly caseStatus: readonly CaseStatus[] | null;
}
