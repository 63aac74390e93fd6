// What the keys of a keyboard wedge write (HID Usage Tables 1.12, section 10, US layout, which wedges are set to).
// Refuses, rather than leaves out, keys that write something else on other layouts.

const plain: Readonly<Record<number, string>> = {
  0x2b: '\t',
  0x2c: ' ',
  0x2d: '-',
  0x2e: '=',
  0x2f: '[',
  0x30: ']',
  0x31: '\\',
  0x33: ';',
  0x34: "'",
  0x35: '`',
  0x36: ',',
  0x37: '.',
  0x38: '/',
  0x54: '/',
  0x55: '*',
  0x56: '-',
  0x57: '+',
  0x63: '.',
};
const shifted: Readonly<Record<number, string>> = {
  0x2c: ' ',
  0x2d: '_',
  0x2e: '+',
  0x2f: '{',
  0x30: '}',
  0x31: '|',
  0x33: ':',
  0x34: '"',
  0x35: '~',
  0x36: '<',
  0x37: '>',
  0x38: '?',
};
const digits = '1234567890';
const shiftedDigits = '!@#$%^&*()';

const shiftBits = 0x22;
const controlBits = 0x11;
const otherBits = 0xcc;

export const keysOfEnter: readonly number[] = [0x28, 0x58];
/** Up to here the codes are no keys: none, roll-over and two faults. */
export const lastNoKey = 3;

/** F1 to F12 and locks, which some wedges send around a reading: they write nothing. */
const isSilent = (key: number) => (key >= 0x3a && key <= 0x47) || key === 0x39 || key === 0x53;

/** The character, '' for none; null where it cannot be told. */
export function characterOf(key: number, modifiers: number): string | null {
  if (isSilent(key)) return '';
  if ((modifiers & otherBits) !== 0) return null;
  const shift = (modifiers & shiftBits) !== 0;
  const letter = key >= 0x04 && key <= 0x1d ? String.fromCharCode(0x61 + key - 0x04) : null;
  const written = letter !== null ? (shift ? letter.toUpperCase() : letter) : (signOf(key, shift) ?? null);
  if ((modifiers & controlBits) === 0) return written;
  // Separators of driving licences (AAMVA) and GS1 codes come as Ctrl with a letter or one of [ \ ] ^ _.
  const code = written?.toUpperCase().charCodeAt(0) ?? 0;
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : null;
}

function signOf(key: number, shift: boolean): string | undefined {
  const digit = key >= 0x1e && key <= 0x27 ? key - 0x1e : key >= 0x59 && key <= 0x62 ? key - 0x59 : null;
  if (digit !== null) return (shift && key < 0x59 ? shiftedDigits : digits)[digit];
  return (shift ? shifted : plain)[key];
}
