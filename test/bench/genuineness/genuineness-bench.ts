// How often each hint is given on pictures of genuine cards, and how often on forged ones. Cards drawn and photographed by
// number: even ones the limits were set on, odd ones held out. The places come from the kiosk's own reader.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import {
  genuinenessHints,
  type CardMeasures,
  type GenuinenessFlag,
} from '#core/reading/genuineness/hints.ts';
import { openDocumentReader } from '#electron/adapter/document-reader/open-document-reader.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { seededChance } from '#test/fault/chance.ts';
import { cardPhoto } from '#test/fixtures/card-photos/card-photos.ts';
import { photoLevels } from '#test/fixtures/photograph.ts';
import { forge, forgeries, type Places } from './forge.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const today = calendarDateSchema.parse('2026-11-20');

const flagsOf = (measures: CardMeasures): GenuinenessFlag[] =>
  genuinenessHints({
    sides: [{ side: 'front', flags: [], measures }],
    fields: [],
    today,
    leastAgeYears: 18,
  }).map(({ flag }) => flag);

export async function genuinenessBench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      each: { type: 'string', default: '20' },
      tuning: { type: 'boolean', default: false },
      say: { type: 'boolean', default: false },
    },
  });
  const reader = openDocumentReader(
    createForkWorkerHost((name) => join(root, 'electron', 'worker', `${name}.ts`)),
    openCheckoutModelStore(root, process.env),
  );
  const genuine: Record<string, number> = {};
  const caught: Record<string, { n: number; caught: number }> = {};
  let n = 0;
  let withAny = 0;
  let unread = 0;
  const spentMs: number[] = [];
  try {
    for (const level of photoLevels) {
      for (let i = 0; i < Number(values.each); i++) {
        const index = i * 2 + (values.tuning ? 0 : 1);
        const image = new Uint8Array((await cardPhoto('aadhaar-front', level, index)).jpeg);
        const read = await reader.read(
          { kind: 'aadhaar', sides: [{ side: 'front', image }], today },
          () => undefined,
        );
        const where = read.ok && read.value.fields.find(({ name }) => name === 'aadhaarNumber')?.where;
        if (!read.ok || !read.value.portrait || !where) {
          unread += 1;
          continue;
        }
        const places: Places = { portrait: read.value.portrait.box, number: where.box };
        const begun = performance.now();
        const measured = await reader.measure(image, places);
        spentMs.push(performance.now() - begun);
        if (!measured.ok) throw new Error(measured.error.kind);
        const flags = flagsOf(measured.value);
        if (values.say) console.error(level, index, 'genuine', JSON.stringify(measured.value));
        n += 1;
        if (flags.length > 0) withAny += 1;
        for (const flag of flags) genuine[flag] = (genuine[flag] ?? 0) + 1;
        for (const forgery of forgeries) {
          const forged = await forge(image, forgery, places, seededChance(index * 31 + forgery.length));
          const again = await reader.measure(forged, places);
          if (!again.ok) throw new Error(again.error.kind);
          if (values.say) console.error(level, index, forgery, JSON.stringify(again.value));
          const of = (caught[`${forgery} ${level}`] ??= { n: 0, caught: 0 });
          of.n += 1;
          if (flagsOf(again.value).includes(forgery)) of.caught += 1;
        }
      }
    }
  } finally {
    await reader.close();
  }
  const p50 = spentMs.toSorted((a, b) => a - b)[Math.floor(spentMs.length / 2)] ?? 0;
  return {
    half: values.tuning ? 'tuning' : 'held out',
    genuine: { n, unread, withAny, falseFlagRate: withAny / Math.max(1, n), byFlag: genuine },
    forged: caught,
    p50Ms: Math.round(p50),
    load: loadavg()[0],
  };
}
