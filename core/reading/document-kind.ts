// Which document is this? Judged from words only; refuses to guess when nothing typical was read.
import type { DocumentKind } from './field.ts';
import { findAadhaarNumbers } from './aadhaar-number.ts';
import { linesOf } from './ocr-word.ts';
import type { OcrWord } from './ocr-word.ts';

// Letters only, so that "Govern ment 0f India" and "GOVERNMENT OF INDIA" are near each other.
const aadhaarWords = [
  'uniqueidentification',
  'governmentofindia',
  'aadhaar',
  'uidai',
  'helpuidai',
  'आधार',
  'भारतसरकार',
];
const passportWords = ['republicofindia', 'passport', 'passportno', 'placeofissue', 'dateofexpiry'];
const otherWords = ['incometaxdepartment', 'permanentaccountnumber', 'electioncommission', 'drivinglicence'];

/** `hasMrz`: a machine readable zone whose first line begins with P was found among the words. */
export function recogniseKind(words: readonly OcrWord[], hasMrz: boolean): DocumentKind | null {
  if (hasMrz) return 'passport';
  const lines = linesOf(words);
  const letters = lines.map((line) => line.text.toLowerCase().replace(/[^a-z\p{Script=Devanagari}]/gu, ''));
  const count = (typical: readonly string[]): number =>
    typical.filter((word) => letters.some((line) => line.includes(word))).length;
  if (count(otherWords) > 0) return null;
  const passport = count(passportWords);
  const number = lines.some((line) => findAadhaarNumbers(line.text).length > 0);
  const birth = lines.some((line) => /\b(DOB|Birth)\b|जन्म/i.test(line.text));
  const aadhaar = count(aadhaarWords) + (number ? 1 : 0) + (number && birth ? 1 : 0);
  if (aadhaar === passport) return null;
  return aadhaar > passport ? 'aadhaar' : 'passport';
}
