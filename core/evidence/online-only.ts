// What the law lets a kiosk send while the line is up and never keep (Aadhaar Act, Authentication Regulations 2021): biometric
// envelopes sealed for UIDAI or another authority, requests that carry them, and one-time codes of Aadhaar. Tells whether something
// is or holds such a thing; whoever stores, seals or logs asks first. Bytes that are pictures cost a search for seven short words.

/** As the specifications write them: UIDAI's registered devices (PidData), its authentication, eKYC and OTP requests; MOSIP's SBI. */
const envelopeWords = [
  '<PidData',
  '<Skey ci=',
  '<Auth uid=',
  '<Kyc ver=',
  '<Otp uid=',
  '<Pv otp=',
  '"sessionKey"',
] as const;
/** In text there is room to look wider: any of their elements, under any prefix and in any order of attributes. */
const envelopeElements = /<(?:\w+:)?(?:PidData|Pid|Skey|Hmac|Auth|Kyc|Otp|Pv)[\s/>]/i;
const sealedCapture = /"sessionKey"\s*:/;
const codeName = String.raw`(?:(?<!\p{L})otp(?!\p{L})|one[- ]time (?:code|password|pin)|ओ\s?टी\s?पी)`;
const codeDigits = String.raw`(?<!\d)\d(?:[ -]?\d){3,7}(?!\d)`;
/** A road called so with a pin code behind it is an address: no more than such words stand between a code and its name. */
const between = String.raw`[^\p{L}\d]{0,6}(?:(?:is|was|the|code|number|था|है|कोड)[^\p{L}\d]{1,4}){0,2}`;
/** As somebody would note it down: OTP 123456, 123456 is the OTP, in English and Hindi. */
const notedCode = new RegExp(`${codeName}${between}${codeDigits}|${codeDigits}${between}${codeName}`, 'iu');
/** Whether it is worth the slow look for a code beside it. */
const mayNameCode = /otp|one[- ]time|ओ\s?टी/i;
/** Long enough to hold an envelope's beginning. */
const encodedRun = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{48,}/g;

const [lessThan, quote] = [0x3c, 0x22];

/** A text as it is stored, with what it quotes in base64. */
export function isOnlineOnlyText(text: string): boolean {
  const plain = text.includes('\\') || text.includes('\0') ? text.replaceAll(/[\\\0]/g, '') : text;
  if (plain.includes('<') && envelopeElements.test(plain)) return true;
  if (sealedCapture.test(plain) || (mayNameCode.test(plain) && notedCode.test(plain))) return true;
  return (plain.match(encodedRun) ?? []).some((run) => hasEnvelopeWord(fromBase64(run)));
}

/** Evidence as it would be stored: a text is read as one, in eight bits or sixteen; a picture is searched. */
export function isOnlineOnlyBytes(bytes: Uint8Array): boolean {
  if (looksLikeText(bytes)) return isOnlineOnlyText(latinOf(bytes));
  return hasEnvelopeWord(bytes);
}

function hasEnvelopeWord(bytes: Uint8Array): boolean {
  for (const first of [lessThan, quote]) {
    for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1))
      if (
        seconds.has(bytes[at + 1]) &&
        envelopeWords.some((word) => standsAt(bytes, at, word, 1) || standsAt(bytes, at, word, 2))
      )
        return true;
  }
  return false;
}

/** Sorts nearly every place of a picture out before words are compared. 0: the other half of a letter in sixteen bits. */
const seconds = new Set<number | undefined>([0, ...envelopeWords.map((word) => word.charCodeAt(1))]);

/** `step` 2: as UTF-16. */
function standsAt(bytes: Uint8Array, at: number, word: string, step: 1 | 2): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (bytes[at + index * step] !== word.charCodeAt(index)) return false;
  return true;
}

/** No picture begins so: JPEG, PNG and JPEG 2000 have bytes beyond ASCII or control signs among their first. */
function looksLikeText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 64).filter((byte) => byte !== 0 && byte !== 0xfe && byte !== 0xff);
  return (
    start.length > 0 && start.every((byte) => (byte >= 0x20 && byte < 0x7f) || [9, 10, 13].includes(byte))
  );
}

function latinOf(bytes: Uint8Array): string {
  let text = '';
  // Few enough at a time for a call's arguments.
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return text;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Either alphabet; what is left over of the last group says nothing. */
function fromBase64(run: string): Uint8Array {
  const values = Uint8Array.from(run.replaceAll('-', '+').replaceAll('_', '/'), (sign) =>
    alphabet.indexOf(sign),
  );
  const bytes = new Uint8Array(Math.floor(values.length / 4) * 3);
  for (let group = 0; group * 4 + 3 < values.length; group += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = values.subarray(group * 4, group * 4 + 4);
    bytes.set([(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d], group * 3);
  }
  return bytes;
}
