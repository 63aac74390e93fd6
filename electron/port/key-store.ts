// The shell's key store: keeps the vault's master key wrapped, and gives it back to whoever may have it.
// Electron asks the operating system; the browser shell wraps per officer by argon2id. No unwrapped key ever lies on disk.
import type { CredentialFault, UnattendedStanding } from '#core/contract/kiosk/vault-standing.ts';
import type { KioskId, OfficerId } from '#core/kernel/brand.ts';
import type { Result } from '#core/kernel/result.ts';

export const masterKeyBytes = 32;

export interface UnlockSecret {
  readonly officerId: OfficerId;
  readonly password: string;
}

export type KeyStoreFailure =
  /** This officer has no wrap here, or the password is not the one it was made with. */
  | { readonly kind: 'wrap-not-opened' }
  | { readonly kind: 'officer-not-known-here' }
  /** The wrap belongs to another machine or key store: data is kept, nothing is opened. */
  | { readonly kind: 'key-store-replaced' }
  | { readonly kind: 'key-store-unavailable'; readonly reason: string };

/** Whom a recovery key is sealed to. */
export interface EscrowBank {
  readonly kioskId: KioskId;
  readonly keyId: string;
  /** Raw X25519 public key, base64url. */
  readonly publicKey: string;
}

export type UnattendedFailure =
  /** Nobody has let a credential open this vault, or the system gives this kiosk none: it starts locked, as ever. */
  | { readonly kind: 'not-admitted' }
  | { readonly kind: 'credential'; readonly fault: CredentialFault }
  | KeyStoreFailure;

/** A start without an officer: by a secret that the system gives to this service. */
export interface UnattendedOpening {
  unlock(): Promise<Result<Uint8Array, UnattendedFailure>>;
  /** Lets the credential that is there now open the vault; needs the open key. */
  admit(masterKey: Uint8Array): Promise<Result<null, UnattendedFailure>>;
  withdraw(): Promise<Result<null, KeyStoreFailure>>;
  standing(): Promise<UnattendedStanding | null>;
}

export interface KeyStore {
  /** False until `create` has run on this data folder. */
  exists(): Promise<boolean>;
  /** Makes a new random master key, wraps it for this officer, and gives it. */
  create(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>>;
  unlock(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>>;
  /** Lets one more officer (or the same with a new password) open it; needs the open key. */
  admit(masterKey: Uint8Array, secret: UnlockSecret): Promise<Result<null, KeyStoreFailure>>;

  /** The master key that is to follow this one; null when none is. Until `endRotation` both are kept, and `unlock` gives this one. */
  nextKey(masterKey: Uint8Array): Promise<Result<Uint8Array | null, KeyStoreFailure>>;
  /** Makes the next master key for every officer, without their passwords. Begun already, it changes nothing. */
  beginRotation(masterKey: Uint8Array): Promise<Result<null, KeyStoreFailure>>;
  /** The data is under the next key, which is given here: the one before is forgotten. */
  endRotation(nextKey: Uint8Array): Promise<Result<null, KeyStoreFailure>>;

  /** Left out: a shell whose kiosk always starts locked. */
  readonly unattended?: UnattendedOpening;

  /** Seals the master key to the bank, as a file of the data folder. */
  escrow(masterKey: Uint8Array, bank: EscrowBank): Promise<Result<null, KeyStoreFailure>>;
  /** With a key that came back from escrow: a new vault around it for this officer; the old one is kept aside. */
  restore(masterKey: Uint8Array, secret: UnlockSecret): Promise<Result<null, KeyStoreFailure>>;
}
