// Names: brought to comparable tokens, and compared so that the weakest token decides. Refuses to average doubt away.
import anyAscii from 'any-ascii';
import { isIndic, soundOf, toLatin } from './transliterate.ts';

const honorifics = new Set(
  'mr mrs ms miss mx dr prof shri sri shree shrimati shrimti smt kum km late er adv ca col capt maj'.split(
    ' ',
  ),
);
/** Said after a name out of respect. */
const afterwards = new Set('ji jee sahab saheb sahib esq'.split(' '));

/** Lower-case ASCII tokens in the order written, without honorifics before and after, punctuation and digits. */
export function nameTokens(name: string): readonly string[] {
  const tokens = anyAscii(name.normalize('NFC'))
    .toLowerCase()
    // D'Souza and O'Brien are one token; a hyphen or a dot parts two.
    .replace(/['’`]/g, '')
    .split(/[^a-z]+/)
    .filter((token) => token !== '');
  while (tokens.length > 1 && honorifics.has(tokens[0] ?? '')) tokens.shift();
  while (tokens.length > 1 && afterwards.has(tokens.at(-1) ?? '')) tokens.pop();
  return tokens;
}

/** The form two copies of one name share: tokens in upper case, one space between. */
export function normaliseName(name: string): string {
  return nameTokens(name).join(' ').toUpperCase();
}

export type NameVerdict = 'match' | 'review' | 'mismatch';

/**
 * Are these two writings of one person's name? Order does not matter, and every token must find its own partner:
 * - match: the same tokens, the same letters divided otherwise ("Venkata Raman", "Venkataraman"), or the same sounds where
 *   one of the two is written in a script of India;
 * - review: a person must look: an initial for a token, one letter's difference in one token of four letters or more, a
 *   missing token where at least two agree, or a name in another script;
 * - mismatch: anything else. One shared token ("Kumar") is never enough (requirement M11).
 */
export function compareNames(a: string, b: string): NameVerdict {
  const [short, long] = [nameTokens(a), nameTokens(b)].toSorted((x, y) => x.length - y.length);
  if (short === undefined || long === undefined || short.length === 0) return 'mismatch';
  // Transliteration is a guess at spelling: of India's scripts the same sounds confirm, and nothing refutes; of others nothing
  // confirms either.
  if (otherScript(a) || otherScript(b)) return sameSounds(a, b) ? 'match' : 'review';
  if (short.join('') === long.join('')) return 'match';

  const left = [...long];
  const unmatched = short.filter((token) => !takeFirst(left, (other) => other === token));
  if (unmatched.length === 0 && left.length === 0) return 'match';
  const exact = short.length - unmatched.length;

  let edits = 0;
  for (const token of unmatched) {
    if (takeFirst(left, (other) => isInitialOf(token, other) || isInitialOf(other, token))) continue;
    if (!takeFirst(left, (other) => oneEditApart(token, other))) return 'mismatch';
    edits += 1;
  }
  if (edits > 1) return 'mismatch';
  // Initials alone ("R K S") say too little, and so does one token out of several.
  const spelled = exact + edits;
  if (spelled === 0) return 'mismatch';
  const missing = left.filter((token) => token.length > 1).length;
  if (missing > 0 && spelled < 2) return 'mismatch';
  return 'review';
}

/** At least two tokens: one given name in two scripts is half the country's. */
function sameSounds(a: string, b: string): boolean {
  const readable = (name: string): boolean => !otherScript(name) || isIndic(name);
  if (!readable(a) || !readable(b)) return false;
  const [left, right] = [a, b].map((name) =>
    nameTokens(toLatin(name))
      .map((token) => soundOf(token))
      .toSorted((x, y) => (x < y ? -1 : 1)),
  );
  if (left === undefined || right === undefined || left.length < 2) return false;
  return left.length === right.length && left.every((token, index) => token === right[index]);
}

function takeFirst(tokens: string[], wanted: (token: string) => boolean): boolean {
  const at = tokens.findIndex(wanted);
  if (at < 0) return false;
  tokens.splice(at, 1);
  return true;
}

function isInitialOf(initial: string, token: string): boolean {
  return initial.length === 1 && token.length > 1 && token.startsWith(initial);
}

/** One letter put in, left out, changed, or two neighbours swapped; short tokens ("Ram", "Raj") are too alike for that. */
function oneEditApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  if (long.length > short.length) return short.slice(i) === long.slice(i + 1);
  if (short.slice(i + 1) === long.slice(i + 1)) return true;
  return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
}

function otherScript(name: string): boolean {
  return /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(name);
}
