// What the services share while the vault is open: the store, the line, the catalogue. Locked, there is none of it.
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { Mode } from '#core/contract/kiosk/access.ts';
import type { LineDiagnosis } from '#core/contract/kiosk/line-diagnosis.ts';
import type { Officer } from '#core/contract/bank/identity.ts';
import type { BankLink, OpenBank } from '../port/bank-link.ts';
import type { CaseStore, Enrolment, OpenCaseStore, RotateCaseStore } from '../port/case-store.ts';
import type { Clock } from '../port/clock.ts';
import type { DocumentReader } from '../port/document-reader.ts';
import type { FaceModel } from '../port/face-model.ts';
import type { OpenIssuerTrust } from '../port/issuer-trust.ts';
import type { KeyStore } from '../port/key-store.ts';
import type { PacketSealer } from '../port/packet-sealer.ts';
import type { PasswordVerifier } from '../port/password-verifier.ts';
import type { Printing } from '../port/printing.ts';
import type { ReceiptPrinter } from '../port/receipt-printer.ts';
import type { Sync, StartSync } from './sync/sync.ts';
import type { Upkeep, UpkeepParts } from './upkeep/upkeep.ts';
import type { Changes } from './changes.ts';
import type { Devices } from './devices/devices.ts';
import type { HeldPictures } from './held-pictures.ts';

/** Everything the use cases stand on; adapters are chosen in electron/kiosk.ts alone. */
export interface Ports {
  readonly dataDir: string;
  readonly shell: 'electron' | 'browser';
  readonly version: string;
  readonly simulated: boolean;
  readonly mode: Mode;
  readonly clock: Clock;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  readonly keyStore: KeyStore;
  readonly openStore: OpenCaseStore;
  readonly rotateStore: RotateCaseStore;
  readonly openBank: OpenBank;
  readonly connectBank: (enrolment: Enrolment) => BankLink;
  readonly startSync: StartSync;
  readonly diagnoseLine: (link: BankLink, bankUrl: string) => Promise<LineDiagnosis>;
  readonly startUpkeep: (needs: Pick<UpkeepParts, 'store' | 'policy' | 'onChange' | 'onCase'>) => Upkeep;
  readonly passwords: PasswordVerifier;
  readonly sealer: PacketSealer;
  readonly reader: DocumentReader;
  readonly issuerTrust: OpenIssuerTrust;
  readonly faces: FaceModel;
  readonly receipts: ReceiptPrinter;
  readonly devices: Devices;
  readonly printing: Printing;
  readonly changes: Changes;
}

export interface OpenVault {
  readonly store: CaseStore;
  /** Document pictures that are not read yet: stored nowhere. */
  readonly held: HeldPictures;
  readonly masterKey: Uint8Array;
  readonly upkeep: Upkeep;
  /** Null between the making of the vault and the bank's welcome. */
  line: { readonly enrolment: Enrolment; readonly link: BankLink; readonly sync: Sync } | null;
  catalogue: Catalogue | null;
  /** Whether the recovery key could be written when it was last tried. */
  recoveryWritten?: boolean;
  officer: Officer | null;
  /** How the officer was known; a finger is enrolled after a password only. */
  signedInBy?: 'password' | 'finger';
}

/** The one mutable place of the main process: whether the vault is open, and who stands before it. */
export interface VaultSession {
  open: OpenVault | null;
}
