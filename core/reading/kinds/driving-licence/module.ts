// What an Indian driving licence says, from its words. No check digit is in it, so everything is compared by eye.
import { err, ok } from '#core/kernel/result.ts';
import { findPrintedDate } from '../../date.ts';
import type { FieldReading } from '../../field.ts';
import { labelled } from '../../labelled-value.ts';
import { nameSaidBy, nameWords } from '../../name-line.ts';
import { around, linesOf, lineOf, wordsBetween, type OcrLine, type OcrWord } from '../../ocr-word.ts';
import { printedField } from '../../printed-field.ts';
import { electedSpelling, electedText } from '../../several-passes.ts';
import type { DocumentModule } from '../document-module.ts';
import { readAddress } from '../labelled-fields.ts';
import { numbersInLine } from '../number-in-line.ts';
import { drivingLicenceLayout } from './layout.ts';
import { licenceOf } from './licence-number.ts';

const nameLabel = /\bName\s*[:;.]*/i;
const numbersIn = (line: OcrLine) => numbersInLine(line, 4, licenceOf);

function nameSaid(lines: readonly OcrLine[]): readonly (readonly OcrWord[])[] {
  return lines.flatMap((line) => {
    const value = labelled([line], nameLabel);
    const words = value === null ? [] : nameWords(lineOf(value.words));
    return words.length === 0 ? [] : [words];
  });
}

/** The day behind a label; of "Valid Till" the last day, which may stand behind another on the same line. */
function dayBehind(
  lines: readonly OcrLine[],
  name: 'dateOfBirth' | 'expiryDate',
  label: RegExp,
): FieldReading[] {
  for (const line of lines) {
    const at = label.exec(line.text);
    if (at === null) continue;
    const found = findPrintedDate(line.text.slice(at.index));
    if (found === null) continue;
    const start = at.index + found.index;
    return [printedField(name, found.date, 'front', wordsBetween(line, start, start + found.text.length))];
  }
  return [];
}

export const drivingLicence: DocumentModule = {
  layout: drivingLicenceLayout,
  speaks: (lines) => (lines.some((line) => numbersIn(line).length > 0) ? 1 : 0),
  fieldLines: [
    {
      field: 'documentNumber',
      signs: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
      find: (lines) => {
        const line = lines.find((one) => numbersIn(one).length > 0);
        return line === undefined
          ? null
          : around(numbersIn(line).flatMap(({ words }) => words.map(({ box }) => box)));
      },
    },
    {
      field: 'name',
      signs: '',
      find: (lines) => {
        const words = nameSaid(lines)[0];
        return words === undefined ? null : around(words.map(({ box }) => box));
      },
    },
  ],
  read({ sides }) {
    const lines = linesOf(sides.find(({ side }) => side === 'front')?.words ?? []);
    const number = electedText(
      lines.flatMap((line) => numbersIn(line)),
      (text) => licenceOf(text.replace(' ', '')) !== null,
    );
    if (number === null) return err({ kind: 'no-number-found' });
    const fields = [
      printedField('documentNumber', number.text, 'front', number.words, { confidence: number.confidence }),
      ...dayBehind(lines, 'dateOfBirth', /D[O0]B|Birth|जन्म/i),
      ...dayBehind(lines, 'expiryDate', /Valid|Expir/i),
      ...readAddress(lines, 'front'),
    ];
    const name = electedSpelling(nameSaid(lines).map((some) => nameSaidBy(some)));
    if (name !== null) {
      fields.unshift(printedField('name', name.text, 'front', name.words, { confidence: name.confidence }));
    }
    return ok(fields);
  },
};
