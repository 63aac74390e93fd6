// What can happen to a case. An event carries facts already established; the state machine decides whether it may happen now.
import type { FaceTemplate, GalleryHit } from '#core/biometrics/face-gallery.ts';
import type { PortraitQuality } from '#core/biometrics/portrait-quality.ts';
import type { EkycRecord } from '#core/contract/bank/ekyc.ts';
import type { Officer } from '#core/contract/bank/identity.ts';
import type { GenuinenessHint } from '#core/reading/genuineness/hints.ts';
import type { SignedSource } from '#core/reading/signed-source.ts';
import type {
  FaceOutcome,
  FaceReference,
  LivenessVerdict,
  OfficerVerdict,
} from '#core/contract/bank/case-file.ts';
import type { Challenge } from '#core/contract/bank/mobile.ts';
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { LivenessOutcome, LivenessReason } from '#core/contract/kiosk/liveness.ts';
import type { LivenessSignal } from '#core/contract/kiosk/liveness-signal.ts';
import type { Mode } from '#core/contract/kiosk/access.ts';
import type { Step } from '#core/contract/kiosk/case-view.ts';
import type { PacketStanding } from './correction.ts';
import type { CaseId, EvidenceId, PacketId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { DocumentKind, DocumentReading, DocumentSide, FieldReading } from '#core/reading/field.ts';
import type { BiometricPolicy } from '#core/contract/bank/biometric.ts';
import type {
  ConfirmedField,
  ErasureReason,
  EvidenceItem,
  HeldCapture,
  HeldChip,
  HeldException,
  Identity,
} from './case-state.ts';

export interface CaseStart {
  readonly caseId: CaseId;
  readonly mode: Mode;
  readonly simulated: boolean;
  readonly language: string;
  readonly officer: Officer;
  readonly at: Instant;
  /** The bank's policy for this mode of use; left out: no. */
  readonly demandsLiveness?: boolean;
}

export type CaseEvent =
  | {
      readonly type: 'consent-given';
      readonly at: Instant;
      readonly textVersion: string;
      readonly purposes: readonly { readonly purposeId: string; readonly given: boolean }[];
      /** Ids the bank's text marks as required. */
      readonly required: readonly string[];
    }
  | {
      readonly type: 'product-chosen';
      readonly productId: string;
      readonly branchId: string;
      readonly catalogueVersion: string;
      /** What this product, or the bank, asks of fingers and eyes; left out: nothing. */
      readonly biometrics?: BiometricPolicy;
    }
  | { readonly type: 'code-sent'; readonly mobile: string; readonly challenge: Challenge }
  | { readonly type: 'code-refused'; readonly triesLeft: number }
  | { readonly type: 'mobile-verified'; readonly proof: string }
  | { readonly type: 'mobile-kept-unverified'; readonly mobile: string }
  | {
      readonly type: 'side-captured';
      readonly kind: DocumentKind;
      readonly side: DocumentSide;
      readonly item: EvidenceItem;
    }
  /** Pictures that waited to be read in memory alone are gone: the sides are taken again. */
  | { readonly type: 'pictures-lost'; readonly sides: readonly DocumentSide[] }
  | {
      readonly type: 'document-read';
      readonly at: Instant;
      /** Its Aadhaar number already masked. */
      readonly reading: DocumentReading;
      readonly identity: Identity;
      /** What became of the part its issuer signed; left out where the document showed none. */
      readonly signed?: SignedSource | null;
      /** What about the document a person should look at. */
      readonly hints?: readonly GenuinenessHint[];
      /** The photo inside that part, once it is proved genuine. */
      readonly signedPortrait?: EvidenceItem | null;
      /** Sides whose picture is kept with its number blacked, in the place of the one that was captured. */
      readonly covered?: readonly { readonly side: DocumentSide; readonly item: EvidenceItem }[];
    }
  /** What the chip's country signed: the fields as it has them, proved, and the portrait faces are compared with. */
  | { readonly type: 'chip-read'; readonly fields: readonly FieldReading[]; readonly chip: HeldChip }
  /** UIDAI's answer, through the bank. */
  | { readonly type: 'ekyc-answered'; readonly ekyc: EkycRecord }
  | {
      readonly type: 'reading-confirmed';
      readonly at: Instant;
      readonly fields: readonly ConfirmedField[];
      /** Of the number as confirmed, where it may be corrected; left out: the one that was read. */
      readonly identityHash?: string;
    }
  | {
      readonly type: 'selfie-compared';
      readonly selfie: EvidenceItem;
      readonly portrait: EvidenceItem | null;
      readonly outcome: FaceOutcome;
      /** What it was compared with; left out: the portrait printed on the document. */
      readonly reference?: FaceReference;
      readonly score: number | null;
      readonly missing: readonly string[];
      readonly models: readonly { readonly name: string; readonly sha256: string }[];
      /** The picture is a frame of the check that is just being judged. */
      readonly ofCheck?: boolean;
      /** The set of models that decided, by name. */
      readonly modelSet: string | null;
      /** Of the selfie, which stays in the bank's file; null where no model could look at it. */
      readonly quality: PortraitQuality | null;
      /** Kept with the case, so that the same face is found under another name; null without consent. */
      readonly template: FaceTemplate | null;
      readonly sameFaceIn: readonly GalleryHit[];
    }
  | { readonly type: 'face-judged'; readonly verdict: OfficerVerdict }
  | {
      readonly type: 'liveness-judged';
      readonly at: Instant;
      readonly outcome: LivenessOutcome;
      readonly why: LivenessReason | null;
      readonly signals: readonly LivenessSignal[];
    }
  | { readonly type: 'liveness-seen'; readonly verdict: LivenessVerdict }
  | { readonly type: 'biometrics-captured'; readonly captures: readonly HeldCapture[] }
  | { readonly type: 'biometric-excepted'; readonly exception: HeldException }
  | { readonly type: 'moved'; readonly to: Step }
  | { readonly type: 'sealed'; readonly packetId: PacketId; readonly at: Instant }
  | { readonly type: 'bank-answered'; readonly status: BankCaseStatus }
  /** A sealed case that the bank refused is opened again to be corrected. */
  | {
      readonly type: 'reopened';
      readonly at: Instant;
      readonly packet: PacketStanding | null;
      /** False when retention has taken the pictures: they are taken again. */
      readonly picturesKept: boolean;
      readonly mayKeepWholeNumber: boolean;
    }
  /** The correction rests: the case stands as it was sealed, what was corrected so far is kept for the next time. */
  | { readonly type: 'correction-set-aside' }
  | { readonly type: 'abandoned' }
  /** Everything of the customer is destroyed; what the law asks to be kept stays. */
  | { readonly type: 'erased'; readonly why: ErasureReason; readonly at: Instant };

/** What the services must do in the same transaction as the new state. */
export type CaseEffect =
  | { readonly type: 'drop-evidence'; readonly evidenceId: EvidenceId }
  | { readonly type: 'wipe' };
