// The line to the central bank. Each call answers with a value: what the bank said, or why nothing was heard.
import type { AuditHead } from '#core/contract/bank/audit-head.ts';
import type { EkycHead, EkycReply } from '#core/contract/bank/ekyc.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type {
  BankIdentity,
  EnrolReply,
  EnrolRequest,
  EnrolmentCode,
  Officer,
} from '#core/contract/bank/identity.ts';
import type { Challenge } from '#core/contract/bank/mobile.ts';
import type { BankCaseStatus, PacketReceipt } from '#core/contract/bank/packet.ts';
import type { Problem } from '#core/contract/bank/problem.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import type { WithdrawalOutcome } from '#core/contract/bank/withdrawal.ts';
import type { SealedPacket, Withdrawal } from './case-store.ts';

export type LinkFailure =
  /** Nothing answered: no route, refused, reset, timed out. */
  | { readonly kind: 'no-line' }
  /** 5xx, or a problem the bank calls its own. */
  | { readonly kind: 'bank-failed'; readonly retryAfterS: number | null }
  /** It answered, but not in the agreed form. */
  | { readonly kind: 'bank-answer-unreadable' }
  /** The key that answered is not the one enrolled with. */
  | { readonly kind: 'bank-mismatch' }
  | { readonly kind: 'clock-wrong'; readonly bankTime: Instant | null }
  /** 401 or 403: this device is not, or no longer, welcome. Pauses the whole link. */
  | { readonly kind: 'device-refused'; readonly problem: Problem }
  /** 409 idempotency-in-progress, 425, 429. */
  | { readonly kind: 'later'; readonly retryAfterS: number }
  /** The bank refuses this very request. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Before enrolment: no device key yet. */
export interface OpenBank {
  identity(code: EnrolmentCode): Promise<Result<BankIdentity, LinkFailure>>;
  enrol(code: EnrolmentCode, request: EnrolRequest): Promise<Result<EnrolReply, LinkFailure>>;
}

export interface MasterData {
  readonly catalogue: Catalogue;
  readonly jws: string;
  /** What the bank has witnessed of this kiosk's audit, verified; absent where it has nothing. */
  readonly audit?: AuditHead;
}

export interface BankLink {
  /** The bank's keys, checked against the enrolled signing key, its own signature over the sealing key verified. */
  identity(): Promise<Result<BankIdentity, LinkFailure>>;
  signIn(officerId: string, password: string): Promise<Result<Officer, LinkFailure>>;
  /** Verified; `jws` is what to store. */
  catalogue(): Promise<Result<{ readonly catalogue: Catalogue; readonly jws: string }, LinkFailure>>;
  /**
   * What differs from what is kept (as this gave it, null: nothing), put together and verified; `jws` is what to store, the
   * same as before where nothing differs.
   */
  masterData(kept: string | null): Promise<Result<MasterData, LinkFailure>>;
  /** Reads a stored catalogue; null when its signature or shape is wrong. */
  readCatalogue(jws: string): Promise<Catalogue | null>;
  /** Never retried by itself: a message may have been sent. */
  sendCode(caseId: CaseId, mobile: string, language: string): Promise<Result<Challenge, LinkFailure>>;
  answerCode(challengeId: string, code: string): Promise<Result<string, LinkFailure>>;
  /** Sent once or not at all, and kept nowhere; whoever hands `pidData` over overwrites it after. */
  ekyc(head: EkycHead, pidData: Uint8Array): Promise<Result<EkycReply, LinkFailure>>;
  identityExists(identityHash: string): Promise<Result<boolean, LinkFailure>>;
  /**
   * `onRoom`: the parts of another packet may be sent ahead now without taking this one's place.
   * Uploads what the bank lacks, then submits under the packet's own idempotency key; the receipt's signature is
   * verified.
   */
  deliver(packet: SealedPacket, onRoom?: () => void): Promise<Result<PacketReceipt, LinkFailure>>;
  /** Sends a packet's parts behind those of another; its manifest waits for its turn. */
  sendAhead(packet: SealedPacket): void;
  /** The bank erases what it may; its receipt is verified. */
  withdraw(
    withdrawal: Withdrawal,
  ): Promise<Result<{ readonly receipt: string; readonly outcome: WithdrawalOutcome }, LinkFailure>>;
  status(caseId: CaseId): Promise<Result<BankCaseStatus, LinkFailure>>;
  sendLateCode(caseId: CaseId): Promise<Result<Challenge, LinkFailure>>;
  answerLateCode(caseId: CaseId, code: string): Promise<Result<BankCaseStatus, LinkFailure>>;
  /** Live status by WebSocket with a ticket; reconnects by itself; polling stays with the sync service. */
  live(listener: { onStatus(status: BankCaseStatus): void; onLine(up: boolean): void }): { close(): void };
  close(): void;
}
