// Password verifiers by argon2id, with the parameters of OWASP's password storage sheet doubled in memory.
import { hash, verify } from '@node-rs/argon2';
import type { PasswordVerifier } from '../../port/password-verifier.ts';

/** argon2id is the library's default algorithm. */
const cost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 };

export function createArgon2Verifier(): PasswordVerifier {
  return {
    make: (password) => hash(password, cost),
    check: (verifier, password) => verify(verifier, password),
  };
}
