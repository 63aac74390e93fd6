// The readers of cards that are measured side by side, each from a picture's bytes to its fields: the kiosk's own, and
// tesseract in both its forms on the whole picture, with the same rules for the fields.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { DocumentKind, FieldReading } from '#core/reading/field.ts';
import { documentModules } from '#core/reading/kinds/modules.ts';
import type { OcrWord } from '#core/reading/ocr-word.ts';
import { textEngine } from '#electron/worker/ocr/engine.ts';
import { brightest } from '#electron/worker/ocr/flatten.ts';
import { decode, encodeGrey } from '#electron/worker/ocr/picture.ts';
import { readDocument } from '#electron/worker/ocr/read-document.ts';

export interface CardOutcome {
  readonly fields: readonly FieldReading[];
  readonly ms: number;
  /** Processor time of all threads of this process in that while. */
  readonly cpuMs: number;
}

export interface CardReader {
  readonly name: string;
  read(kind: DocumentKind, image: Uint8Array): Promise<CardOutcome>;
  end(): Promise<void>;
}

const today = calendarDateSchema.parse('2026-11-20');

function watch(): () => { ms: number; cpuMs: number } {
  const startMs = performance.now();
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return { ms: performance.now() - startMs, cpuMs: (user + system) / 1000 };
  };
}

/** The very call that the reading worker answers, the making of its engine included. */
export function kioskReader(): Promise<CardReader> {
  return Promise.resolve({
    name: 'kiosk',
    async read(kind, image) {
      const spent = watch();
      const read = await readDocument(
        {
          kind,
          sides: [{ side: 'front', image }],
          today,
          languages: ['eng'],
          mrzModelFolder: null,
          lineNet: null,
        },
        {
          progress: () => undefined,
          emit: () => undefined,
          afterAnswer: () => undefined,
          signal: new AbortController().signal,
        },
      );
      return { fields: read.ok ? read.value.fields : [], ...spent() };
    },
    end: () => Promise.resolve(),
  });
}

const byRules = (kind: DocumentKind, words: readonly OcrWord[]): readonly FieldReading[] => {
  const read = documentModules[kind].read({ sides: [{ side: 'front', words }], zone: null, today });
  return read.ok ? read.value : [];
};

export async function tesseractJsReader(): Promise<CardReader> {
  const engine = await textEngine(['eng']);
  return {
    name: 'tesseractJs',
    async read(kind, image) {
      const spent = watch();
      const picture = await decode(image);
      const words = picture.ok
        ? await engine.recognise(brightest(picture.value), { segmentation: 'auto' }, () => undefined)
        : [];
      return { fields: byRules(kind, words), ...spent() };
    },
    end: () => engine.end(),
  };
}

const run = promisify(execFile);

/** Null where the system has none. */
export async function nativeReader(): Promise<CardReader | null> {
  const there = await run('tesseract', ['--version']).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  return {
    name: 'tesseractNative',
    async read(kind, image) {
      const spent = watch();
      const picture = await decode(image);
      if (!picture.ok) return { fields: [], ...spent() };
      const child = run('tesseract', ['stdin', 'stdout', '-l', 'eng', '--psm', '3', 'tsv'], {
        // Its threads wait for each other on few cores: three to five times slower without this.
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
        maxBuffer: 16 * 1024 * 1024,
      });
      child.child.stdin?.end(await encodeGrey(brightest(picture.value)));
      return { fields: byRules(kind, wordsOfTable((await child).stdout)), ...spent() };
    },
    end: () => Promise.resolve(),
  };
}

/** Its table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
function wordsOfTable(table: string): readonly OcrWord[] {
  return table.split('\n').flatMap((row) => {
    const [level, , block, paragraph, line, , left, top, width, height, confidence, text] = row.split('\t');
    if (level !== '5' || text === undefined || text.trim() === '') return [];
    return [
      {
        text: text.trim(),
        confidence: Math.max(0, Number(confidence) / 100),
        lineId: Number(block) * 10_000 + Number(paragraph) * 100 + Number(line),
        box: { x: Number(left), y: Number(top), width: Number(width), height: Number(height) },
      },
    ];
  });
}
