// Reads a document off its captured sides: recognise, read, try harder once, and name what is wrong. Keeps nothing.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';
import { aadhaarNumberPlaces, firstEightPlaces, readAadhaarCard } from '#core/reading/aadhaar-card.ts';
import type { SideWords } from '#core/reading/aadhaar-card.ts';
import { isExpired } from '#core/reading/date.ts';
import { recogniseKind } from '#core/reading/document-kind.ts';
import type {
  Box,
  DocumentKind,
  DocumentReading,
  DocumentSide,
  FieldName,
  FieldReading,
  Place,
} from '#core/reading/field.ts';
import type { FoundMrz } from '#core/reading/mrz-lines.ts';
import type { OcrWord } from '#core/reading/ocr-word.ts';
import { readPassport } from '#core/reading/passport.ts';
import type { ReadFailure } from '#electron/port/document-reader.ts';
import type { ReadArgs } from '../ocr-contract.ts';
import type { CallContext } from '../protocol.ts';
import { cardView } from './card-view.ts';
import type { CardView } from './card-view.ts';
import { textEngine, zoneEngine } from './engine.ts';
import type { TextEngine } from './engine.ts';
import { decode } from './picture.ts';
import type { Picture } from './picture.ts';
import { slices } from './progress.ts';
import type { Slice } from './progress.ts';
import { blurredBelow, doubtfulBelow } from './sharpness.ts';
import { findZone, printedWords } from './zone/find-zone.ts';

interface Side {
  readonly side: DocumentSide;
  view: CardView;
  words: readonly OcrWord[];
  /** Undefined until it was looked for. */
  zone?: FoundMrz | null;
}

/** Engines are made when first wanted and ended with the reading. */
interface Engines {
  readonly text: () => Promise<TextEngine>;
  readonly zone: () => Promise<TextEngine>;
}

export async function readDocument(
  args: ReadArgs,
  { progress, signal }: CallContext,
): Promise<Result<DocumentReading, ReadFailure>> {
  const started: Promise<TextEngine>[] = [];
  const once = (make: () => Promise<TextEngine>): (() => Promise<TextEngine>) => {
    let engine: Promise<TextEngine> | null = null;
    return () => {
      if (engine === null) {
        engine = make();
        started.push(engine);
      }
      return engine;
    };
  };
  const folder = args.mrzModelFolder;
  const text = once(() => textEngine(args.languages));
  const engines: Engines = { text, zone: folder === null ? text : once(() => zoneEngine(folder)) };
  const endAll = async (): Promise<void> => {
    for (const engine of await Promise.allSettled(started)) {
      if (engine.status === 'fulfilled') await engine.value.end();
    }
  };
  // An engine in the middle of a page listens to nobody, and one that was ended never answers: so the wait is given up,
  // and the engine ended below, whatever it was doing.
  const stopped = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  try {
    const sides: Side[] = [];
    const outcome = await Promise.race([read(args, sides, engines, progress), stopped]);
    if (outcome === null) return err({ kind: 'reader-failed' });
    progress(100);
    return outcome.ok ? outcome : err(blurBehind(outcome.error, sides));
  } finally {
    await endAll();
  }
}

/** Where the print could not be read and the picture is soft, it is the softness that the customer can do something about. */
function blurBehind(failure: ReadFailure, sides: readonly Side[]): ReadFailure {
  if (failure.kind === 'not-an-image' || failure.kind === 'blurred' || failure.kind === 'document-expired')
    return failure;
  const soft = sides.find(({ view }) => view.sharpness < doubtfulBelow);
  return soft === undefined ? failure : { kind: 'blurred', side: soft.side };
}

async function read(
  args: ReadArgs,
  sides: Side[],
  engines: Engines,
  progress: (percent: number) => void,
): Promise<Result<DocumentReading, ReadFailure>> {
  // Loading the engine and decoding the picture wait for different things.
  const warm = engines.text();
  warm.catch(() => undefined);
  const [decoding, reading, further] = slices(progress, [10, 65, 25]);
  const pictures: Picture[] = [];
  for (const { side, image } of args.sides) {
    const picture = await decode(image);
    if (!picture.ok) return err({ kind: 'not-an-image', side });
    pictures.push(picture.value);
  }
  const page = args.kind === 'passport' ? pictures[0] : undefined;
  if (page !== undefined && args.lineNet !== null) {
    const quick = await pageWithZone(page, args, engines, reading);
    if (quick !== null) {
      sides.push(quick.side);
      const fields = fieldsOf(quick.side, quick.zone, args.today);
      return fields.ok ? ok(passportReading(fields.value, quick.side)) : fields;
    }
  }
  for (const [i, { side }] of args.sides.entries()) {
    const picture = pictures[i];
    if (picture === undefined) continue;
    const view = await cardView(picture);
    if (view.sharpness < blurredBelow) return err({ kind: 'blurred', side });
    sides.push({ side, view, words: [] });
    decoding(sides.length / args.sides.length);
  }

  const engine = await warm;
  for (const [i, side] of sides.entries()) {
    side.words = await engine.recognise(side.view.grey, { segmentation: 'auto' }, (fraction) =>
      reading((i + fraction) / sides.length),
    );
  }
  const words = sides.reduce<readonly OcrWord[]>((all, side) => together(all, side.words), []);
  const front = sides.find((side) => side.side === 'front') ?? sides[0];
  if (front === undefined) return err({ kind: 'document-not-recognised' });
  const seen =
    recogniseKind(words, looksLikeZone(front.words)) ?? (await zoneOnly(front, engines, args, further));
  const kind = seen ?? args.kind;
  if (kind === null || (args.kind !== null && kind !== args.kind))
    return err({ kind: 'document-not-recognised' });

  if (kind === 'passport') {
    const zone = await zoneOf(front, engines, args, further);
    const fields = fieldsOf(front, zone, args.today);
    return fields.ok ? ok(passportReading(fields.value, front)) : fields;
  }
  const outcome = await aadhaar(sides, seen, engines, further);
  if (!outcome.ok) return outcome;
  return ok({
    kind,
    fields: toPicture(outcome.value, sides),
    portrait: portraitOf(kind, front),
    covered: numberPlaces(sides),
    redact: redactPlaces(sides, outcome.value),
  });
}

/** A page whose zone the network reads, all check digits agreeing, needs no outline: the zone says how the page lies. */
async function pageWithZone(
  picture: Picture,
  args: ReadArgs,
  engines: Engines,
  progress: Slice,
): Promise<{ side: Side; zone: FoundMrz } | null> {
  const found = await findZone(picture, () => Promise.resolve(null), {
    lineNet: args.lineNet,
    engine: engines.zone,
    trained: args.mrzModelFolder !== null,
    onProgress: () => undefined,
  });
  if (found === null || found.zone.mrz.failed.length > 0) return null;
  progress(0.3);
  const words = await printedWords(found, engines.text, (fraction) => progress(0.3 + 0.7 * fraction));
  return { side: { side: 'front', view: await found.view(), words }, zone: found.zone };
}

function passportReading(fields: readonly FieldReading[], front: Side): DocumentReading {
  return {
    kind: 'passport',
    fields: toPicture(fields, [front]),
    portrait: portraitOf('passport', front),
    covered: [],
    redact: [],
  };
}

/** A run of fillers is printed nowhere but in a zone, however badly the rest of it was read. */
function looksLikeZone(words: readonly OcrWord[]): boolean {
  return words.some((word) => (word.text.match(/[<«]/g)?.length ?? 0) >= 4);
}

/** A worn or glaring page may show nothing readable but its zone. */
async function zoneOnly(
  front: Side,
  engines: Engines,
  args: ReadArgs,
  further: Slice,
): Promise<DocumentKind | null> {
  const found = await zoneOf(front, engines, args, (fraction) => further(fraction / 2));
  return found === null ? null : 'passport';
}

async function aadhaar(
  sides: readonly Side[],
  seen: DocumentKind | null,
  engines: Engines,
  further: Slice,
): Promise<Result<FieldReading[], ReadFailure>> {
  const asRead = (): SideWords[] => sides.map(({ side, words }) => ({ side, words }));
  const first = readAadhaarCard(asRead());
  if (first.ok && wanted.every((name) => has(first.value, name))) return first;
  // Scattered text finds what the page's own layout hid; lines of both passes are offered to the parser.
  const engine = await engines.text();
  for (const [i, side] of sides.entries()) {
    const again = await engine.recognise(side.view.grey, { segmentation: 'sparse' }, (fraction) =>
      further((i + fraction) / sides.length),
    );
    side.words = first.ok ? again : together(side.words, again);
  }
  const second = readAadhaarCard(asRead());
  if (first.ok) {
    // What the first pass read stays; the second only fills gaps.
    const more = second.ok ? second.value.filter((field) => !has(first.value, field.name)) : [];
    return ok([...first.value, ...more]);
  }
  if (second.ok) return second;
  // Nothing typical and no number: this is some other paper, and saying "no number" would mislead.
  return seen === null && second.error.kind === 'no-number-found'
    ? err({ kind: 'document-not-recognised' })
    : second;
}

const wanted: readonly FieldName[] = ['name', 'dateOfBirth', 'sex'];

const has = (fields: readonly FieldReading[], name: FieldName): boolean =>
  fields.some((field) => field.name === name);

function fieldsOf(
  front: Side,
  zone: FoundMrz | null,
  today: CalendarDate,
): Result<FieldReading[], ReadFailure> {
  // Visas and identity cards carry zones of other formats.
  if (zone !== null && (zone.mrz.format !== 'TD3' || !zone.mrz.documentCode.startsWith('P'))) {
    return err({ kind: 'document-not-recognised' });
  }
  const fields = readPassport(front.words, zone, today);
  if (!fields.ok) return fields;
  const expiry = calendarDateSchema.safeParse(
    fields.value.find((field) => field.name === 'expiryDate')?.value,
  );
  if (expiry.success && isExpired(expiry.data, today))
    return err({ kind: 'document-expired', on: expiry.data });
  return fields;
}

/** The front's zone, once: what was found is kept with the side, and its words and view are those of the page around it. */
async function zoneOf(
  front: Side,
  engines: Engines,
  args: ReadArgs,
  progress: Slice,
): Promise<FoundMrz | null> {
  if (front.zone !== undefined) return front.zone;
  const before = front.view;
  const found = await findZone(before.picture, () => Promise.resolve(before), {
    lineNet: args.lineNet,
    engine: engines.zone,
    trained: args.mrzModelFolder !== null,
    onProgress: progress,
  });
  front.zone = found?.zone ?? null;
  const around = (await found?.view()) ?? before;
  if (found !== null && around !== before) {
    // Boxes of the view before mean nothing any more.
    front.view = around;
    front.words = await printedWords(found, engines.text, () => undefined);
  }
  return front.zone;
}

/** Two readings' words, their lines kept apart. */
function together(first: readonly OcrWord[], second: readonly OcrWord[]): readonly OcrWord[] {
  const after = first.reduce((most, word) => Math.max(most, word.lineId), -1) + 1;
  return [...first, ...second.map((word) => ({ ...word, lineId: word.lineId + after }))];
}

function toPicture(fields: readonly FieldReading[], sides: readonly Side[]): FieldReading[] {
  return fields.map((field) => {
    const view = sides.find((side) => side.side === field.where?.side)?.view;
    if (field.where === null || view === undefined) return field;
    return { ...field, where: { side: field.where.side, box: view.inPicture(field.where.box) } };
  });
}

function numberPlaces(sides: readonly Side[]): Place[] {
  return aadhaarNumberPlaces(sides).flatMap(({ side, box }) => {
    const view = sides.find((one) => one.side === side)?.view;
    return view ? [{ side, box: view.inPicture(box) }] : [];
  });
}

function redactPlaces(sides: readonly Side[], fields: readonly FieldReading[]): Place[] {
  const number = fields.find((field) => field.name === 'aadhaarNumber')?.value ?? null;
  return firstEightPlaces(sides, number).flatMap(({ side, box }) => {
    const view = sides.find((one) => one.side === side)?.view;
    return view ? [{ side, box: view.inPicture(box) }] : [];
  });
}

// Shares of the card's width and height, with room around the print: both documents carry the portrait on the left.
const portraitAreas: Readonly<Record<DocumentKind, Box>> = {
  aadhaar: { x: 0.02, y: 0.18, width: 0.3, height: 0.52 },
  passport: { x: 0.02, y: 0.08, width: 0.31, height: 0.52 },
};

function portraitOf(kind: DocumentKind, { side, view }: Side): DocumentReading['portrait'] {
  const area = portraitAreas[kind];
  const { width, height } = view.grey;
  const box = {
    x: area.x * width,
    y: area.y * height,
    width: area.width * width,
    height: area.height * height,
  };
  return { side, box: view.inPicture(box) };
}
