// Reads a document off its captured sides: recognise, read, try harder once, and name what is wrong. Keeps nothing.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { aadhaarNumberPlaces, firstEightPlaces } from '#core/reading/aadhaar-card.ts';
import { isExpired } from '#core/reading/date.ts';
import type { DocumentKind, DocumentReading, FieldReading } from '#core/reading/field.ts';
import { proportions } from '#core/reading/kinds/document-layout.ts';
import { kindOfZone, recogniseKind } from '#core/reading/kinds/recognise-kind.ts';
import { documentModules } from '#core/reading/kinds/modules.ts';
import type { FoundMrz } from '#core/reading/mrz-lines.ts';
import type { OcrWord } from '#core/reading/ocr-word.ts';
import type { ReadFailure } from '#electron/port/document-reader.ts';
import type { ReadArgs } from '../ocr-contract.ts';
import type { CallContext } from '../protocol.ts';
import { cardView } from './card-view.ts';
import { textEngine, zoneEngine } from './engine.ts';
import type { TextEngine } from './engine.ts';
import { decode } from './picture.ts';
import type { Picture } from './picture.ts';
import { readPrinted, readSheet } from './read-printed.ts';
import { asRead, boxOnCard, fieldsInPicture, placesInPicture, together, type Side } from './side.ts';
import { slices } from './progress.ts';
import type { Slice } from './progress.ts';
import { blurredBelow, doubtfulBelow } from './sharpness.ts';
import { findZone, printedWords } from './zone/find-zone.ts';

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
  if (args.kind !== null && args.lineNet !== null && documentModules[args.kind].ownsZone) {
    // Where the zone is, the network finds it first: a card's is on its back.
    for (const [i, { side }] of [...args.sides.entries()].toReversed()) {
      const picture = pictures[i];
      const quick = picture && (await sideWithZone(side, picture, args, engines, reading));
      if (!quick) continue;
      sides.push(quick);
      return readZoned(args.kind, sides, args);
    }
  }
  for (const [i, { side, asItIs }] of args.sides.entries()) {
    const picture = pictures[i];
    if (picture === undefined) continue;
    const view = await cardView(picture, args.kind && proportions[documentModules[args.kind].layout.format]);
    if (view.sharpness < blurredBelow && asItIs !== true) return err({ kind: 'blurred', side });
    sides.push({ side, view, words: [] });
    decoding(sides.length / args.sides.length);
  }

  const engine = await warm;
  for (const [i, side] of sides.entries()) {
    // Lines of print are sought on what is known to be a card; a page with a zone, or anything at all, is the engine's to cut up.
    const told = (fraction: number): void => reading((i + fraction) / sides.length);
    side.words =
      args.kind === null || documentModules[args.kind].ownsZone
        ? await engine.recognise(side.view.grey, { segmentation: 'auto' }, told)
        : await readSheet(side.view.grey, engine, told, !args.languages.includes('hin'));
  }
  const seen = await kindSeen(sides, engines, args, further);
  const kind = seen ?? args.kind;
  if (kind === null || kind === 'other' || (args.kind !== null && kind !== args.kind))
    return err({ kind: 'document-not-recognised' });
  const module = documentModules[kind];
  if (module.ownsZone) {
    for (const side of sides) await zoneOf(side, engines, args, further);
    return readZoned(kind, sides, args);
  }
  const outcome = await readPrinted(module, sides, engine, args.today, further);
  if (!outcome.ok) {
    // Nothing typical and no number: this is some other paper, and saying "no number" would mislead.
    return seen === null && outcome.error.kind === 'no-number-found'
      ? err({ kind: 'document-not-recognised' })
      : outcome;
  }
  return inTime(kind, outcome.value, sides, args);
}

/** `other`: it carries a zone, and no kind's. */
async function kindSeen(
  sides: readonly Side[],
  engines: Engines,
  args: ReadArgs,
  further: Slice,
): Promise<DocumentKind | 'other' | null> {
  const zoned = sides.filter(({ words }) => looksLikeZone(words));
  for (const side of zoned) {
    const zone = await zoneOf(side, engines, args, further);
    if (zone !== null) return kindOfZone(zone.mrz) ?? 'other';
  }
  if (zoned.length > 0) return args.kind ?? 'passport';
  const marked = recogniseKind(
    sides.reduce<readonly OcrWord[]>((all, side) => together(all, side.words), []),
  );
  if (marked !== null) return marked;
  // A worn or glaring page may show nothing readable but its zone; a card chosen by hand that has none is not searched.
  if (args.kind !== null && !documentModules[args.kind].ownsZone) return null;
  for (const side of sides) {
    const zone = await zoneOf(side, engines, args, (fraction) => further(fraction / 2));
    if (zone !== null) return kindOfZone(zone.mrz) ?? 'other';
  }
  return null;
}

/** A page whose zone the network reads, all check digits agreeing, needs no outline: the zone says how the page lies. */
async function sideWithZone(
  side: Side['side'],
  picture: Picture,
  args: ReadArgs,
  engines: Engines,
  progress: Slice,
): Promise<Side | null> {
  const found = await findZone(picture, () => Promise.resolve(null), {
    lineNet: args.lineNet,
    engine: engines.zone,
    trained: args.mrzModelFolder !== null,
    onProgress: () => undefined,
  });
  if (found === null || found.zone.mrz.failed.length > 0) return null;
  progress(0.3);
  const words = await printedWords(found, engines.text, (fraction) => progress(0.3 + 0.7 * fraction));
  return { side, view: await found.view(), words, zone: found.zone };
}

/** A run of fillers is printed nowhere but in a zone, however badly the rest of it was read. */
function looksLikeZone(words: readonly OcrWord[]): boolean {
  return words.some((word) => (word.text.match(/[<«]/g)?.length ?? 0) >= 4);
}

function readZoned(
  kind: DocumentKind,
  sides: readonly Side[],
  args: ReadArgs,
): Result<DocumentReading, ReadFailure> {
  const module = documentModules[kind];
  const zoned = sides.find(({ zone }) => zone);
  const zone = zoned?.zone ? { side: zoned.side, found: zoned.zone } : null;
  // Visas and other documents carry zones of other formats.
  if (zone !== null && module.ownsZone?.(zone.found.mrz) !== true)
    return err({ kind: 'document-not-recognised' });
  const fields = module.read({ sides: asRead(sides), zone, today: args.today });
  return fields.ok ? inTime(kind, fields.value, sides, args) : fields;
}

function inTime(
  kind: DocumentKind,
  fields: readonly FieldReading[],
  sides: readonly Side[],
  { today }: ReadArgs,
): Result<DocumentReading, ReadFailure> {
  const expiry = calendarDateSchema.safeParse(fields.find(({ name }) => name === 'expiryDate')?.value);
  if (expiry.success && isExpired(expiry.data, today))
    return err({ kind: 'document-expired', on: expiry.data });
  const number = fields.find((field) => field.name === 'aadhaarNumber')?.value ?? null;
  const front = sides.find(({ side }) => side === 'front');
  return ok({
    kind,
    fields: fieldsInPicture(fields, sides),
    portrait: front
      ? {
          side: front.side,
          box: front.view.inPicture(boxOnCard(documentModules[kind].layout.portrait, front.view.grey)),
        }
      : null,
    covered: kind === 'aadhaar' ? placesInPicture(aadhaarNumberPlaces(asRead(sides)), sides) : [],
    redact: kind === 'aadhaar' ? placesInPicture(firstEightPlaces(asRead(sides), number), sides) : [],
  });
}

/** A side's zone, once: what was found is kept with it, and its words and view are those of the page around it. */
async function zoneOf(
  side: Side,
  engines: Engines,
  args: ReadArgs,
  progress: Slice,
): Promise<FoundMrz | null> {
  if (side.zone !== undefined) return side.zone;
  const before = side.view;
  const found = await findZone(before.picture, () => Promise.resolve(before), {
    lineNet: args.lineNet,
    engine: engines.zone,
    trained: args.mrzModelFolder !== null,
    onProgress: progress,
  });
  side.zone = found?.zone ?? null;
  const around = (await found?.view()) ?? before;
  if (found !== null && around !== before) {
    // Boxes of the view before mean nothing any more.
    side.view = around;
    side.words = await printedWords(found, engines.text, () => undefined);
  }
  return side.zone;
}
