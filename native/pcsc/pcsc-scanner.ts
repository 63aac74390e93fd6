// Driver for chips read through PC/SC: an electronic passport laid on a reader, opened with its printed zone, its data
// proved by the issuing state's signature. One reader is one device; whether a card lies on it is its status.
import { randomBytes } from 'node:crypto';
import { instantSchema } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Clock } from '#electron/port/clock.ts';
import {
  createCapture,
  type Attestation,
  type Capture,
  type CaptureRequest,
  type Device,
  type DeviceInfo,
  type Scanner,
  type ScannerFailure,
} from '#electron/port/scanner.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import { createWatches } from '../watch-devices.ts';
import { authenticate } from './passive-authentication.ts';
import type { Pcsc, ReaderState } from './pcsc-library.ts';
import { portraitOf } from './portrait.ts';
import { readPassport, type Draw, type PassportFiles } from './read-passport.ts';

export interface PcscOptions {
  readonly clock: Clock;
  /** Roots are the countries' signing authorities (CSCA), as from the ICAO master list. */
  readonly trust: TrustStore;
  readonly open: () => Promise<Result<Pcsc, ScannerFailure>>;
  readonly watchEveryMs?: number;
  /** The system's chance, unless a recording is played back. */
  readonly draw?: Draw;
}

export function createPcscScanner(options: PcscOptions): Scanner {
  const closing = new AbortController();
  const reading = new Map<string, Promise<unknown>>();
  let library: Pcsc | null = null;

  const whole = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  async function opened(): Promise<Result<Pcsc, ScannerFailure>> {
    if (library) return ok(library);
    const result = await options.open();
    if (result.ok) library = result.value;
    return result;
  }

  async function discover(signal?: AbortSignal): Promise<Result<readonly Device[], ScannerFailure>> {
    const both = whole(signal);
    if (both.aborted) return err({ kind: 'aborted' });
    const pcsc = await opened();
    // A machine without a reader has no PC/SC service running: that is nothing found, and no failure.
    if (!pcsc.ok) return pcsc.error.code === 'library' ? pcsc : ok([]);
    const states = await pcsc.value.readers();
    if (both.aborted) return err({ kind: 'aborted' });
    if (!states.ok) {
      await dropLibrary();
      return states;
    }
    return ok(states.value.map((state) => deviceOf(state, reading.has(state.reader))));
  }

  /** A service that was restarted wants a new context. */
  async function dropLibrary(): Promise<void> {
    const old = library;
    library = null;
    await old?.close();
  }

  async function info(id: string, signal?: AbortSignal): Promise<Result<DeviceInfo, ScannerFailure>> {
    const found = await discover(signal);
    if (!found.ok) return found;
    const device = found.value.find((entry) => entry.id === id);
    if (!device) return err({ kind: 'device-not-found' });
    const attestation: Attestation = {
      kind: 'none',
      signer: '',
      transactionId: '',
      at: options.clock.now(),
      facts: {},
    };
    return ok({ device, firmware: '', serviceVersion: '', attestation });
  }

  async function capture(
    id: string,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const both = whole(signal);
    const { documentKey } = request;
    if (request.sealed) return err({ kind: 'not-supported' });
    if (request.modality !== 'document' || !documentKey) return err({ kind: 'request-refused' });
    if (both.aborted) return err({ kind: 'aborted' });
    const reader = id.slice('pcsc/'.length);
    if (reading.has(reader)) return err({ kind: 'device-busy' });
    const work = read(reader, request, documentKey, both).finally(() => reading.delete(reader));
    reading.set(reader, work);
    // Whoever stops waits for no card; the exchange under way ends by itself and closes the card.
    return Promise.race([work, abortOf(both)]);
  }

  async function read(
    reader: string,
    request: CaptureRequest,
    key: NonNullable<CaptureRequest['documentKey']>,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const pcsc = await opened();
    if (!pcsc.ok) return pcsc;
    const card = await pcsc.value.connect(reader);
    if (!card.ok) return card;
    const files = await readPassport(card.value, key, signal, options.draw ?? randomBytes);
    await card.value.close();
    if (!files.ok) return files;
    const authentic = authenticate(files.value, options.trust, new Date(options.clock.now()));
    if (!authentic.ok) return authentic;
    const portrait = portraitOf(files.value.dg2);
    if (!portrait) return err({ kind: 'answer-malformed', code: 'dg2' });
    const { signer, vouchedFor, digest } = authentic.value;
    const attestation: Attestation = {
      kind: vouchedFor ? 'document' : 'none',
      signer: signer.fingerprint256.replaceAll(':', '').toLowerCase(),
      transactionId: request.transactionId,
      at: instantSchema.parse(options.clock.now()),
      facts: { access: files.value.access, digest },
    };
    return ok([
      ...groupsOf(files.value, attestation),
      createCapture({
        modality: 'face',
        position: 'portrait',
        format: portrait.format,
        bytes: portrait.bytes,
        quality: null,
        attestation,
      }),
    ]);
  }

  const watches = createWatches(discover, options.watchEveryMs);

  return {
    driver: 'pcsc',
    discover,
    info,
    async *stream() {
      yield err({ kind: 'not-supported' } as const);
    },
    capture,
    watch: watches.watch,
    async close() {
      watches.close();
      closing.abort();
      await Promise.all(reading.values());
      await dropLibrary();
    },
  };
}

function abortOf(signal: AbortSignal): Promise<Result<never, ScannerFailure>> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(err({ kind: 'aborted' })), { once: true });
  });
}

function groupsOf({ dg1, dg2, sod }: PassportFiles, attestation: Attestation): Capture[] {
  return Object.entries({ DG1: dg1, DG2: dg2, SOD: sod }).map(([position, bytes]) =>
    createCapture({ modality: 'document', position, format: 'icao-lds', bytes, quality: null, attestation }),
  );
}

/** Named by the system after the reader's maker and model; a slot number ends the name. */
function deviceOf({ reader, hasCard }: ReaderState, busy: boolean): Device {
  return {
    id: `pcsc/${reader}`,
    driver: 'pcsc',
    make: reader.split(' ')[0] ?? '',
    model: reader,
    serial: '',
    modalities: ['document'],
    status: busy ? 'busy' : hasCard ? 'ready' : 'not-ready',
    canStream: false,
  };
}
