// Numbers whose places are letters or digits by rule: brought to that form where a reader mistook one for the other. Changes
// nothing where a place could be several things.

/** What a reader takes a sign for, where the place's rule leaves one answer. */
const digitFor: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  J: '1',
  '|': '1',
  ']': '1',
  '!': '1',
  Z: '2',
  A: '4',
  S: '5',
  $: '5',
  G: '6',
  T: '7',
  B: '8',
};
const letterFor: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '|': 'I',
  '!': 'I',
  ']': 'J',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  $: 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
};

export interface Positional {
  readonly text: string;
  /** Signs that had to be taken for others. */
  readonly changed: number;
}

/** `shape` says for each place `A` (letter) or `9` (digit); null where the text has another length or does not fit. */
export function inShape(text: string, shape: string): Positional | null {
  if (text.length !== shape.length) return null;
  let out = '';
  let changed = 0;
  for (const [i, sign] of text.toUpperCase().split('').entries()) {
    const digit = shape.charAt(i) === '9';
    const fits = digit ? /\d/ : /[A-Z]/;
    const put = fits.test(sign) ? sign : (digit ? digitFor : letterFor)[sign];
    if (put === undefined) return null;
    if (put !== sign) changed += 1;
    out += put;
  }
  return { text: out, changed };
}
