// What the other services see of the synchronisation: start it, poke it, ask how the line stands, close it.
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { PauseReason } from '#core/outbox/failure-table.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import type { BankLink } from '../../port/bank-link.ts';
import type { CaseStore } from '../../port/case-store.ts';

/** `unknown` until the first answer or failure; `paused` until the bank welcomes this device again. */
export type LineState =
  | { readonly state: 'unknown' | 'online'; readonly reason: null }
  | { readonly state: 'offline'; readonly reason: 'no-line' | 'bank-failed' }
  | { readonly state: 'paused'; readonly reason: PauseReason };

export interface Sync {
  /** Something may be sendable now: a case was sealed, or an officer asks to try. Costs nothing when there is not. */
  poke(): void;
  line(): LineState;
  /** Starts nothing new, waits for what is on its way; after five seconds the link is closed under it. */
  close(): Promise<void>;
}

export interface SyncNeeds {
  readonly store: CaseStore;
  readonly link: BankLink;
  onCatalogue(catalogue: Catalogue): void;
  /** The line's state or the queue's counts changed. */
  onLine(): void;
  onCase(caseId: CaseId): void;
}

export interface StartSync {
  (needs: SyncNeeds): Sync;
}
