// Account numbers: 14 digits, the branch's code, nine random digits and a check digit (ISO/IEC 7064, MOD 11,10),
// which catches every single wrong digit. Fourteen, so that none is mistaken for a twelve-digit Aadhaar number.
import { randomInt } from 'node:crypto';

const accountNumberPattern = /^[1-9]\d{13}$/;

export function makeAccountNumber(ifsc: string): string {
  const body = ifsc.slice(-4) + String(randomInt(10 ** 9)).padStart(9, '0');
  return body + String(checkDigitOf(body));
}

export function isAccountNumber(text: string): boolean {
  return accountNumberPattern.test(text) && checkDigitOf(text.slice(0, -1)) === Number(text.at(-1));
}

/** ISO/IEC 7064 MOD 11,10 over decimal digits. */
export function checkDigitOf(digits: string): number {
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10;
}
