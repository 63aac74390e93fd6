// What the other services see of the synchronisation: start it, poke it, ask how the line stands, close it.
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { PauseReason } from '#core/contract/kiosk/delivery-reason.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import type { Result } from '#core/kernel/result.ts';
import type { BankLink, LinkFailure } from '../../port/bank-link.ts';
import type { CaseStore, Enrolment } from '../../port/case-store.ts';

/** `unknown` until the first answer or failure; `paused` until the bank welcomes this device again. */
export type LineState =
  | { readonly state: 'unknown' | 'online'; readonly reason: null }
  | { readonly state: 'offline'; readonly reason: 'no-line' | 'bank-failed' }
  | { readonly state: 'paused'; readonly reason: PauseReason };

export interface Sync {
  /** Something may be sendable now: a case was sealed, or an officer asks to try. Costs nothing when there is not. */
  poke(): void;
  line(): LineState;
  /** What a call of a person at the screen heard: it says as much of the line as the worker's own. */
  heard(answer: Result<unknown, LinkFailure>): void;
  /** Starts nothing new, waits for what is on its way; after five seconds the link is closed under it. */
  close(): Promise<void>;
}

export interface SyncNeeds {
  readonly store: CaseStore;
  readonly link: BankLink;
  onCatalogue(catalogue: Catalogue): void;
  /** The key the bank wants packets sealed to, verified; told whenever it was asked. Absent: the one of the enrolment stays. */
  onSealingKey?(key: Enrolment['bankSealingKey']): void;
  /** The line's state or the queue's counts changed. */
  onLine(): void;
  onCase(caseId: CaseId): void;
}

export interface StartSync {
  (needs: SyncNeeds): Sync;
}
