// Bytes between renderer and main process travel as Blob: the one form both carriers pass unharmed.
import { z } from 'zod';

/** What this contract needs of the platform's Blob; core has no DOM to name it by. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

function isBlobLike(value: unknown): value is BlobLike {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'size' in value &&
    typeof value.size === 'number' &&
    'type' in value &&
    typeof value.type === 'string' &&
    'arrayBuffer' in value &&
    typeof value.arrayBuffer === 'function'
  );
}

export const blobSchema = z.custom<BlobLike>(isBlobLike, 'expected bytes');

/** Largest picture the kiosk takes in (requirement D2). */
export const pictureMaxBytes = 5 * 1024 * 1024;

/** Most frames of one moment that a selfie may be chosen from. */
export const burstMost = 5;
