// The document reader over a worker process: passes pictures there, brings readings back. Keeps and logs nothing of either.
import { err, ok } from '#core/kernel/result.ts';
import { createWorkerClient } from '#electron/adapter/worker-client/worker-client.ts';
import type { DocumentReader } from '#electron/port/document-reader.ts';
import type { WorkerHost } from '#electron/port/worker-host.ts';
import { ocrContract } from '#electron/worker/ocr-contract.ts';
import type { TextLanguage } from '#electron/worker/ocr-contract.ts';

export interface DocumentReaderOptions {
  /** Folder of a verified `mrz.traineddata`, asked for at each reading; null: read zones with the English model. */
  readonly mrzModelFolder: () => string | null;
  readonly languages?: readonly TextLanguage[];
  /** Between customers the worker is ended, and its memory given back. */
  readonly idleMs?: number;
  readonly timeoutMs?: number;
}

export function createDocumentReader(host: WorkerHost, options: DocumentReaderOptions): DocumentReader {
  const { mrzModelFolder, languages = ['eng'], idleMs = 3 * 60_000, timeoutMs = 60_000 } = options;
  const client = createWorkerClient(ocrContract, host, 'ocr', { idleMs, timeoutMs });

  return {
    async inspect(image) {
      const outcome = await client.call('inspect', { image });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async crop(image, box) {
      const outcome = await client.call('crop', { image, box });
      return outcome.ok ? outcome.value : err({ kind: 'reader-failed' });
    },

    async read({ kind, sides, today }, onProgress, signal) {
      const outcome = await client.call(
        'read',
        { kind, sides: [...sides], today, languages: [...languages], mrzModelFolder: mrzModelFolder() },
        { onProgress, signal },
      );
      if (!outcome.ok) return err({ kind: 'reader-failed' });
      const reading = outcome.value;
      return reading.ok ? ok(reading.value) : reading;
    },

    close() {
      client.end();
      return Promise.resolve();
    },
  };
}
