// What the HID driver needs of the system: which devices there are, and reports in and out of one of them. The system's
// own (node-hid), the twin of a device, and the recorder around either all stand behind this.
import type { Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';

export interface HidListing {
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly make: string;
  readonly product: string;
  readonly serial: string;
  readonly usagePage: number;
  readonly usage: number;
  /** False where the system would not let us open it. */
  readonly accessible: boolean;
}

export interface HidHandle {
  /** The next report, with its number first where the device numbers its reports; null when none came in time. */
  read(timeoutMs: number): Promise<Result<Buffer | null, ScannerFailure>>;
  /** The report's number first, 0 where the device does not number them. */
  write(report: Buffer): Promise<Result<null, ScannerFailure>>;
  close(): Promise<void>;
}

export interface HidTransport {
  list(): Promise<Result<readonly HidListing[], ScannerFailure>>;
  open(path: string): Promise<Result<HidHandle, ScannerFailure>>;
}
