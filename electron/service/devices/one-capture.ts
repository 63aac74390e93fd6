// The order for one capture of whatever the device is for: which finger or eye is the device's and the person's affair.
import type { CaptureRequest, DocumentKey, Modality } from '../../port/scanner.ts';

export interface OneCapture {
  readonly modality: Modality;
  /** The device's own time to wait for a person. */
  readonly timeoutMs: number;
  readonly requestedQuality?: number;
  readonly documentKey?: DocumentKey;
}

export function oneCapture({
  modality,
  timeoutMs,
  requestedQuality = 0,
  documentKey,
}: OneCapture): Omit<CaptureRequest, 'transactionId'> {
  return {
    modality,
    count: 1,
    positions: [],
    exceptions: [],
    timeoutMs,
    requestedQuality,
    documentKey: documentKey ?? null,
  };
}
