// What a voter's card says, from its words. Its number has a check digit that only warns, so everything is compared by eye.
import { err, ok } from '#core/kernel/result.ts';
import { findPrintedDate } from '../../date.ts';
import { labelled } from '../../labelled-value.ts';
import { nameSaidBy, nameWords } from '../../name-line.ts';
import { around, linesOf, lineOf, wordsBetween, type OcrLine, type OcrWord } from '../../ocr-word.ts';
import { printedField } from '../../printed-field.ts';
import { electedSpelling, electedText } from '../../several-passes.ts';
import { readAddress, readSex } from '../labelled-fields.ts';
import type { DocumentModule } from '../document-module.ts';
import { numbersInLine } from '../number-in-line.ts';
import { epicOf } from './epic-number.ts';
import { voterCardLayout } from './layout.ts';

const nameLabel = /(?<!(?:Father|Husband|Mother|Relation)\S{0,3}\s{0,2})(?:Elector\S*\s*)?Name\s*[:;.]*/i;
const numbersIn = (line: OcrLine) => numbersInLine(line, 2, epicOf);

function nameSaid(lines: readonly OcrLine[]): readonly (readonly OcrWord[])[] {
  return lines.flatMap((line) => {
    if (/Father|Husband|Mother/i.test(line.text)) return [];
    const value = labelled([line], nameLabel);
    const words = value === null ? [] : nameWords(lineOf(value.words));
    return words.length === 0 ? [] : [words];
  });
}

export const voterCard: DocumentModule = {
  layout: voterCardLayout,
  speaks: (lines) => (lines.some((line) => /\bElector/i.test(line.text)) ? 1 : 0),
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
    const front = sides.find(({ side }) => side === 'front')?.words ?? [];
    const lines = linesOf(front);
    const number = electedText(
      lines.flatMap((line) => numbersIn(line)),
      (text) => epicOf(text) !== null,
    );
    if (number === null) return err({ kind: 'no-number-found' });
    const doubt = epicOf(number.text)?.agrees === true ? 1 : 0.7;
    const fields = [
      printedField('documentNumber', number.text, 'front', number.words, {
        confidence: number.confidence * doubt,
      }),
    ];
    const name = electedSpelling(nameSaid(lines).map((some) => nameSaidBy(some)));
    if (name !== null) {
      fields.unshift(printedField('name', name.text, 'front', name.words, { confidence: name.confidence }));
    }
    const sex = readSex(lines);
    if (sex !== null) fields.push(sex);
    for (const { side, words } of sides) {
      for (const line of linesOf(words)) {
        const date = /Birth|DOB|जन्म/i.test(line.text) ? findPrintedDate(line.text) : null;
        if (date === null || fields.some((field) => field.name === 'dateOfBirth')) continue;
        fields.push(
          printedField(
            'dateOfBirth',
            date.date,
            side,
            wordsBetween(line, date.index, date.index + date.text.length),
          ),
        );
      }
    }
    const back = sides.find(({ side }) => side === 'back')?.words ?? [];
    return ok([...fields, ...readAddress(linesOf(back), 'back')]);
  },
};
