// A field as it was read off print: its value, the words it stood in, and what lessens its sureness.
import type { DocumentSide, FieldName, FieldReading } from './field.ts';
import { around, proved, weakest, type OcrWord } from './ocr-word.ts';

export interface HowSure {
  readonly proof?: FieldReading['proof'];
  /** Multiplies the words' own confidence. */
  readonly doubt?: number;
  /** In place of the words' own. */
  readonly confidence?: number;
}

export function printedField(
  name: FieldName,
  value: string,
  side: DocumentSide,
  words: readonly OcrWord[],
  { proof = null, doubt = 1, confidence = weakest(words) }: HowSure = {},
): FieldReading {
  const read = confidence * doubt;
  return {
    name,
    value,
    confidence: proof === null ? read : proved(read),
    source: 'ocr',
    proof,
    where: words.length === 0 ? null : { side, box: around(words.map((word) => word.box)) },
  };
}
