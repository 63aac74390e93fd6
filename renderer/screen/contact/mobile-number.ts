// A mobile number as it is typed: its country, its grouping, and its form for the wire. Whether it is one, the kiosk judges.

/** Countries whose numbers customers bring most often; the code of the first is the default. */
export const dialCodes = [
  { country: 'IN', code: '+91' },
  { country: 'NP', code: '+977' },
  { country: 'BD', code: '+880' },
  { country: 'LK', code: '+94' },
  { country: 'BT', code: '+975' },
  { country: 'AE', code: '+971' },
  { country: 'SA', code: '+966' },
  { country: 'SG', code: '+65' },
  { country: 'GB', code: '+44' },
  { country: 'US', code: '+1' },
] as const;
export type DialCode = (typeof dialCodes)[number]['code'];

/** E.164 allows 15 digits with the country's. */
const maxDigits = 14;
const indianDigits = 10;

export function isDialCode(value: string): value is DialCode {
  return dialCodes.some(({ code }) => code === value);
}

/** The digits alone, without a leading zero or the country code that a paste may bring. */
export function nationalDigits(typed: string, code: DialCode): string {
  const digits = typed.replaceAll(/\D/gu, '');
  const country = code.slice(1);
  const pasted = typed.trim().startsWith('+') && digits.startsWith(country);
  const national = (pasted ? digits.slice(country.length) : digits).replace(/^0+/u, '');
  return national.slice(0, code === '+91' ? indianDigits : maxDigits - country.length);
}

/** India writes 98765 43210; others in threes. */
export function groupedDigits(digits: string, code: DialCode): string {
  return digits.replaceAll(code === '+91' ? /(\d{5})(?=\d)/gu : /(\d{3})(?=\d)/gu, '$1 ');
}

export function wireNumber(digits: string, code: DialCode): string {
  return `${code}${digits}`;
}

/** Enough digits to try: the kiosk says whether they are right. */
export function isLongEnough(digits: string, code: DialCode): boolean {
  return code === '+91' ? digits.length === indianDigits : digits.length >= 6;
}
