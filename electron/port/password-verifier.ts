// Slow, salted verification of an officer's password, so that sign-in works without a line.

export interface PasswordVerifier {
  /** A self-describing argon2id string. */
  make(password: string): Promise<string>;
  check(verifier: string, password: string): Promise<boolean>;
}
