// The number of a voter's card: three letters, six digits and Luhn's digit over them. Older cards have numbers of their states'
// own, so the digit only warns.
import { inShape } from '../../positional.ts';

export interface EpicRead {
  readonly number: string;
  readonly changed: number;
  /** Whether Luhn's digit agrees, letters counting as 10 to 35. */
  readonly agrees: boolean;
}

export function epicOf(signs: string): EpicRead | null {
  const fitted = inShape(signs, 'AAA9999999');
  return fitted === null
    ? null
    : { number: fitted.text, changed: fitted.changed, agrees: luhnAgrees(fitted.text) };
}

export function luhnAgrees(text: string): boolean {
  const digits = text
    .split('')
    .map((sign) => (/\d/.test(sign) ? sign : String(sign.charCodeAt(0) - 55)))
    .join('')
    .split('')
    .toReversed();
  const sum = digits.reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
