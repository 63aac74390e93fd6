// Printed fields: the card's lines of print are found, put on a clean sheet and read; what that leaves open or unsure is read again
// with other looks at its lines, with only the signs that can stand there; the kind's own rules weigh all passes together. Every
// pass adds words, and none takes any away.
import type { Result } from '#core/kernel/result.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';
import type { Box, FieldReading } from '#core/reading/field.ts';
import type { DocumentModule, FieldLine, KindRefusal } from '#core/reading/kinds/document-module.ts';
import { linesOf, type OcrWord } from '#core/reading/ocr-word.ts';
import type { TextEngine } from './engine.ts';
import { openCv } from './opencv.ts';
import type { Grey } from './picture.ts';
import { inkOf } from './print/card-ink.ts';
import { lineSheet, type SheetLook } from './print/line-sheet.ts';
import { textLines } from './print/text-lines.ts';
import type { Slice } from './progress.ts';
import { asRead, boxOnCard, together, type Side } from './side.ts';

/** A field read less surely is worth another look at its lines. */
const settledFrom = 0.9;

const firstLook: SheetLook = { height: 40, soften: 1.2, faintest: 0.12 };
/** What one blur hides, another shows. */
const furtherLooks: readonly SheetLook[] = [
  { height: 34, soften: 0.8, faintest: 0.15 },
  { height: 48, soften: 1.6, faintest: 0.12 },
  { height: 40, soften: 0, faintest: 0.2 },
];

interface WhatToRead {
  /** The signs that can stand there; empty: any. */
  readonly signs: string;
  readonly wanted: (line: Box) => boolean;
}

/** All lines of a side's print, once. */
export function readSheet(grey: Grey, engine: TextEngine, progress: Slice): Promise<readonly OcrWord[]> {
  return readLines(grey, engine, firstLook, { signs: '', wanted: () => true }, progress);
}

async function readLines(
  grey: Grey,
  engine: TextEngine,
  look: SheetLook,
  { signs, wanted }: WhatToRead,
  progress: Slice = () => undefined,
): Promise<readonly OcrWord[]> {
  const { cv } = await openCv();
  const ink = inkOf(cv, grey);
  try {
    const lines = textLines(cv, ink).filter(wanted);
    if (lines.length === 0) return [];
    const sheet = lineSheet(cv, ink, lines, look);
    const words = await engine.recognise(
      sheet.grey,
      { segmentation: lines.length === 1 ? 'line' : 'block', only: signs },
      progress,
    );
    return words.flatMap((word) => sheet.onCard(word) ?? []);
  } finally {
    ink.delete();
  }
}

export async function readPrinted(
  module: DocumentModule,
  sides: readonly Side[],
  engine: TextEngine,
  today: CalendarDate,
  progress: Slice,
): Promise<Result<FieldReading[], KindRefusal>> {
  const read = () => module.read({ sides: asRead(sides), zone: null, today });
  let outcome = read();
  for (const [i, look] of furtherLooks.entries()) {
    const open = module.fieldLines.filter((line) => !isSettled(outcome, line));
    if (open.length === 0) break;
    for (const line of open) await lookAgain(sides, line, engine, look);
    outcome = read();
    progress((0.6 * (i + 1)) / furtherLooks.length);
  }
  if (isWhole(outcome, module)) return outcome;
  // The engine's own search for text finds what the lines missed; scattered text, what its search hid.
  for (const segmentation of ['auto', 'sparse'] as const) {
    for (const side of sides) {
      const again = await engine.recognise(side.view.grey, { segmentation }, () => undefined);
      side.words = together(side.words, again);
    }
    outcome = read();
    if (isWhole(outcome, module)) break;
  }
  progress(1);
  return outcome;
}

function isSettled(outcome: Result<FieldReading[], KindRefusal>, { field }: FieldLine): boolean {
  if (!outcome.ok) return false;
  const read = outcome.value.find(({ name }) => name === field);
  return read !== undefined && read.confidence >= settledFrom;
}

const isWhole = (outcome: Result<FieldReading[], KindRefusal>, { layout }: DocumentModule): boolean =>
  outcome.ok && layout.printed.every((name) => outcome.value.some((field) => field.name === name));

async function lookAgain(
  sides: readonly Side[],
  { find, place, signs }: FieldLine,
  engine: TextEngine,
  look: SheetLook,
): Promise<void> {
  const front = sides.find(({ side }) => side === 'front') ?? sides[0];
  if (front === undefined) return;
  const { grey } = front.view;
  const box = find(linesOf(front.words)) ?? (place && boxOnCard(place, grey));
  // Where nothing tells where the field stands, every line may hold it; and then no sign is ruled out.
  const wanted = (line: Box): boolean => box === undefined || overlaps(line, box);
  const again = await readLines(grey, engine, look, { signs: box === undefined ? '' : signs, wanted });
  front.words = together(front.words, again);
}

/** Half of the lower of the two heights in common, and some of the width. */
function overlaps(line: Box, box: Box): boolean {
  const down = Math.min(line.y + line.height, box.y + box.height) - Math.max(line.y, box.y);
  const across = Math.min(line.x + line.width, box.x + box.width) - Math.max(line.x, box.x);
  return across > 0 && down > Math.min(line.height, box.height) / 2;
}
