// Verhoeff's check digit (dihedral group D5). It proves that a number was copied well, never whose it is.

/** Product in D5: 0-4 are rotations, 5-9 reflections. */
function multiply(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5);
  return b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5;
}

function inverse(a: number): number {
  return a < 5 ? (5 - a) % 5 : a;
}

// Verhoeff's permutation; position i uses it i times, with period 8.
const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function permute(digit: number, times: number): number {
  let value = digit;
  for (let i = 0; i < times % 8; i++) value = permutation[value] ?? value;
  return value;
}

function checksum(digits: string, offset: number): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum = multiply(sum, permute(digit, i + offset));
  }
  return sum;
}

/** True for a string of decimal digits whose last one is its check digit. */
export function verhoeffValid(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && checksum(digits, 0) === 0;
}

/** The digit that, appended, makes the string valid. Decimal digits only. */
export function verhoeffCheckDigit(digits: string): string {
  return String(inverse(checksum(digits, 1)));
}
