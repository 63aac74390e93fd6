// The Aadhaar number: how it is written, found in text, proved and masked. Refuses to see one inside a 16-digit VID.
import { verhoeffValid } from './verhoeff.ts';

// Plain, spaced, dashed or dotted (one separator throughout). A group of four before or after makes it a virtual id (VID,
// 16 digits), unless that group ends a date: "15/08/1985 9999 4105 7058" is a date and a number.
const written =
  /(?<!\d)(?<!(?<![\d/.-])\d{4}(?: {1,3}|[.-]))(\d{4})( {1,3}|[.-]|)(\d{4})\2(\d{4})(?!\d)(?! {0,3}[.-]?\d{4}(?!\d))/g;

/** Twelve digits without separators, or null where the text is anything but one number in a known form. */
export function normaliseAadhaar(text: string): string | null {
  const found = findAadhaarNumbers(text);
  const only = found[0];
  if (found.length !== 1 || only === undefined) return null;
  return text.trim() === only.text ? only.digits : null;
}

/** First digit 2 to 9 and Verhoeff's check digit (UIDAI). One random number in ten passes: this is no proof of identity. */
export function isAadhaarNumber(digits: string): boolean {
  return /^[2-9]\d{11}$/.test(digits) && verhoeffValid(digits);
}

/** The form for screens and logs: `XXXX XXXX 1234`. Text that holds no number is hidden whole. */
export function maskAadhaar(text: string): string {
  const digits = normaliseAadhaar(text);
  return digits === null ? 'XXXX XXXX XXXX' : `XXXX XXXX ${digits.slice(8)}`;
}

export interface AadhaarInText {
  /** As written. */
  readonly text: string;
  /** Twelve digits. */
  readonly digits: string;
  readonly index: number;
  readonly valid: boolean;
}

/** Every number of twelve digits in the text, valid or not, from left to right. */
export function findAadhaarNumbers(text: string): readonly AadhaarInText[] {
  return [...text.matchAll(written)].map((match) => {
    const digits = `${match[1] ?? ''}${match[3] ?? ''}${match[4] ?? ''}`;
    return { text: match[0], digits, index: match.index, valid: isAadhaarNumber(digits) };
  });
}
