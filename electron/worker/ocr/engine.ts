// The text engine, one customer at a time: made for a reading, ended after it, so that nothing of one person can colour the
// next. Language data comes from installed files only; there is no address it could be fetched from.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Tesseract from 'tesseract.js';
import type { OcrWord } from '#core/reading/ocr-word.ts';
import type { TextLanguage } from '../ocr-contract.ts';
import { encodeGrey } from './picture.ts';
import type { Grey } from './picture.ts';

/** How the page is cut up: by itself, as one block of lines, as one line, or as scattered text. */
export type Segmentation = 'auto' | 'block' | 'line' | 'sparse';

export interface TextEngine {
  /** Words in pixels of the given picture; `onProgress` 0 to 1. `only` limits the characters. */
  recognise(
    picture: Grey,
    how: { readonly segmentation: Segmentation; readonly only?: string },
    onProgress: (fraction: number) => void,
  ): Promise<readonly OcrWord[]>;
  end(): Promise<void>;
}

export async function textEngine(languages: readonly TextLanguage[]): Promise<TextEngine> {
  const require = createRequire(import.meta.url);
  // The package holds gzip files of integer LSTM models.
  const folderOf = (language: TextLanguage): string =>
    join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int');
  const [first] = languages;
  if (first === undefined) throw new RangeError('no language');
  if (languages.length === 1) return start([first], folderOf(first), true);
  // The engine looks for all its languages in one folder, and they come in one package each.
  const together = await mkdtemp(join(tmpdir(), 'pravesh-tessdata-'));
  try {
    for (const language of languages) {
      const file = `${language}.traineddata.gz`;
      await copyFile(join(folderOf(language), file), join(together, file));
    }
    return await start(languages, together, true);
  } finally {
    await rm(together, { recursive: true, force: true });
  }
}

/** The model for machine readable zones, from the folder that holds `mrz.traineddata`. */
export function zoneEngine(folder: string): Promise<TextEngine> {
  return start(['mrz'], folder, false);
}

async function start(models: readonly string[], folder: string, gzip: boolean): Promise<TextEngine> {
  const { createWorker, PSM } = (await import('tesseract.js')).default;
  const modes: Readonly<Record<Segmentation, Tesseract.PSM>> = {
    auto: PSM.AUTO,
    block: PSM.SINGLE_BLOCK,
    line: PSM.SINGLE_LINE,
    sparse: PSM.SPARSE_TEXT,
  };
  let onProgress: (fraction: number) => void = () => undefined;
  const lstmOnly = 1;
  const worker = await createWorker([...models], lstmOnly, {
    langPath: folder,
    gzip,
    cacheMethod: 'none',
    logger: ({ status, progress }) => {
      if (status === 'recognizing text') onProgress(progress);
    },
    // Without a handler a failure is thrown inside an event, past every caller; the promise tells of it anyway.
    errorHandler: () => undefined,
  });
  let ended = false;
  // A reading that was given up goes on to its next word with the engine; the library would throw past every caller then.
  const mustLive = (): void => {
    if (ended) throw new Error('the engine was ended');
  };
  return {
    async recognise(picture, { segmentation, only = '' }, progress) {
      mustLive();
      onProgress = progress;
      await worker.setParameters({
        tessedit_pageseg_mode: modes[segmentation],
        tessedit_char_whitelist: only,
        user_defined_dpi: '300',
      });
      const page = await encodeGrey(picture);
      mustLive();
      const { data } = await worker.recognize(page, {}, { blocks: true, text: false });
      onProgress = () => undefined;
      return wordsOf(data.blocks ?? []);
    },
    async end() {
      ended = true;
      await worker.terminate();
    },
  };
}

function wordsOf(blocks: readonly Tesseract.Block[]): readonly OcrWord[] {
  const lines = blocks.flatMap((block) => block.paragraphs).flatMap((paragraph) => paragraph.lines);
  return lines.flatMap((line, lineId) =>
    line.words
      .filter((word) => word.text.trim() !== '')
      .map(({ text, confidence, bbox }) => ({
        text: text.trim(),
        confidence: Math.min(1, Math.max(0, confidence / 100)),
        lineId,
        box: {
          x: bbox.x0,
          y: bbox.y0,
          width: Math.max(1, bbox.x1 - bbox.x0),
          height: Math.max(1, bbox.y1 - bbox.y0),
        },
      })),
  );
}
