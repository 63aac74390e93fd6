// What the reading worker holds in memory while it reads one document after the other: the process the kiosk starts, through
// the client the kiosk uses. Linux only.
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { openDocumentReader } from '#electron/adapter/document-reader/open-document-reader.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { root } from '#scripts/process/root.ts';
import { childrenRssMb } from '../process-memory.ts';
import { median } from '../queue/percentile.ts';
import type { Specimen } from './mrz-truth.ts';

const today = calendarDateSchema.parse('2026-11-20');

export interface MemoryFigures {
  readonly documents: number;
  /** Highest of any moment, as the operating system kept it. */
  readonly peakRssMb: number;
  /** Between documents: medians over the tenth after the first half, and over the last tenth. */
  readonly halfwayRssMb: number;
  readonly endRssMb: number;
}

/** Each document is asked for as a passport: others are read too, and refused for their format. */
export async function readerMemory(
  specimens: readonly Specimen[],
  documents: number,
): Promise<MemoryFigures | null> {
  if (specimens.length === 0) return null;
  const reader = openDocumentReader(
    createForkWorkerHost(() => `${root}/electron/worker/ocr.ts`),
    openCheckoutModelStore(root, process.env),
  );
  const between: number[] = [];
  let peak = 0;
  for (let i = 0; i < documents; i += 1) {
    const image = specimens[i % specimens.length]?.image ?? new Uint8Array();
    await reader.read({ kind: 'passport', sides: [{ side: 'front', image }], today }, () => undefined);
    const { nowMb, peakMb } = childrenRssMb(process.pid);
    between.push(nowMb);
    peak = Math.max(peak, peakMb);
  }
  await reader.close();
  const tenth = Math.max(1, Math.floor(documents / 10));
  const half = Math.floor(documents / 2);
  return {
    documents,
    peakRssMb: peak,
    halfwayRssMb: Math.round(median(between.slice(half, half + tenth))),
    endRssMb: Math.round(median(between.slice(-tenth))),
  };
}
