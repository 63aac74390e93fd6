// What a PAN card says, from its words: number, name, day of birth; the father's name is told apart, and not read.
import { err, ok } from '#core/kernel/result.ts';
import { findPrintedDate } from '../../date.ts';
import type { Box } from '../../field.ts';
import { lineBelow } from '../../labelled-value.ts';
import { bareName, nameSaidBy, nameSigns, nameWords } from '../../name-line.ts';
import { around, linesOf, wordsBetween, type OcrLine, type OcrWord } from '../../ocr-word.ts';
import { printedField } from '../../printed-field.ts';
import { electedSpelling, electedText, type Said } from '../../several-passes.ts';
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
function nameLines(lines: readonly OcrLine[]): readonly (readonly OcrWord[])[] {
  const head = lines.findLast((line) => /INCOME|DEPARTMENT|TAX/i.test(line.text));
  const from = head === undefined ? -Infinity : head.box.y + head.box.height / 2;
  return lines
    .filter(({ text }) => !nameLabel.test(text) && !numberLabel.test(text) && !birthLabel.test(text))
    .map((line) => nameWords(line))
    .filter((words) => {
      const capitals = words.map(({ text }) => bareName(text)).join('');
      return (
        capitals === capitals.toUpperCase() &&
        capitals.length >= 3 &&
        around(words.map(({ box }) => box)).y > from
      );
    });
}

/** Under its label; above the father's; the second above the day of birth; else the first. */
function nameSaid(lines: readonly OcrLine[]): readonly (readonly OcrWord[])[] {
  const names = nameLines(lines).map((words) => ({ words, box: around(words.map(({ box }) => box)) }));
  const middle = ({ y, height }: { y: number; height: number }): number => y + height / 2;
  const father = lines.find(({ text }) => fatherLabel.test(text));
  const own = lines.find(({ text }) => nameLabel.test(text) && !fatherLabel.test(text));
  const birth = lines.find(
    (line) => findPrintedDate(line.text) !== null || /Date\s*of|Birth/i.test(line.text),
  );
  const rows = rowsOf(names);
  const rowBelow = (y: number, reach: number) =>
    rows.find((row) => row.some(({ box }) => middle(box) > y && middle(box) < y + reach));
  if (own !== undefined) {
    const height = Math.max(12, Math.min(...own.words.map(({ box }) => box.height)));
    const row = rowBelow(middle(own.box) + height * 0.4, height * 4);
    if (row !== undefined) return row.map(({ words }) => words);
  }
  const limit = father ?? null;
  const above = (y: number) => rows.filter((row) => row.every(({ box }) => middle(box) < y));
  const chosen =
    limit !== null
      ? above(middle(limit.box)).at(-1)
      : birth !== undefined
        ? (above(middle(birth.box)).at(-2) ?? above(middle(birth.box)).at(-1))
        : rows[0];
  return chosen?.map(({ words }) => words) ?? [];
}

interface Placed {
  readonly words: readonly OcrWord[];
  readonly box: ReturnType<typeof around>;
}

/** Passes over one printed line, put together; from top to bottom. */
function rowsOf(names: readonly Placed[]): readonly (readonly Placed[])[] {
  const rows: Placed[][] = [];
  for (const name of names.toSorted((a, b) => a.box.y + a.box.height / 2 - b.box.y - b.box.height / 2)) {
    const centre = name.box.y + name.box.height / 2;
    const row = rows.at(-1);
    const first = row?.[0]?.box;
    const same = first !== undefined && Math.abs(first.y + first.height / 2 - centre) < first.height * 0.6;
    if (row !== undefined && same) row.push(name);
    else rows.push([name]);
  }
  return rows;
}

export const pan: DocumentModule = {
  layout: panLayout,
  speaks: (lines) => (lines.some((line) => numbersIn(line).length > 0) ? 1 : 0),
  fieldLines: [
    { field: 'panNumber', signs, find: numberLine },
    {
      field: 'name',
      signs: nameSigns,
      find: (lines) => {
        const words = nameSaid(lines)[0];
        return words === undefined ? null : around(words.map(({ box }) => box));
      },
    },
  ],
  read({ sides }) {
    const words = sides.find(({ side }) => side === 'front')?.words ?? [];
    const lines = linesOf(words);
    const number = electedText(
      lines.flatMap((line) => numbersIn(line)),
      isPan,
    );
    if (number === null) return err({ kind: 'no-number-found' });
    const name = electedSpelling(nameSaid(lines).map((some) => nameSaidBy(some)));
    // One pass alone proves nothing, and a letter that does not begin the surname speaks against it.
    const suits = name !== null && suitsName(number.text, name.text);
    const sure = number.confidence * (number.agreeing >= 2 ? 1 : 0.8) * (suits ? 1 : 0.8);
    const fields = [printedField('panNumber', number.text, 'front', number.words, { confidence: sure })];
    if (name !== null) {
      fields.unshift(printedField('name', name.text, 'front', name.words, { confidence: name.confidence }));
    }
    for (const line of lines) {
      const date = findPrintedDate(line.text);
      if (date === null) continue;
      const said = wordsBetween(line, date.index, date.index + date.text.length);
      fields.push(printedField('dateOfBirth', date.date, 'front', said));
      break;
    }
    return ok(fields);
  },
};
