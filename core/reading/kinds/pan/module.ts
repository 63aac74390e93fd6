// What a PAN card says, from its words: number, name, day of birth; the father's name is told apart, and not read.
import { err, ok } from '#core/kernel/result.ts';
import type { Box } from '../../field.ts';
import { lineBelow } from '../../labelled-value.ts';
import { bareName, nameSigns } from '../../name-line.ts';
import { electedName, nameRows, strongRows, type NameRow } from '../../name-rows.ts';
import { around, linesOf, type OcrLine } from '../../ocr-word.ts';
import { printedField } from '../../printed-field.ts';
import { electedText, type Said } from '../../several-passes.ts';
import { daysInLine, electedDay, type DayInLine } from '../../worn-date.ts';
import type { DocumentModule } from '../document-module.ts';
import { numbersInLine } from '../number-in-line.ts';
import { panLayout } from './layout.ts';
import { isPan, panOf, suitsName } from './pan-number.ts';

const numberLabel = /Account\s*Number|Permanent/i;
const fatherLabel = /Fath|पिता/i;
const birthLabel = /Date\s*of|Birth|जन्म/i;
const nameLabel = /Name\b|नाम/i;
/** The number's signs as they may be misread, before its rule puts them right. */
const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

const numbersIn = (line: OcrLine): readonly Said[] =>
  numbersInLine(line, 3, (text) => {
    const read = panOf(text);
    return read === null ? null : { number: read.pan, changed: read.changed };
  });

function numberLine(lines: readonly OcrLine[]): Box | null {
  const read = lines.find((line) => numbersIn(line).length > 0);
  if (read !== undefined) return around(numbersIn(read).flatMap(({ words }) => words.map(({ box }) => box)));
  const label = lines.find((line) => numberLabel.test(line.text));
  if (label === undefined) return null;
  const below = lineBelow(lines, label);
  if (below !== null && /[A-Z0-9]{4}/.test(below.text)) return below.box;
  // Nothing was seen under the label: the number stands there, twice as high as the label's print.
  const height = Math.min(...label.words.map(({ box }) => box.height));
  const { x, y, width } = around(label.words.map(({ box }) => box));
  return { x: x - height, y: y + height * 1.4, width: width + 2 * height, height: height * 2.2 };
}

/** Lines that can be names, from the head of the card down. */
function nameRowsOf(lines: readonly OcrLine[]): readonly NameRow[] {
  const head = lines.findLast((line) => /INCOME|DEPARTMENT|TAX/i.test(line.text));
  const from = head === undefined ? -Infinity : head.box.y + head.box.height / 2;
  const others = lines.filter(
    ({ text }) => !nameLabel.test(text) && !numberLabel.test(text) && !birthLabel.test(text),
  );
  return strongRows(
    nameRows(others).filter(
      ({ passes, centre }) =>
        centre > from &&
        passes.some((words) => {
          const letters = words.map(({ text }) => bareName(text)).join('');
          return letters === letters.toUpperCase() && letters.length >= 3;
        }),
    ),
  );
}

/** Above the father's label; under its own; the second above the day of birth; else the first. */
function holderRow(lines: readonly OcrLine[]): NameRow | null {
  const rows = nameRowsOf(lines);
  const birth = lines.find((line) => daysInLine(line).length > 0 || /Date\s*of|Birth/i.test(line.text));
  const above = (y: number): readonly NameRow[] => rows.filter(({ centre }) => centre < y);
  const father = lines.find(({ text }) => fatherLabel.test(text));
  if (father !== undefined) return above(middle(father.box)).at(-1) ?? null;
  const own = lines.find(({ text }) => nameLabel.test(text));
  // A label with a name above it is the father's, whatever was read of its first word.
  if (own !== undefined) {
    const before = above(middle(own.box)).at(-1);
    const height = Math.max(12, Math.min(...own.words.map(({ box }) => box.height)));
    const from = middle(own.box);
    const under = rows.find(({ centre }) => centre > from && centre < from + height * 4);
    if (before !== undefined || under !== undefined) return before ?? under ?? null;
  }
  const names = birth === undefined ? [] : above(middle(birth.box));
  return names.at(-2) ?? names.at(-1) ?? rows[0] ?? null;
}

const middle = ({ y, height }: Box): number => y + height / 2;

/** A Q whose tail was lost is an O to every pass alike: their agreeing says nothing, and the number stays unsure. */
const doubtOfTail = 0.84;

/** The first day on the card, as every pass over that line read it. */
function birthDays(lines: readonly OcrLine[]): readonly DayInLine[] {
  const days = lines.flatMap((line) => daysInLine(line));
  const [first] = days;
  if (first === undefined) return [];
  const { y, height } = first.line.box;
  return days.filter(({ line }) => Math.abs(middle(line.box) - y - height / 2) < height * 0.6);
}

/** Where it stands: where one was read, else under its label. */
function birthPlace(lines: readonly OcrLine[]): Box | null {
  const [first] = birthDays(lines);
  if (first !== undefined) return around(first.said.words.map(({ box }) => box));
  const label = lines.find(({ text }) => /Birth/i.test(text));
  const below = label === undefined ? null : lineBelow(lines, label);
  return (
    below?.box ??
    lines.find(({ text }) => (text.match(/\d/g)?.length ?? 0) >= 6 && /^\S*$/.test(text))?.box ??
    null
  );
}

export const pan: DocumentModule = {
  layout: panLayout,
  speaks: (lines) => (lines.some((line) => numbersIn(line).length > 0) ? 1 : 0),
  fieldLines: [
    { field: 'panNumber', signs, find: numberLine },
    {
      field: 'name',
      signs: nameSigns,
      find: (lines) => holderRow(lines)?.box ?? null,
    },
    { field: 'dateOfBirth', signs: '0123456789/', find: birthPlace, apart: true },
  ],
  read({ sides }) {
    const words = sides.find(({ side }) => side === 'front')?.words ?? [];
    const lines = linesOf(words);
    const number = electedText(
      lines.flatMap((line) => numbersIn(line)),
      isPan,
    );
    if (number === null) return err({ kind: 'no-number-found' });
    const name = electedName(holderRow(lines)?.passes ?? []);
    // One pass alone proves nothing, and a letter that does not begin the surname speaks against it.
    const suits = name !== null && suitsName(number.text, name.text);
    const tailed = number.text.includes('O') || number.text.includes('Q');
    const sure =
      number.confidence * (number.agreeing >= 2 ? 1 : 0.8) * (suits ? 1 : 0.8) * (tailed ? doubtOfTail : 1);
    const fields = [printedField('panNumber', number.text, 'front', number.words, { confidence: sure })];
    if (name !== null) {
      fields.unshift(printedField('name', name.text, 'front', name.words, { confidence: name.confidence }));
    }
    const birth = electedDay(birthDays(lines));
    if (birth !== null) fields.push(birth);
    return ok(fields);
  },
};
