// One interface for every device that reads a person or a document: found, asked, watched, used, and lost while running.
// No driver trusts its device: what cannot be proved comes back as a failure, never as a capture with a remark.
import type { Instant } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from './scanner-failure.ts';

export type { ScannerFailure, ScannerFailureKind } from './scanner-failure.ts';

/** `document` is a chip that proves itself; `text` is what readers of codes, printed zones and cards send. */
export type Modality = 'finger' | 'iris' | 'face' | 'document' | 'text';

export type DeviceStatus = 'ready' | 'busy' | 'not-ready' | 'not-registered';

export interface Device {
  /** Stable while the device is plugged in: driver, then the device's own name for itself. */
  readonly id: string;
  readonly driver: string;
  readonly make: string;
  readonly model: string;
  readonly serial: string;
  readonly modalities: readonly Modality[];
  readonly status: DeviceStatus;
  readonly canStream: boolean;
}

export interface DeviceInfo {
  readonly device: Device;
  readonly firmware: string;
  readonly serviceVersion: string;
  readonly attestation: Attestation;
}

/** What was proved about where bytes come from, and how. Goes into the record beside the evidence. */
export interface Attestation {
  /** `sealed`: encrypted for somebody else, who alone can judge it. `none`: policy took an unsigned device. */
  readonly kind: 'signed' | 'sealed' | 'document' | 'none';
  /** SHA-256 of the signer's certificate, hex; empty where there is none. */
  readonly signer: string;
  readonly transactionId: string;
  readonly at: Instant;
  /** Facts worth keeping: the form of the hash chain, the security level, the transport. Never data of a person. */
  readonly facts: Readonly<Record<string, string>>;
}

export type CaptureFormat =
  | 'iso-19794-2'
  | 'iso-19794-4'
  | 'iso-19794-5'
  | 'iso-19794-6'
  | 'uidai-pid'
  /** One entry of an SBI answer as it came: signed by the device, its biometric sealed for whoever judges it elsewhere. */
  | 'sbi-sealed'
  /** A data group of a passport's chip, as it was read and signed. */
  | 'icao-lds'
  /** What a barcode, printed-zone or card reader sends as text; who wrote it is for its own signature to say. */
  | 'scanned-text'
  | 'jpeg'
  | 'jpeg2000'
  | 'unknown';

export interface Capture {
  readonly modality: Modality;
  /** Which finger or eye, in the device's words ('Left IndexFinger'); empty where it does not say. */
  readonly position: string;
  readonly format: CaptureFormat;
  /** Not enumerable, so that no log and no JSON carries it; use `handOver`, which wipes it. */
  readonly bytes: Uint8Array;
  /** 0 to 100 in the device's own measure; null where it gives none. */
  readonly quality: number | null;
  readonly attestation: Attestation;
}

export interface CaptureRequest {
  readonly modality: Modality;
  readonly count: number;
  /** Which fingers or eyes are asked for, and which are missing; empty leaves it to the device. */
  readonly positions: readonly string[];
  readonly exceptions: readonly string[];
  /** The device's own time to wait for a person, in milliseconds. */
  readonly timeoutMs: number;
  readonly requestedQuality: number;
  /** Binds the answer to this moment of this case; a fresh one for every try. */
  readonly transactionId: string;
  /** What a document wants to be told before it speaks; null for everything else. */
  readonly documentKey: DocumentKey | null;
  /** To be sealed by the device, for an authority that judges it elsewhere; a driver that cannot says `not-supported`. */
  readonly sealed?: true;
}

/** What opens a document's chip: its printed zone, or the access number printed on it. */
export type DocumentKey = PrintedZoneKey | AccessNumberKey;

/** Card access number, six digits (ICAO 9303-11, 9.7.3): opens by PACE only. */
export interface AccessNumberKey {
  readonly accessNumber: string;
}

/** The parts of an MRZ that open a passport's chip (ICAO 9303-11, 9.7.2), each with no check digit. */
export interface PrintedZoneKey {
  readonly documentNumber: string;
  /** YYMMDD. */
  readonly birthDate: string;
  /** YYMMDD. */
  readonly expiryDate: string;
}

/** One JPEG picture of a live preview. */
export interface PreviewFrame {
  readonly jpeg: Uint8Array;
}

export type DeviceEvent =
  | { readonly type: 'attached'; readonly device: Device }
  | { readonly type: 'detached'; readonly device: Device }
  | { readonly type: 'status'; readonly device: Device }
  /** The driver itself cannot look any more; what it had told of has been told gone. */
  | { readonly type: 'failed'; readonly failure: ScannerFailure }
  /** It can look again, whether or not anything is there. */
  | { readonly type: 'mended' };

export interface Scanner {
  readonly driver: string;
  /** Looks once, everywhere the driver's devices may be. */
  discover(signal?: AbortSignal): Promise<Result<readonly Device[], ScannerFailure>>;
  info(deviceId: string, signal?: AbortSignal): Promise<Result<DeviceInfo, ScannerFailure>>;
  /** Live pictures until the signal, the device's end, or a failure, which is then the last item. */
  stream(deviceId: string, signal: AbortSignal): AsyncIterable<Result<PreviewFrame, ScannerFailure>>;
  capture(
    deviceId: string,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>>;
  /** Keeps looking until closed; tells what came, went, or changed its status. */
  watch(listener: (event: DeviceEvent) => void): { close(): void };
  /** Ends every watch and every exchange; afterwards nothing of the driver is left. */
  close(): Promise<void>;
}

/** A capture whose bytes no log or JSON can show by accident. */
export function createCapture(parts: Capture): Capture {
  const { bytes, ...shown } = parts;
  return Object.defineProperty({ ...shown, bytes }, 'bytes', { enumerable: false });
}

/** Lends the bytes to whoever sends or seals them, and overwrites them after, whatever happened. */
export async function handOver<T>(capture: Capture, take: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  try {
    return await take(capture.bytes);
  } finally {
    capture.bytes.fill(0);
  }
}
