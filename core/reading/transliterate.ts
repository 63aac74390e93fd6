// Names in India's scripts brought to Latin letters and to the sound they share with a Latin spelling. A sound that two
// spellings share is enough to match them; what they do not share proves nothing, so nothing is refuted here.
import sanscript from '@indic-transliteration/sanscript';

/** Unicode's blocks of the scripts, with the library's names for them; in the first group an unwritten final vowel is silent. */
const scripts = [
  { block: /[\u0900-\u097f]/, name: 'devanagari', silentEnd: true },
  { block: /[\u0980-\u09ff]/, name: 'bengali', silentEnd: true },
  { block: /[\u0a00-\u0a7f]/, name: 'gurmukhi', silentEnd: true },
  { block: /[\u0a80-\u0aff]/, name: 'gujarati', silentEnd: true },
  { block: /[\u0b00-\u0b7f]/, name: 'oriya', silentEnd: false },
  { block: /[\u0b80-\u0bff]/, name: 'tamil', silentEnd: false },
  { block: /[\u0c00-\u0c7f]/, name: 'telugu', silentEnd: false },
  { block: /[\u0c80-\u0cff]/, name: 'kannada', silentEnd: false },
  { block: /[\u0d00-\u0d7f]/, name: 'malayalam', silentEnd: false },
] as const;

export function isIndic(text: string): boolean {
  return scripts.some(({ block }) => block.test(text));
}

/** IAST letters and what they are written as in Indian English. */
const letters: Readonly<Record<string, string>> = {
  ā: 'a',
  ī: 'i',
  ū: 'u',
  ṛ: 'ri',
  ṝ: 'ri',
  ḷ: 'l',
  ś: 'sh',
  ṣ: 'sh',
  ṭ: 't',
  ḍ: 'd',
  ṇ: 'n',
  ñ: 'n',
  ṅ: 'n',
  ḥ: 'h',
  c: 'ch',
};
const vowel = 'aāiīuūeoṛṝ';

/** Latin letters, lower case, of a text in any of the scripts; other text comes back as it is. */
export function toLatin(text: string): string {
  const script = scripts.find(({ block }) => block.test(text));
  if (script === undefined) return text;
  // A dot below makes a sound of Persian or Arabic out of a letter; spelling in Latin differs too much to tell them apart.
  const bare = text
    .normalize('NFD')
    .replaceAll(/[\u093c\u09bc\u0a3c\u0abc]/g, '')
    .normalize('NFC');
  const iast = sanscript.t(bare, script.name, 'iast').toLowerCase();
  return iast
    .split(/\s+/)
    .map((word) => (script.silentEnd ? withoutSilent(word) : word))
    .map((word) =>
      word
        // The nasal dot before h is said with a g: Singh.
        .replaceAll('ṃh', 'ngh')
        // The nasal dot sounds like the nasal of what follows.
        .replaceAll(/[ṃṁ](?=[pbmf])/g, 'm')
        .replaceAll(/[ṃṁ]/g, 'n')
        .replaceAll('jñ', 'gy')
        .replaceAll('cch', 'chh')
        .replaceAll(/c|\P{ASCII}/gu, (letter) => letters[letter] ?? ''),
    )
    .join(' ');
}

/**
 * The inherent vowel is silent at a word's end, unless two different consonants stand before it (Chandra, Aditya), and between
 * one consonant after a vowel and one before a vowel.
 */
function withoutSilent(word: string): string {
  const end = new RegExp(`([${vowel}]ṃ?(?:[kgcjtdpbṭḍ]h|([^${vowel}ṃ])\\2?))a$`);
  const ended = word.length > 2 ? word.replace(end, '$1') : word;
  const middle = new RegExp(
    `([${vowel}](?:[kgcjtdpbṭḍ]h|[^${vowel}ṃ]))a(?=(?:[kgcjtdpbṭḍ]h|[^${vowel}ṃ])[${vowel}])`,
  );
  return ended.replace(middle, '$1');
}

/**
 * What two spellings of one sound share: long and short vowels, aspiration and doubled letters fold together, and an `a`
 * within the word may be written or not (Agarwal, अग्रवाल). At its ends an `a` stays: Kamal is not Kamala.
 */
export function soundOf(token: string): string {
  return token
    .replaceAll(/chh|ch/g, 'c')
    .replaceAll(/sh|s/g, 's')
    .replaceAll('x', 'ks')
    .replaceAll('ph', 'f')
    .replaceAll(/([kgjtdb])h/g, '$1')
    .replaceAll(/[wv]/g, 'v')
    .replaceAll(/[zj]/g, 'j')
    .replaceAll(/ey$/g, 'e')
    .replaceAll(/ee|ii|y$|ie/g, 'i')
    .replaceAll(/oo|uu|ou/g, 'u')
    .replaceAll('aa', 'a')
    .replaceAll(/ai|ei|ay/g, 'e')
    .replaceAll('au', 'o')
    .replaceAll('q', 'k')
    .replaceAll(/([aeiou])h$/g, '$1')
    .replaceAll(/([a-z])\1+/g, '$1')
    .replaceAll(/(?<=[a-z])a(?=[a-z])/g, '');
}
