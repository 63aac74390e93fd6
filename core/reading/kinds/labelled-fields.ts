// Fields that Indian cards of several kinds print alike: the sex, and an address from its label to its PIN code.
import { findAadhaarNumbers } from '../aadhaar-number.ts';
import type { DocumentSide, FieldReading } from '../field.ts';
import { lineOf, type OcrLine, type OcrWord } from '../ocr-word.ts';
import { printedField } from '../printed-field.ts';

export function readSex(lines: readonly OcrLine[]): FieldReading | null {
  const kinds = [
    ['F', /\bFEMALE\b|महिला/i],
    ['M', /\bMALE\b|पुरुष/i],
    ['T', /\bTRANSGENDER\b/i],
  ] as const;
  for (const line of lines) {
    for (const [value, pattern] of kinds) {
      if (!pattern.test(line.text)) continue;
      return printedField(
        'sex',
        value,
        'front',
        line.words.filter((word) => pattern.test(word.text)),
      );
    }
  }
  return null;
}

/** From "Address:" to the line that holds the PIN code (`[1-9]` and five digits), or to the number or the card's foot. */
export function readAddress(lines: readonly OcrLine[], side: DocumentSide): FieldReading[] {
  const at = lines.findIndex((line) => /\baddress\b/i.test(line.text));
  const label = lines[at];
  if (label === undefined) return [];
  const labelWord = label.words.findIndex((word) => /address/i.test(word.text));
  const left = label.words[labelWord]?.box.x ?? label.box.x;
  const taken: OcrWord[] = label.words.slice(labelWord + 1);
  const parts = taken.length === 0 ? [] : [lineOf(taken).text];
  let closed = hasPinCode(parts.join(' '));
  for (const line of lines.slice(at + 1, at + 8)) {
    if (closed || findAadhaarNumbers(line.text).length > 0 || /uidai|www\.|@|\bVID\b/i.test(line.text)) break;
    // The same address in another script may stand in a column to the left.
    const words = line.words.filter(
      (word) => word.box.x >= left - label.box.height * 2 && word.confidence >= 0.2,
    );
    if (words.length === 0) continue;
    taken.push(...words);
    parts.push(lineOf(words).text);
    closed = hasPinCode(lineOf(words).text);
  }
  // Son, daughter, wife of, care of: after the stroke stands a letter, whatever it was read as.
  const value = parts
    .join(' ')
    .replace(/\b([SDWC])\/0(?=[\s:,])/gi, '$1/O')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:.,-]+/, '')
    .trim();
  // An address without its PIN code was cut short.
  return value === '' ? [] : [printedField('address', value, side, taken, { doubt: closed ? 1 : 0.6 })];
}

function hasPinCode(text: string): boolean {
  return /(?<!\d)[1-9]\d{5}(?!\d)/.test(text);
}
