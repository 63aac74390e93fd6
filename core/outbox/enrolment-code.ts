// Reads the code a bank hands out for one kiosk: `PRV1-` + base64url(JSON). Refuses what is not ASCII JSON of the
// agreed shape, and any address that is neither https nor on this very machine.
import {
  enrolmentCodePrefix,
  enrolmentCodeSchema,
  type EnrolmentCode,
} from '#core/contract/bank/identity.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

export type EnrolmentCodeFailure = { readonly kind: 'enrolment-code-malformed' | 'enrolment-url-insecure' };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64url of ASCII text; null for a foreign sign or a byte that is no printable ASCII. */
function decodeAscii(text: string): string | null {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const sign of text) {
    const value = alphabet.indexOf(sign);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if (byte < 0x20 || byte > 0x7e) return null;
    out += String.fromCharCode(byte);
  }
  return out;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const host = String.raw`[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?`;
const loopback = String.raw`localhost|127(?:\.\d{1,3}){3}|\[::1\]`;
const rest = String.raw`(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*\/?`;
// Spelt out rather than left to a URL parser: two parsers that disagree about '\', '@' or '#' would let an address
// pass as loopback here and lead elsewhere.
const secureUrl = new RegExp(`^(?:https://${host}|http://(?:${loopback}))${rest}$`, 'i');

/** https anywhere, http on loopback only; no user name, query or fragment. */
export function isSecureBankUrl(url: string): boolean {
  return secureUrl.test(url);
}

/** `text` as typed, pasted or scanned: blanks and line ends inside it are dropped. */
export function parseEnrolmentCode(text: string): Result<EnrolmentCode, EnrolmentCodeFailure> {
  const code = text.replaceAll(/\s/g, '');
  if (!code.startsWith(enrolmentCodePrefix)) return err({ kind: 'enrolment-code-malformed' });
  const json = decodeAscii(code.slice(enrolmentCodePrefix.length).replace(/=+$/, ''));
  const parsed = enrolmentCodeSchema.safeParse(json === null ? null : parseJson(json));
  if (!parsed.success) return err({ kind: 'enrolment-code-malformed' });
  return isSecureBankUrl(parsed.data.url) ? ok(parsed.data) : err({ kind: 'enrolment-url-insecure' });
}
