// Where cases, their pictures and their packets are kept: one encrypted database, one transaction a change.
import type { AuditHead } from '#core/contract/bank/audit-head.ts';
import type { AuditRow } from '#core/audit/audit-row.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { CaseId, EvidenceId, KioskId, OfficerId, PacketId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import type { ClockStanding } from '#core/outbox/trusted-time.ts';
import type { Officer } from '#core/contract/bank/identity.ts';
import type { PacketPart } from '#core/contract/bank/packet.ts';
import type { OutboxShow } from '#core/contract/kiosk/outbox-view.ts';

export type StoreFailure =
  | { readonly kind: 'case-not-found' }
  /** Somebody changed the case since it was loaded. */
  | { readonly kind: 'revision-conflict' }
  | { readonly kind: 'disk-full' }
  /** What must not be kept (core/evidence/online-only.ts); nothing of the change was written. */
  | { readonly kind: 'online-only' }
  | { readonly kind: 'database-key-wrong' }
  | { readonly kind: 'database-damaged'; readonly detail: string }
  /** The file is there and whole as far as anyone knows, but cannot be used now; nothing was moved or changed. */
  | {
      readonly kind: 'database-unavailable';
      readonly reason:
        | 'busy'
        | 'read-only'
        | 'io-error'
        | 'not-permitted'
        | 'made-by-newer-version'
        /** Asked for to read only: there is none, or not one of this program's form. */
        | 'missing'
        | 'made-by-other-version';
    };

export interface StoredCase {
  readonly state: CaseState;
  readonly revision: number;
}

/** What the audit says of a change: who, what, on which case; never a value. */
export interface AuditAct {
  readonly act: string;
  readonly officerId: OfficerId | null;
  readonly caseId: CaseId | null;
  readonly at: Instant;
  /** Facts without PII: step, outcome, model hashes. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface SealedPart extends PacketPart {
  readonly ciphertext: Uint8Array;
}

export interface SealedPacket {
  readonly packetId: PacketId;
  readonly caseId: CaseId;
  /** UUIDv7 made when sealing, stored before the first sending. */
  readonly idempotencyKey: string;
  readonly sequence: number;
  /** The signed manifest, compact JWS. */
  readonly manifest: string;
  readonly parts: readonly SealedPart[];
  readonly sealedAt: Instant;
}

/** What the bank must hear of a consent taken back. */
export interface Withdrawal {
  readonly caseId: CaseId;
  readonly withdrawalId: string;
  /** Signed by the device (core/contract/bank/withdrawal.ts). */
  readonly word: string;
}

export interface CaseChange {
  readonly state: CaseState;
  /** Null creates the case. */
  readonly expectedRevision: number | null;
  readonly addEvidence: readonly { readonly evidenceId: EvidenceId; readonly bytes: Uint8Array }[];
  readonly dropEvidence: readonly EvidenceId[];
  readonly packet: SealedPacket | null;
  /** Destroys the case's key and everything captured; the given state stays as a tombstone. */
  readonly wipe: boolean;
  /** Queued for the bank in the same transaction. */
  readonly withdrawal?: Withdrawal;
  readonly audit: AuditAct;
}

export const deliveryStates = ['waiting', 'sending', 'accepted', 'parked'] as const;

export interface DeliveryRecord {
  readonly packetId: PacketId;
  readonly caseId: CaseId;
  readonly sequence: number;
  readonly state: (typeof deliveryStates)[number];
  /** A key of the screens' texts: why it waits or is parked. */
  readonly reason: string | null;
  readonly tries: number;
  readonly notBefore: Instant | null;
}

/** A delivery with the moment its packet was sealed. */
export interface QueuedDelivery extends DeliveryRecord {
  readonly sealedAt: Instant;
}

/** What the kiosk learned at enrolment; the private key never leaves the encrypted database. */
export interface Enrolment {
  readonly kioskId: KioskId;
  readonly bankUrl: string;
  readonly bankName: string;
  readonly branchId: string;
  readonly branchName: string;
  /** Base64url raw Ed25519 public key of the bank. */
  readonly bankSigningKey: string;
  /** The bank's HPKE key as last seen, its signature verified: a case is sealed without a line too. */
  readonly bankSealingKey: { readonly keyId: string; readonly publicKey: string };
  /** PKCS#8 PEM of the device's Ed25519 key. */
  readonly deviceKey: string;
  /** Base64url, 32 bytes. */
  readonly identityHashKey: string;
  readonly simulated: boolean;
}

/** Officers who have signed in here with a line: argon2id of the password, so that they can without one. */
export interface CachedOfficer extends Officer {
  readonly verifier: string;
  readonly cachedAt: Instant;
  /** An ISO/IEC 19794-2 template, base64, to sign in by; under the vault's protection like the verifier. */
  readonly finger?: { readonly template: string; readonly at: Instant } | undefined;
}

/**
 * What grows old: the pictures of a case wholly received by the bank, by its receipt; the details of a case the bank has
 * decided, by the same receipt; drafts, by their last change.
 */
export type ErasureKind = 'pictures' | 'details' | 'draft';

export interface DueCase {
  readonly caseId: CaseId;
  /** The moment its age is counted from. */
  readonly since: Instant;
}

/** Where time stood when last looked at. */
export interface TimeMark {
  /** Rises with every look; no clock sets it back. */
  readonly ticks: number;
  /** The last moment of the wall clock that was believed; null in a new store. */
  readonly seenAt: Instant | null;
  /** The latest moment the bank has signed. */
  readonly provedAt: Instant | null;
  readonly standing: ClockStanding;
}

export interface CaseStore {
  save(change: CaseChange): Result<{ readonly revision: number }, StoreFailure>;
  load(caseId: CaseId): Result<StoredCase, StoreFailure>;
  /** The one begun last first, whatever the clock said; abandoned ones left out. */
  list(limit: number): readonly StoredCase[];
  evidence(caseId: CaseId, evidenceId: EvidenceId): Result<Uint8Array, StoreFailure>;
  /** Another case of this kiosk, sealed, of the same customer. */
  sealedWithIdentity(identityHash: string, except: CaseId): boolean;
  /** SHA-256 (hex) of the last audit row. */
  auditHead(): string;
  /** How many audit rows there are: the head is the last one's. */
  auditRows(): number;
  /** Looks whether what the bank has witnessed still stands in the audit, and keeps its word. A head that is missing is said once. */
  noteWitnessed(witnessed: AuditHead, at: Instant): Result<null, StoreFailure>;
  /** The bank has witnessed an audit that is not, or not only, this one. */
  auditBroken(): boolean;
  audit(act: AuditAct): Result<null, StoreFailure>;
  /** Acts of the kiosk itself, of no case, by their name: the newest first. */
  kioskActs(act: string, limit: number): readonly AuditRow[];
  /** Signs the audit's head with the device's key, where rows came since the last signature. */
  signAudit(): Result<null, StoreFailure>;

  /** Cases whose kind of data is older than `before`, the oldest first. */
  dueForErasure(kind: ErasureKind, before: Instant, limit: number): readonly DueCase[];
  /** Pictures and the sealed copy of a case the bank has received; its state and the receipt stay. */
  erasePictures(caseId: CaseId, audit: AuditAct): Result<null, StoreFailure>;

  /** Cuts the write-ahead log where it has outgrown its bound; what still reads in it is left for the next time. */
  boundLog(): Result<null, StoreFailure>;

  timeMark(): TimeMark;
  /** `audit` null: nothing but time has changed. */
  noteTime(mark: Omit<TimeMark, 'ticks'>, audit: AuditAct | null): Result<null, StoreFailure>;

  /** The outbox. */
  nextSequence(): number;
  nextToSend(now: Instant): DeliveryRecord | null;
  packet(packetId: PacketId): Result<SealedPacket, StoreFailure>;
  delivery(caseId: CaseId): DeliveryRecord | null;
  markSending(packetId: PacketId): Result<null, StoreFailure>;
  markWaiting(
    packetId: PacketId,
    why: { readonly reason: string; readonly notBefore: Instant | null; readonly countsAsTry: boolean },
  ): Result<null, StoreFailure>;
  /** In one transaction with the case's new state (the bank's first answer). */
  markAccepted(packetId: PacketId, receipt: string, change: CaseChange): Result<null, StoreFailure>;
  markParked(packetId: PacketId, reason: string, audit: AuditAct): Result<null, StoreFailure>;
  /** For people: in the order they go, or what has gone, the newest first. */
  deliveries(show: OutboxShow, limit: number): readonly QueuedDelivery[];
  /** The newest packet of a case. */
  queued(caseId: CaseId): QueuedDelivery | null;
  /** What the audit says of a case, oldest first. */
  history(caseId: CaseId): Result<readonly AuditRow[], StoreFailure>;
  /** A parked or resting packet goes with the next sending, as if it had not been held up. */
  retry(packetId: PacketId, audit: AuditAct): Result<null, StoreFailure>;
  /** Withdrawals the bank has not confirmed, the oldest first. */
  withdrawals(limit: number): readonly Withdrawal[];
  openWithdrawals(): number;
  /** With the bank's signed receipt. Known already: nothing is written. */
  markWithdrawn(caseId: CaseId, receipt: string, audit: AuditAct): Result<null, StoreFailure>;
  /** Every case that the bank has and has not decided, the oldest first. */
  undecided(): readonly CaseId[];
  /** Cases whose customer must still answer a code at the bank. */
  awaitingCode(): number;
  deliveryCounts(): { readonly waiting: number; readonly parked: number; readonly nextDue: Instant | null };

  /** Settings of the kiosk. */
  enrolment(): Enrolment | null;
  saveEnrolment(enrolment: Enrolment, audit: AuditAct): Result<null, StoreFailure>;
  officer(officerId: OfficerId): CachedOfficer | null;
  saveOfficer(officer: CachedOfficer, audit: AuditAct): Result<null, StoreFailure>;
  /** The bank's signed catalogue as received (JWS). */
  catalogue(): string | null;
  saveCatalogue(jws: string, at: Instant): Result<null, StoreFailure>;
  /** When the bank last confirmed the master data kept here; null before that was noted. */
  masterDataSeenAt(): Instant | null;
  noteMasterDataSeen(at: Instant): Result<null, StoreFailure>;
  close(): void;
}

/** Opens (or makes) the database of a data folder with the vault's master key. */
export interface OpenCaseStore {
  (options: { readonly dataDir: string; readonly masterKey: Uint8Array }): Result<CaseStore, StoreFailure>;
}

/** Puts a closed database under another master key; cut off anywhere, it is called again with the same two and goes on. */
export interface RotateCaseStore {
  (options: {
    readonly dataDir: string;
    readonly from: Uint8Array;
    readonly to: Uint8Array;
  }): Result<null, StoreFailure>;
}
