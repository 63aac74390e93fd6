// The shell's key store: keeps the vault's master key wrapped, and gives it back to whoever may have it.
// Electron asks the operating system; the browser shell wraps per officer by argon2id. No unwrapped key ever lies on disk.
import type { OfficerId } from '#core/kernel/brand.ts';
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

export interface KeyStore {
  /** False until `create` has run on this data folder. */
  exists(): Promise<boolean>;
  /** Makes a new random master key, wraps it for this officer, and gives it. */
  create(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>>;
  unlock(secret: UnlockSecret): Promise<Result<Uint8Array, KeyStoreFailure>>;
  /** Lets one more officer (or the same with a new password) open it; needs the open key. */
  admit(masterKey: Uint8Array, secret: UnlockSecret): Promise<Result<null, KeyStoreFailure>>;
}
