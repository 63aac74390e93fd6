// The document reader over a worker process: passes pictures there, brings readings back. Keeps and logs nothing of either.
import { dirname } from 'node:path';
import { err } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { createWorkerClient } from '#electron/adapter/worker-client/worker-client.ts';
import type { DocumentReader } from '#electron/port/document-reader.ts';
import type { WorkerHost } from '#electron/port/worker-host.ts';
import { ocrContract } from '#electron/worker/ocr-contract.ts';
import type { TextLanguage } from '#electron/worker/ocr-contract.ts';

/** Gives out the verified models for machine readable zones: our own network, and tesseract's data where they are. */
export interface ZoneModelSource {
  locate(name: 'mrz' | 'mrz-lines'): Promise<Result<{ readonly path: string; readonly sha256: string }>>;
}

export interface DocumentReaderOptions {
  readonly languages?: readonly TextLanguage[];
  /** The worker is ended, and its memory given back, when nothing was read for so long. */
  readonly idleMs?: number;
  /** Longer than the slowest page measured, times ten; then the worker is taken for hung. */
  readonly timeoutMs?: number;
}

/** A picture without a code costs all of it, so it is what a customer is made to wait for nothing. */
const barcodeBudgetMs = 4000;

export function openDocumentReader(
  host: WorkerHost,
  models: ZoneModelSource,
  { languages = ['eng'], idleMs = 60_000, timeoutMs = 60_000 }: DocumentReaderOptions = {},
): DocumentReader {
  const client = createWorkerClient(ocrContract, host, 'ocr', { idleMs, timeoutMs });

  return {
    async inspect(image, { sought, asItIs } = { sought: null, asItIs: false }) {
      const outcome = await client.call('inspect', { image, sought, asItIs });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async crop(image, box) {
      const outcome = await client.call('crop', { image, box });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async pdfPage(pdf, index) {
      const outcome = await client.call('pdfPage', { pdf, index });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async photo(codestream) {
      const outcome = await client.call('photo', { codestream });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async cover(image, boxes) {
      const outcome = await client.call('cover', { image, boxes: [...boxes] });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async measure(image, { portrait, number }) {
      const outcome = await client.call('measure', { image, portrait, number });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async barcodes(image, formats) {
      const outcome = await client.call('barcodes', {
        image,
        formats: [...formats],
        budgetMs: barcodeBudgetMs,
      });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async read({ kind, sides, today }, onProgress, signal) {
      const [zoneModel, lineNet] = await Promise.all([models.locate('mrz'), models.locate('mrz-lines')]);
      const outcome = await client.call(
        'read',
        {
          kind,
          sides: [...sides],
          today,
          languages: [...languages],
          mrzModelFolder: zoneModel.ok ? dirname(zoneModel.value.path) : null,
          lineNet: lineNet.ok ? { path: lineNet.value.path, sha256: lineNet.value.sha256 } : null,
        },
        { onProgress, signal },
      );
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    close() {
      client.end();
      return Promise.resolve();
    },
  };
}
