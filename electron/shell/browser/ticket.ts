// Who may come through the loopback door: a ticket for a program, a short code for a person, a session for the screen.
// Each ticket and code works once and not for long; a new session ends the one before, since a kiosk has one screen.
import { createHash, randomBytes } from 'node:crypto';

/** From being handed out to being used; the browser needs about one second. */
export const ticketLifeMs = 30_000;
/** A person reads the code off a terminal and types it. */
export const codeLifeMs = 10 * 60_000;
export const codeTries = 5;

// Crockford's letters: none that reads as another. 8 of them are 40 bits, against 5 tries.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;

export type CodeAnswer =
  | { readonly kind: 'admitted'; readonly session: string }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'no-code' };

export interface DoorKeys {
  ticket(): string;
  redeemTicket(ticket: string): string | null;
  /** A fresh code; the one before no longer works. */
  code(): string;
  hasCode(): boolean;
  redeemCode(typed: string): CodeAnswer;
  isSession(session: string): boolean;
}

/** `nowMs` is a clock that only goes forward; secrets are kept as digests alone. */
export function createDoorKeys(nowMs: () => number = () => performance.now()): DoorKeys {
  const tickets = new Map<string, number>();
  let code: { readonly digest: string; readonly endsAtMs: number; triesLeft: number } | null = null;
  let session: string | null = null;

  const admit = (): string => {
    const secret = randomBytes(32).toString('base64url');
    session = digestOf(secret);
    return secret;
  };
  const liveCode = () => (code !== null && code.triesLeft > 0 && nowMs() < code.endsAtMs ? code : null);

  return {
    ticket() {
      for (const [digest, endsAtMs] of tickets) if (endsAtMs <= nowMs()) tickets.delete(digest);
      const secret = randomBytes(32).toString('base64url');
      tickets.set(digestOf(secret), nowMs() + ticketLifeMs);
      return secret;
    },
    redeemTicket(ticket) {
      const digest = digestOf(ticket);
      const endsAtMs = tickets.get(digest);
      tickets.delete(digest);
      return endsAtMs !== undefined && nowMs() < endsAtMs ? admit() : null;
    },
    code() {
      // 256 is a multiple of 32: every letter is equally likely.
      const fresh = Array.from(randomBytes(codeLength), (byte) => letters[byte % letters.length]).join('');
      code = { digest: digestOf(fresh), endsAtMs: nowMs() + codeLifeMs, triesLeft: codeTries };
      return `${fresh.slice(0, 4)}-${fresh.slice(4)}`;
    },
    hasCode: () => liveCode() !== null,
    redeemCode(typed) {
      const live = liveCode();
      if (live === null) return { kind: 'no-code' };
      if (digestOf(plain(typed)) !== live.digest) {
        live.triesLeft -= 1;
        return { kind: 'wrong', triesLeft: live.triesLeft };
      }
      code = null;
      return { kind: 'admitted', session: admit() };
    },
    isSession: (given) => session !== null && digestOf(given) === session,
  };
}

// Comparing digests of random secrets tells an observer of time nothing about the secret.
function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** As typed: any case, with or without the dash, and the letters a person takes for digits. */
function plain(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
