// Driver for readers that speak HID: barcode, printed-zone and card readers, and fingerprint readers described by a report
// map. HID proves nothing of a device: fingers are taken only where policy takes unsigned devices, and are recorded so.
import { createHash } from 'node:crypto';
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
import { isAllowed, type TrustStore } from '../trust/trust-store.ts';
import { createWatches } from '../watch-devices.ts';
import { createAssembler } from './assemble-reports.ts';
import { decodeReading } from './decode-reading.ts';
import type { HidHandle, HidListing, HidTransport } from './hid-transport.ts';
import type { ReportMap } from './report-map.ts';

export interface HidOptions {
  readonly clock: Clock;
  readonly trust: TrustStore;
  readonly transport: HidTransport;
  /** In the order in which they are tried. */
  readonly readers: readonly ReportMap[];
  readonly watchEveryMs?: number;
  /** Beyond the wait for a person: sending a picture. */
  readonly captureSlackMs?: number;
}

interface Found {
  readonly device: Device;
  readonly map: ReportMap;
  readonly path: string;
}

interface Reading {
  readonly work: Promise<unknown>;
  readonly signal: AbortSignal;
}

/** So long at most an abort waits for the system to give the device back. */
const sliceMs = 40;
/** Wedges write a character every few milliseconds; a person's pause is longer. */
const pauseMs = 200;
/** After so many reports without a wait everything else gets its turn. */
const reportsInOneGo = 64;

export function createHidScanner(options: HidOptions): Scanner {
  const closing = new AbortController();
  const readings = new Map<string, Reading>();
  let seen = new Map<string, Found>();

  const whole = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  async function discover(signal?: AbortSignal): Promise<Result<readonly Device[], ScannerFailure>> {
    const both = whole(signal);
    if (both.aborted) return err({ kind: 'aborted' });
    const listed = await options.transport.list();
    if (both.aborted) return err({ kind: 'aborted' });
    if (!listed.ok) return listed;
    const found = new Map<string, Found>();
    for (const listing of listed.value) {
      const map = options.readers.find((reader) => matches(reader, listing));
      if (!map) continue;
      const device = deviceOf(listing, map, readings.has(listing.path));
      found.set(device.id, { device, map, path: listing.path });
    }
    seen = found;
    return ok([...found.values()].map(({ device }) => device));
  }

  /** Looked for anew each time: what is at a place may have been changed for something else. */
  async function foundBy(id: string, signal: AbortSignal): Promise<Result<Found, ScannerFailure>> {
    const before = seen.get(id);
    const looked = await discover(signal);
    if (!looked.ok) return looked;
    const found = seen.get(id);
    if (found) return ok(found);
    if (!before) return err({ kind: 'device-not-found' });
    const replaced = [...seen.values()].some(({ path }) => path === before.path);
    return err({ kind: replaced ? 'identity-changed' : 'device-gone' });
  }

  async function info(id: string, signal?: AbortSignal): Promise<Result<DeviceInfo, ScannerFailure>> {
    const found = await foundBy(id, whole(signal));
    if (!found.ok) return found;
    const { device } = found.value;
    return ok({ device, firmware: '', serviceVersion: '', attestation: unproved('', device) });
  }

  function unproved(transactionId: string, { make, model }: Device): Attestation {
    return {
      kind: 'none',
      signer: '',
      transactionId,
      at: options.clock.now(),
      facts: { transport: 'HID', make, model },
    };
  }

  async function capture(
    id: string,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const both = whole(signal);
    if (both.aborted) return err({ kind: 'aborted' });
    const known = seen.get(id);
    const before = known && readings.get(known.path);
    if (before && !before.signal.aborted) return err({ kind: 'device-busy' });
    // Somebody has just stopped: the system gives the device back within a slice.
    await before?.work;
    const found = await foundBy(id, both);
    if (!found.ok) return found;
    const flaw = flawOf(found.value, request);
    if (flaw) return err(flaw);
    const { path } = found.value;
    if (readings.has(path)) return err({ kind: 'device-busy' });
    const work = read(found.value, request, both).finally(() => readings.delete(path));
    readings.set(path, { work, signal: both });
    return Promise.race([work, abortOf(both)]);
  }

  function flawOf({ device, map }: Found, request: CaptureRequest): ScannerFailure | null {
    // One reading is one finger, or one code.
    if (request.sealed || request.modality !== map.modality || request.count !== 1)
      return { kind: 'not-supported' };
    if (!isAllowed(options.trust, device.make, device.model)) return { kind: 'device-not-allowed' };
    // Text is judged by what it says, whoever read it; a finger only by where it comes from.
    return map.modality === 'finger' && options.trust.unknownDevices === 'refuse'
      ? { kind: 'not-signed' }
      : null;
  }

  async function read(
    found: Found,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const opened = await options.transport.open(found.path);
    if (!opened.ok) return opened;
    const slackMs = options.captureSlackMs ?? 2_000;
    const parts = await readParts(opened.value, found.map, request.timeoutMs, slackMs, signal);
    await opened.value.close();
    if (!parts.ok) return parts;
    const decoded = decodeReading(parts.value, found.map.decoder);
    if (!decoded.ok) return decoded;
    const attestation = unproved(request.transactionId, found.device);
    return ok(
      decoded.value.map(({ position, ...read }) =>
        createCapture({
          ...read,
          modality: found.map.modality,
          // Such a reader does not know which finger it is: that is the officer's word.
          position: found.map.modality === 'finger' ? (request.positions[0] ?? '') : position,
          attestation,
        }),
      ),
    );
  }

  const watches = createWatches(discover, options.watchEveryMs);

  return {
    driver: 'hid',
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
      await Promise.all([...readings.values()].map(({ work }) => work));
    },
  };
}

async function readParts(
  handle: HidHandle,
  map: ReportMap,
  timeoutMs: number,
  slackMs: number,
  signal: AbortSignal,
) {
  const { framing } = map;
  const orders = framing.kind === 'chunks' ? framing : null;
  if (orders?.start) {
    const started = await handle.write(Buffer.from(orders.start, 'hex'));
    if (!started.ok) return started;
  }
  const assembler = createAssembler(map);
  const from = performance.now();
  let heardAt = from;
  let inOneGo = 0;
  try {
    while (!signal.aborted) {
      const leftMs = timeoutMs + (assembler.hasBegun() ? slackMs : 0) - (performance.now() - from);
      if (leftMs <= 0)
        return err({ kind: assembler.hasBegun() ? 'answer-late' : 'capture-timeout' } as const);
      const report = await handle.read(Math.ceil(Math.min(sliceMs, leftMs)));
      if (!report.ok) return report;
      if (report.value) {
        heardAt = performance.now();
        inOneGo += 1;
        if (inOneGo % reportsInOneGo === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      const isQuiet = !report.value && performance.now() - heardAt >= pauseMs;
      const said = report.value ? assembler.push(report.value) : isQuiet ? assembler.pause() : ok(null);
      if (!said.ok) return said;
      if (said.value) return ok(said.value);
    }
    return err({ kind: 'aborted' } as const);
  } finally {
    // Best effort: a device that has gone needs no stopping.
    if (orders?.stop) await handle.write(Buffer.from(orders.stop, 'hex'));
  }
}

function abortOf(signal: AbortSignal): Promise<Result<never, ScannerFailure>> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(err({ kind: 'aborted' })), { once: true });
  });
}

function matches({ match }: ReportMap, listing: HidListing): boolean {
  return (
    (match.vendorId === null || match.vendorId === listing.vendorId) &&
    (match.productId === null || match.productId === listing.productId) &&
    (match.usagePage === null || match.usagePage === listing.usagePage) &&
    (match.usage === null || match.usage === listing.usage)
  );
}

const hex4 = (value: number) => value.toString(16).padStart(4, '0');

function deviceOf(listing: HidListing, map: ReportMap, busy: boolean): Device {
  const { path, vendorId, productId, make, product, serial, accessible } = listing;
  // A path may hold anything; two readers of a kind often have the same serial number, or none.
  const place = createHash('sha256').update(`${path}\0${serial}`).digest('hex').slice(0, 12);
  return {
    id: `hid/${hex4(vendorId)}:${hex4(productId)}:${place}`,
    driver: 'hid',
    make: map.make ?? (make === '' ? hex4(vendorId) : make),
    model: map.model ?? (product === '' ? hex4(productId) : product),
    serial,
    modalities: [map.modality],
    status: busy ? 'busy' : accessible ? 'ready' : 'not-ready',
    canStream: false,
  };
}
