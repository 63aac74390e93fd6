// The readers that are measured side by side, each from a picture's bytes to a zone's lines: the kiosk's own, and tesseract
// in both its forms. Each makes and ends what it needs, so that none profits from another.
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { findMrz } from '#core/reading/mrz-lines.ts';
import type { FoundMrz } from '#core/reading/mrz-lines.ts';
import { readPassport } from '#core/reading/passport.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { band, cardView } from '#electron/worker/ocr/card-view.ts';
import { textEngine, zoneEngine } from '#electron/worker/ocr/engine.ts';
import { decode, encodeGrey } from '#electron/worker/ocr/picture.ts';
import { findZone, printedWords } from '#electron/worker/ocr/zone/find-zone.ts';
import { zoneByText } from '#electron/worker/ocr/zone-by-text.ts';
import { root } from '#scripts/process/root.ts';

export interface ZoneOutcome {
  readonly zone: FoundMrz | null;
  /** From the picture's bytes to the zone's fields. */
  readonly zoneMs: number;
  /** Processor time of all threads in that while; of another process, none. */
  readonly zoneCpuMs: number;
  /** The same with the printed zone read and the name held against it; null where a reader does not do that. */
  readonly checkedMs: number | null;
  /** How far the name is trusted after that, 0 to 1. */
  readonly nameConfidence: number | null;
}

export interface ZoneReader {
  readonly name: string;
  read(image: Uint8Array): Promise<ZoneOutcome>;
  end(): Promise<void>;
}

/** Names are held against print, dates against nothing: any day serves. */
const today = calendarDateSchema.parse('2026-11-20');

/** Both clocks from now on. */
function watch(): () => { zoneMs: number; zoneCpuMs: number } {
  const startMs = performance.now();
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return { zoneMs: performance.now() - startMs, zoneCpuMs: (user + system) / 1000 };
  };
}

const nobody = { zone: null, checkedMs: null, nameConfidence: null };

async function zoneModelFolder(): Promise<string | null> {
  const found = await openCheckoutModelStore(root, process.env).locate('mrz');
  return found.ok ? dirname(found.value.path) : null;
}

/** The way the kiosk reads: the zone, then the printed zone beside it. */
async function kioskReader(): Promise<ZoneReader> {
  const folder = await zoneModelFolder();
  const located = await openCheckoutModelStore(root, process.env).locate('mrz-lines');
  const text = await textEngine(['eng']);
  const zones = folder === null ? text : await zoneEngine(folder);
  const search = {
    lineNet: located.ok ? located.value : null,
    engine: () => Promise.resolve(zones),
    trained: folder !== null,
    onProgress: () => undefined,
  };
  return {
    name: 'kiosk',
    async read(image) {
      const spent = watch();
      const decoded = await decode(image);
      if (!decoded.ok) return { ...nobody, ...spent() };
      const found = await findZone(decoded.value, () => cardView(decoded.value), search);
      const zone = spent();
      if (found === null) return { ...nobody, ...zone };
      const words = await printedWords(
        found,
        () => Promise.resolve(text),
        () => undefined,
      );
      const fields = readPassport(words, found.zone, today);
      const name = fields.ok ? fields.value.find((field) => field.name === 'name') : undefined;
      return {
        zone: found.zone,
        ...zone,
        checkedMs: spent().zoneMs,
        nameConfidence: name?.confidence ?? null,
      };
    },
    async end() {
      await text.end();
      if (zones !== text) await zones.end();
    },
  };
}

/** tesseract.js with `mrz.traineddata` on the straightened card's band, then wider: null without the trained file. */
async function tesseractJsReader(): Promise<ZoneReader | null> {
  const folder = await zoneModelFolder();
  if (folder === null) return null;
  const engine = await zoneEngine(folder);
  return {
    name: 'tesseractJs',
    async read(image) {
      const spent = watch();
      const picture = await decode(image);
      const found = picture.ok
        ? await zoneByText(await cardView(picture.value), engine, true, () => undefined)
        : null;
      return { ...nobody, zone: found?.zone ?? null, ...spent() };
    },
    end: () => engine.end(),
  };
}

const run = promisify(execFile);

/** The system's tesseract with the same data and bands; null where either is missing. */
async function nativeReader(): Promise<ZoneReader | null> {
  const folder = await zoneModelFolder();
  const there = await run('tesseract', ['--version']).then(
    () => true,
    () => false,
  );
  if (folder === null || !there) return null;
  const linesOf = async (png: Buffer): Promise<readonly string[]> => {
    const child = run('tesseract', ['stdin', 'stdout', '-l', 'mrz', '--tessdata-dir', folder, '--psm', '6'], {
      // Its threads wait for each other on few cores: three to five times slower without this.
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    });
    child.child.stdin?.end(png);
    return (await child).stdout.split('\n');
  };
  return {
    name: 'tesseractNative',
    async read(image) {
      const spent = watch();
      const picture = await decode(image);
      let best: FoundMrz | null = null;
      if (picture.ok) {
        const { grey } = await cardView(picture.value);
        for (const from of [0.68, 0]) {
          const lines = await linesOf(await encodeGrey(band(grey, from, 1).grey));
          const found = findMrz(
            lines.map((text, lineId) => ({
              text,
              lineId,
              confidence: 0,
              box: { x: 0, y: lineId * 40, width: 1000, height: 30 },
            })),
          );
          if (found !== null && (best === null || found.mrz.failed.length < best.mrz.failed.length))
            best = found;
          if (best?.mrz.failed.length === 0) break;
        }
      }
      return { ...nobody, zone: best, ...spent() };
    },
    end: () => Promise.resolve(),
  };
}

/** In the order they are measured; one that answers null has nothing to read with here. */
export const readers: Readonly<Record<string, () => Promise<ZoneReader | null>>> = {
  kiosk: kioskReader,
  tesseractJs: tesseractJsReader,
  tesseractNative: nativeReader,
};
