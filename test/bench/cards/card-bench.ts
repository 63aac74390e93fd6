// npm run bench -- cards [--data DIR] [--generated N] [--further N] [--tuning] [--each] [--json]: how cards are read off
// photographs, by the kiosk and by tesseract in the same run. DIR is laid out as the project's test data (photos/, truth.json).
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sureFrom } from '#core/case/view-case.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import { photoLevels, type PhotoLevel } from '#test/fixtures/photograph.ts';
import { percentile } from '../queue/percentile.ts';
import {
  kioskReader,
  nativeReader,
  tesseractJsReader,
  type CardOutcome,
  type CardReader,
} from './card-reader.ts';
import { drawnCards, furtherFaces, mainFaces, photosIn, type CardSpecimen } from './card-truth.ts';

interface Counts {
  n: number;
  /** Name and number both, every character. */
  exact: number;
  name: number;
  number: number;
}

/** What one reader made of a set of photos. */
class Tally {
  private readonly levels = new Map<PhotoLevel, Counts>();
  private readonly kinds = new Map<string, Counts>();
  private readonly ms: number[] = [];
  private readonly cpuMs: number[] = [];
  private wrongAadhaarAccepted = 0;
  private wrongPanUnflagged = 0;
  private wrongNameUnflagged = 0;

  add(card: CardSpecimen, outcome: CardOutcome): { name: boolean; number: boolean } {
    const field = (name: string) => outcome.fields.find((one) => one.name === name);
    const number = field(documentLayouts[card.kind].number);
    const name = field('name');
    const right = {
      name: name !== undefined && sameName(name.value, card.name),
      number: number?.value === card.number,
    };
    for (const counts of [
      this.of(this.levels, card.level),
      this.of(this.kinds, `${card.kind} ${card.level}`),
    ]) {
      counts.n += 1;
      if (right.name) counts.name += 1;
      if (right.number) counts.number += 1;
      if (right.name && right.number) counts.exact += 1;
    }
    if (number !== undefined && !right.number && card.kind === 'aadhaar') this.wrongAadhaarAccepted += 1;
    if (number !== undefined && !right.number && card.kind === 'pan' && number.confidence >= sureFrom)
      this.wrongPanUnflagged += 1;
    if (name !== undefined && !right.name && name.confidence >= sureFrom) this.wrongNameUnflagged += 1;
    this.ms.push(outcome.ms);
    this.cpuMs.push(outcome.cpuMs);
    return right;
  }

  figures(): Record<string, unknown> | null {
    if (this.ms.length === 0) return null;
    return {
      byLevel: Object.fromEntries(photoLevels.map((level) => [level, this.of(this.levels, level)])),
      byKind: Object.fromEntries(this.kinds),
      wrongAadhaarAccepted: this.wrongAadhaarAccepted,
      wrongPanUnflagged: this.wrongPanUnflagged,
      wrongNameUnflagged: this.wrongNameUnflagged,
      p50Ms: Math.round(percentile(this.ms, 50)),
      p95Ms: Math.round(percentile(this.ms, 95)),
      cpuP50Ms: Math.round(percentile(this.cpuMs, 50)),
      cpuP95Ms: Math.round(percentile(this.cpuMs, 95)),
    };
  }

  private of<K>(counts: Map<K, Counts>, key: K): Counts {
    const there = counts.get(key) ?? { n: 0, exact: 0, name: 0, number: 0 };
    counts.set(key, there);
    return there;
  }
}

/** Capitals are a matter of the card's print. */
const sameName = (a: string, b: string): boolean =>
  a.toUpperCase().replaceAll(/\s+/g, ' ').trim() === b.toUpperCase().replaceAll(/\s+/g, ' ').trim();

async function measure(
  readers: readonly CardReader[],
  cards: Iterable<CardSpecimen> | AsyncIterable<CardSpecimen>,
  each: boolean,
): Promise<Record<string, Record<string, unknown> | null>> {
  const tallies = readers.map((reader) => ({ reader, tally: new Tally() }));
  for await (const card of cards) {
    for (const { reader, tally } of tallies) {
      const outcome = await reader.read(card.kind, card.image);
      const right = tally.add(card, outcome);
      if (each && !(right.name && right.number)) {
        const read = outcome.fields
          .filter(({ name }) => name === 'name' || name === documentLayouts[card.kind].number)
          .map(({ value, confidence }) => `${value} ${confidence.toFixed(2)}`);
        console.log(`${reader.name} ${card.id}: ${card.name}, ${card.number} | ${read.join(', ')}`);
      }
    }
  }
  return Object.fromEntries(tallies.map(({ reader, tally }) => [reader.name, tally.figures()]));
}

export async function cardBench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      // So many drawn photos of each level.
      generated: { type: 'string', default: '0' },
      // The same of voter cards and driving licences.
      further: { type: 'string', default: '0' },
      // The drawn photos that rules may be made on, in place of those held out.
      tuning: { type: 'boolean', default: false },
      // For drawn cards and specimens; never used on a customer's pictures.
      each: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const made = await Promise.all([kioskReader(), tesseractJsReader(), nativeReader()]);
  const readers = made
    .filter((reader) => reader !== null)
    .filter(({ name }) => values.only === undefined || values.only === name);
  const data = values.data === undefined ? [] : photosIn(resolve(values.data));
  const [warm] = data;
  // Loading is not reading: one picture is read for nothing.
  if (warm) for (const reader of readers) await reader.read(warm.kind, warm.image);
  const drawn = await measure(
    readers,
    drawnCards(Number(values.generated), mainFaces, !values.tuning),
    values.each,
  );
  const further = await measure(
    readers,
    drawnCards(Number(values.further), furtherFaces, !values.tuning),
    values.each,
  );
  const photos = await measure(readers, data, values.each);
  for (const reader of made) await reader?.end();
  // What was asked for stands first: the drawn photos where there are any, else those of the folder.
  const { kiosk, ...others } = drawn['kiosk'] ? drawn : photos;
  return { bench: 'cards', ...kiosk, others, photos: drawn['kiosk'] ? photos : undefined, further };
}
