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
import { inkOf, sharpen } from './print/card-ink.ts';
import { lineSheet, type SheetLook } from './print/line-sheet.ts';
import { textLines } from './print/text-lines.ts';
import type { Slice } from './progress.ts';
import { asRead, boxOnCard, together, type Side } from './side.ts';

/** A field read less surely is worth another look at its lines. */
const settledFrom = 0.9;

interface Look extends SheetLook {
  /** How much of what a blur took is given back, and the blur it is reckoned by, in pixels of the card. */
  readonly sharpen?: { readonly amount: number; readonly blur: number };
}

const firstLook: Look = { height: 40, soften: 1.2, faintest: 0.12 };
/** What one blur hides, another shows; sharpened print keeps its signs better, and its gaps worse. */
const furtherLooks: readonly Look[] = [
  { height: 40, soften: 0.8, faintest: 0.12, sharpen: { amount: 1.5, blur: 3 } },
  { height: 48, soften: 1.2, faintest: 0.12, sharpen: { amount: 2, blur: 2.4 } },
  { height: 34, soften: 0.8, faintest: 0.15 },
];

interface WhatToRead {
  /** The signs that can stand there; empty: any. */
  readonly signs: string;
  readonly wanted: (line: Box) => boolean;
  readonly latinOnly?: boolean;
  /** Cut off whatever of the lines lies beside it. */
  readonly within?: Box;
}

/** All lines of a side's print that the engine has letters for, once. */
export function readSheet(
  grey: Grey,
  engine: TextEngine,
  progress: Slice,
  latinOnly = false,
): Promise<readonly OcrWord[]> {
  return readLines(grey, engine, firstLook, { signs: '', wanted: () => true, latinOnly }, progress);
}

async function readLines(
  grey: Grey,
  engine: TextEngine,
  look: Look,
  { signs, wanted, latinOnly, within }: WhatToRead,
  progress: Slice = () => undefined,
): Promise<readonly OcrWord[]> {
  const { cv } = await openCv();
  const ink = inkOf(cv, grey);
  try {
    const found = textLines(cv, ink).filter(wanted);
    const lines = within === undefined ? found : found.map((line) => cutTo(line, within));
    if (lines.length === 0) return [];
    // Lines are found before: sharpened noise looks like strokes.
    if (look.sharpen) sharpen(cv, ink, look.sharpen);
    const sheet = lineSheet(cv, ink, lines, look, latinOnly);
    if (sheet.lines === 0) return [];
    const words = await engine.recognise(
      sheet.grey,
      { segmentation: sheet.lines === 1 ? 'line' : 'block', only: signs },
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
  // The engine's own search for text finds what the lines missed; scattered text, what its search hid. Both are dear, and dearer
  // still is a person's typing of what is missing.
  for (const segmentation of ['auto', 'sparse'] as const) {
    if (isWhole(outcome, module)) break;
    for (const side of sides) {
      const again = await engine.recognise(side.view.grey, { segmentation }, () => undefined);
      side.words = together(side.words, again);
    }
    outcome = read();
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
  { find, place, signs, apart = false }: FieldLine,
  engine: TextEngine,
  look: Look,
): Promise<void> {
  const front = sides.find(({ side }) => side === 'front') ?? sides[0];
  if (front === undefined) return;
  const { grey } = front.view;
  const box = find(linesOf(front.words)) ?? (place && boxOnCard(place, grey));
  if (box === undefined && apart) return;
  // Where nothing tells where the field stands, every line may hold it; and then no sign is ruled out.
  const wanted = (line: Box): boolean => box === undefined || overlaps(line, box);
  const again = await readLines(grey, engine, look, {
    signs: box === undefined ? '' : signs,
    wanted,
    ...(apart && box !== undefined && { within: box }),
  });
  front.words = together(front.words, again);
}

/** What of a line lies within a box, with some room: a letter cut through is read as another. */
function cutTo(line: Box, { x, width, height }: Box): Box {
  const left = Math.max(line.x, x - height / 2);
  const right = Math.min(line.x + line.width, x + width + height / 2);
  return { ...line, x: left, width: Math.max(1, right - left) };
}

/** Half of the lower of the two heights in common, and some of the width. */
function overlaps(line: Box, box: Box): boolean {
  const down = Math.min(line.y + line.height, box.y + box.height) - Math.max(line.y, box.y);
  const across = Math.min(line.x + line.width, box.x + box.width) - Math.max(line.x, box.x);
  return across > 0 && down > Math.min(line.height, box.height) / 2;
}
