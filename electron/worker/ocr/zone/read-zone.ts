// From a whole picture to the machine readable zone in it, in any of four orientations: rows of print are found at several
// sizes, cut at constant height and read by the network; the check digits say when to stop. Null where no zone was read.
import { cellsOf, columnsPerStep, loudest } from '#core/reading/zone-cells.ts';
import type { SpokenLine } from '#core/reading/zone-cells.ts';
import { chooseZone } from '#core/reading/zone-choice.ts';
import type { ChosenZone } from '#core/reading/zone-choice.ts';
import { brightest } from '../flatten.ts';
import type { Picture } from '../picture.ts';
import type { Point } from '../rectify.ts';
import { greyLevels, transposed } from './grey-levels.ts';
import type { GreyLevels } from './grey-levels.ts';
import { lineGroups } from './level-rows.ts';
import type { LineNet } from './line-net.ts';
import { capitalHeight, cutLine } from './line-strip.ts';
import type { PlacedLine } from './line-strip.ts';
import { printLean } from './print-lean.ts';
import type { PrintLean } from './print-lean.ts';

export interface ZoneInPicture {
  readonly chosen: ChosenZone;
  /** From the left end of each line's first sign to the right end of its last, first line first, in pixels of the picture. */
  readonly lines: readonly { readonly from: Point; readonly to: Point; readonly capitalPx: number }[];
}

/** Longer sides in pixels: a page that fills the picture first, small ones in a large picture last. */
const sizes = [480, 680, 340, 960, 240, 1360];
/** Rows of print are told apart at it, and their way in milliseconds. */
const leanSize = 340;
/** Print that runs along the picture comes apart two to twenty times as sharply as the same print taken for standing. */
const plainlySharper = 2.5;
const groupsPerSize = 5;
/** Mean probability of a line's signs below which it is other print. */
const leastSure = 0.55;
const leastSureZone = 0.75;
/** Print that stands on its head reads less surely than this, or as fewer signs: only then is the other way tried. */
const plainly = 0.96;
const fewestSigns = 24;
/** A zone read as surely as this is what it is, also when its check digits are wrong as printed. */
const sureEnough = 0.96;
/** In signs, beside the width of a format. */
const countTolerance = 6;
/** Fillers run into each other where a line is soft; more than this is another line, or part of one. */
const mostLost = 10;

interface ReadLine {
  readonly line: PlacedLine;
  readonly stripWidth: number;
  readonly said: SpokenLine;
  readonly count: number;
  readonly sureness: number;
}

export async function readZone(picture: Picture, net: LineNet): Promise<ZoneInPicture | null> {
  const levels = greyLevels(brightest(picture));
  const [likelier, other] = await waysOf(levels);
  const both = likelier.sharpness < plainlySharper * other.sharpness;
  const zone = await readAt(levels, net, sizes, both ? [likelier, other] : [likelier]);
  if (zone !== null) return zone;
  // Something else than print may have told the way: a striped desk, a window's frame.
  const level = [likelier, other].map((way) => ({ ...way, lean: 0 }));
  return readAt(levels, net, sizes.slice(0, 2), level);
}

async function readAt(
  levels: GreyLevels,
  net: LineNet,
  at: readonly number[],
  ways: readonly Way[],
): Promise<ZoneInPicture | null> {
  let best: ZoneInPicture | null = null as ZoneInPicture | null;
  let looksLeft = at.length;
  for (const size of at) {
    const level = await levels.withLongSide(size);
    if (level === null) continue;
    if (looksLeft === 0) break;
    looksLeft -= 1;
    for (const { sideways, lean } of ways) {
      for (const group of lineGroups(level, sideways, lean).slice(0, groupsPerSize)) {
        const zone = await readGroup(levels, net, asLongAsLongest(group));
        if (zone !== null && (best === null || better(zone, best))) best = zone;
        if (best !== null && isDone(best)) return best;
      }
    }
    if (best === null) continue;
    if (best.chosen.sureness > sureEnough) return best;
    // Found, and not to be reconciled: one more size may show it better, a third hardly.
    looksLeft = Math.min(looksLeft, 1);
  }
  return best;
}

interface Way extends PrintLean {
  readonly sideways: boolean;
}

/** The way the print seems to run, then the other: along the picture or down it. */
async function waysOf(levels: GreyLevels): Promise<readonly [Way, Way]> {
  const { grey } = (await levels.withLongSide(leanSize)) ?? { grey: levels.whole };
  const along = { sideways: false, ...printLean(grey) };
  const down = { sideways: true, ...printLean(transposed(grey)) };
  return down.sharpness > along.sharpness ? [down, along] : [along, down];
}

const isDone = ({ chosen }: { readonly chosen: ChosenZone }): boolean => chosen.mrz.failed.length === 0;

const better = (one: ZoneInPicture, other: ZoneInPicture): boolean =>
  one.chosen.mrz.failed.length === other.chosen.mrz.failed.length
    ? one.chosen.sureness > other.chosen.sureness
    : one.chosen.mrz.failed.length < other.chosen.mrz.failed.length;

/** First line first, for lines read in this direction. */
function inOrder(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  const angle = lines[0]?.angle ?? 0;
  const down = ({ middle }: PlacedLine): number => -middle.x * Math.sin(angle) + middle.y * Math.cos(angle);
  return lines.toSorted((a, b) => down(a) - down(b));
}

/** Lines of a zone begin and end below each other: a row of which only a part was found is as long as the longest. */
function asLongAsLongest(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  const longest = lines.reduce((most, line) => (line.length > most.length ? line : most));
  return lines.map((line) => {
    const [c, s] = [Math.cos(line.angle), Math.sin(line.angle)];
    const along = (longest.middle.x - line.middle.x) * c + (longest.middle.y - line.middle.y) * s;
    return {
      ...line,
      middle: { x: line.middle.x + along * c, y: line.middle.y + along * s },
      length: longest.length,
      capitalPx: Math.max(line.capitalPx, 0.75 * longest.capitalPx),
    };
  });
}

const turned = (line: PlacedLine): PlacedLine => ({ ...line, angle: line.angle + Math.PI });

async function readGroup(
  levels: GreyLevels,
  net: LineNet,
  group: readonly PlacedLine[],
): Promise<ZoneInPicture | null> {
  const [probe] = group;
  if (probe === undefined) return null;
  let first = await readLine(levels, net, probe);
  let lines = group;
  if (first.sureness < plainly || first.count < fewestSigns) {
    const other = await readLine(levels, net, turned(probe));
    if (other.sureness * other.count > first.sureness * first.count) {
      first = other;
      lines = group.map(turned);
    }
  }
  if (first.sureness < leastSure || first.count < fewestSigns) return null;
  const read: ReadLine[] = [];
  for (const line of inOrder(lines)) {
    read.push(line === lines[0] ? first : await readLine(levels, net, line));
  }
  const zone = bestZone(read);
  if (read.length !== 2 || (zone !== null && isDone(zone))) return zone;
  // Two of three lines: the third stands as far from them as they from each other.
  const [upper, lower] = read.map(({ line }) => line);
  if (upper === undefined || lower === undefined || Math.max(...read.map(({ count }) => count)) > 33)
    return zone;
  for (const below of [true, false]) {
    const [from, over] = below ? [upper, lower] : [lower, upper];
    const middle = { x: 2 * over.middle.x - from.middle.x, y: 2 * over.middle.y - from.middle.y };
    const third = await readLine(levels, net, { ...over, middle });
    if (third.sureness < leastSure) continue;
    const three = bestZone(below ? [...read, third] : [third, ...read]);
    if (three !== null) return three;
  }
  return zone;
}

async function readLine(levels: GreyLevels, net: LineNet, rough: PlacedLine): Promise<ReadLine> {
  const { grey, line } = await cutLine(levels, rough);
  const said = await net.read(grey);
  return { line, stripWidth: grey.width, said, ...loudest(said) };
}

const widthsOf = (lines: number): readonly number[] => (lines === 2 ? [44, 36] : [30]);

/** The format whose width the lines have; of two that are near, the one whose check digits agree. */
function bestZone(read: readonly ReadLine[]): ZoneInPicture | null {
  const most = Math.max(...read.map(({ count }) => count));
  let best: ZoneInPicture | null = null;
  for (const width of widthsOf(read.length).toSorted((a, b) => Math.abs(a - most) - Math.abs(b - most))) {
    if (Math.abs(width - most) > countTolerance || read.some(({ count }) => width - count > mostLost))
      continue;
    const cells = read.map(({ said }) => cellsOf(said, width));
    const whole = cells.filter((one) => one !== null);
    if (whole.length < cells.length) continue;
    const chosen = chooseZone(whole.map((line) => line.cells));
    if (chosen === null || chosen.sureness < leastSureZone) continue;
    const lines = read.map((line, i) => placeOf(line, whole[i]?.middles ?? []));
    const zone = { chosen, lines };
    if (best === null || better(zone, best)) best = zone;
    if (isDone(best)) break;
  }
  return best;
}

/** Where the line's outer signs end, found from the steps at which the network spoke them. */
function placeOf({ line, stripWidth }: ReadLine, middles: readonly number[]): ZoneInPicture['lines'][number] {
  const first = middles[0] ?? 0;
  const last = middles.at(-1) ?? first;
  const pitch = (last - first) / Math.max(1, middles.length - 1);
  const pxPerColumn = line.capitalPx / capitalHeight;
  const at = (step: number): Point => {
    const along = ((step + 0.5) * columnsPerStep - stripWidth / 2) * pxPerColumn;
    return {
      x: line.middle.x + along * Math.cos(line.angle),
      y: line.middle.y + along * Math.sin(line.angle),
    };
  };
  return { from: at(first - pitch / 2), to: at(last + pitch / 2), capitalPx: line.capitalPx };
}
