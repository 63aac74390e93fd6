// npm run bench -- mrz --data DIR [--photos N [--from N]] [--memory N] [--each] [--json]: how machine readable zones are read off
// whole pictures, by the kiosk and by tesseract in the same run. DIR holds pictures and ground_truth.json; N hard photos are
// drawn and taken besides, from the given number on: another number is another set.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sureFrom } from '#core/case/view-case.ts';
import { percentile } from '../queue/percentile.ts';
import { readers, type ZoneReader } from './mrz-reader.ts';
import { readerMemory } from './reader-memory.ts';
import { photosOf, specimensIn, type Specimen } from './mrz-truth.ts';

interface Figures {
  readonly n: number;
  /** How many are printed with check digits that agree. */
  readonly validOf: number;
  /** Of those, how many were read with all check digits agreeing. */
  readonly valid: number;
  /** Of all, how many were read with every character right. */
  readonly exact: number;
  /** All check digits agree, and yet a character is wrong. */
  readonly validButWrong: number;
  /** The name is wrong, and the confidence given with it is not below what a person is asked to look at. */
  readonly wrongNameUnflagged: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The same in processor time of all threads, which other work on the machine sways less. */
  readonly cpuP50Ms: number;
  readonly cpuP95Ms: number;
  /** With the printed zone read for the name's sake. */
  readonly checkedP50Ms: number | null;
}

/** The holder's names among the lines: the last of three, else the first of two. */
const namesIn = (lines: readonly string[]): string =>
  (lines.length === 3 ? lines[2] : lines[0]?.slice(5)) ?? '';

async function measure(
  reader: ZoneReader,
  specimens: readonly Specimen[],
  each: boolean,
): Promise<Figures | null> {
  if (specimens.length === 0) return null;
  const zoneMs: number[] = [];
  const checkedMs: number[] = [];
  const cpuMs: number[] = [];
  const counts = { valid: 0, exact: 0, validButWrong: 0, wrongNameUnflagged: 0 };
  for (const { id, image, lines, printedValid } of specimens) {
    const outcome = await reader.read(image);
    zoneMs.push(outcome.zoneMs);
    cpuMs.push(outcome.zoneCpuMs);
    if (outcome.checkedMs !== null) checkedMs.push(outcome.checkedMs);
    const read = outcome.zone?.mrz;
    const agree = read !== undefined && read.failed.length === 0;
    const exact = read?.lines.join('\n') === lines.join('\n');
    if (agree && printedValid) counts.valid += 1;
    if (exact) counts.exact += 1;
    if (agree && !exact) counts.validButWrong += 1;
    const wrongName = read !== undefined && namesIn(read.lines) !== namesIn(lines);
    if (wrongName && (outcome.nameConfidence ?? 0) >= sureFrom) counts.wrongNameUnflagged += 1;
    if (each && !exact) {
      const seen = read === undefined ? 'no zone' : `failed ${JSON.stringify(read.failed)}`;
      console.log(`${reader.name} ${id}: ${seen}, ${Math.round(outcome.zoneMs)} ms`);
      for (const [i, line] of lines.entries()) console.log(`  ${line}\n  ${read?.lines[i] ?? ''}`);
    }
  }
  return {
    n: specimens.length,
    validOf: specimens.filter(({ printedValid }) => printedValid).length,
    ...counts,
    p50Ms: Math.round(percentile(zoneMs, 50)),
    p95Ms: Math.round(percentile(zoneMs, 95)),
    cpuP50Ms: Math.round(percentile(cpuMs, 50)),
    cpuP95Ms: Math.round(percentile(cpuMs, 95)),
    checkedP50Ms: checkedMs.length === 0 ? null : Math.round(percentile(checkedMs, 50)),
  };
}

export async function mrzBench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      photos: { type: 'string', default: '0' },
      from: { type: 'string', default: '0' },
      // For the specimens' misread lines; never used on a customer's pictures.
      each: { type: 'boolean', default: false },
      only: { type: 'string' },
      // So many documents, one after the other, through the worker process.
      memory: { type: 'string', default: '0' },
    },
  });
  const specimens = values.data === undefined ? [] : specimensIn(resolve(values.data));
  const hard = await photosOf('hard', Number(values.from), Number(values.photos));
  const memory = Number(values.memory) > 0 ? await readerMemory(specimens, Number(values.memory)) : null;
  const figures: Record<string, Figures | null> = {};
  const hardFigures: Record<string, Figures | null> = {};
  const skipped: string[] = [];
  for (const [name, make] of Object.entries(readers)) {
    if (values.only !== undefined && values.only !== name) continue;
    const reader = await make();
    if (reader === null) {
      skipped.push(name);
      console.log(`skipped ${name}: its program or mrz.traineddata is not here`);
      continue;
    }
    const [first] = specimens.length > 0 ? specimens : hard;
    // Loading is not reading: the first picture is read once for nothing.
    if (first) await reader.read(first.image);
    figures[name] = await measure(reader, specimens, values.each);
    hardFigures[name] = await measure(reader, hard, values.each);
    await reader.end();
  }
  const { kiosk, ...others } = figures;
  const { kiosk: kioskHard, ...othersHard } = hardFigures;
  return { bench: 'mrz', ...kiosk, others, hard: { ...kioskHard, others: othersHard }, skipped, memory };
}
