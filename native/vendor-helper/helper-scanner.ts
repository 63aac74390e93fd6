// Driver for readers that only a vendor's library speaks to: the library runs in a helper of its own process. A helper
// proves nothing of its device: biometrics are taken only where policy takes unsigned devices, and are recorded so.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Clock } from '#electron/port/clock.ts';
import {
  createCapture,
  type Attestation,
  type Capture,
  type CaptureRequest,
  type Device,
  type DeviceInfo,
  type PreviewFrame,
  type Scanner,
  type ScannerFailure,
} from '#electron/port/scanner.ts';
import { isAllowed, type TrustStore } from '../trust/trust-store.ts';
import { createWatches, isSame } from '../watch-devices.ts';
import { capturesSchema, devicesSchema, infoSchema, type HelperDevice } from './helper-messages.ts';
import {
  createHelperProcess,
  type HelperAnswer,
  type HelperExchange,
  type HelperProgram,
  type HelperTimes,
} from './helper-process.ts';

export interface HelperOptions {
  /** The bank's own name for this helper, part of each device's id. */
  readonly name: string;
  readonly program: HelperProgram;
  readonly clock: Clock;
  readonly trust: TrustStore;
  readonly times?: HelperTimes;
  readonly watchEveryMs?: number;
  readonly captureSlackMs?: number;
  readonly record?: (exchange: HelperExchange) => void;
}

interface Found {
  readonly device: Device;
  readonly own: HelperDevice;
}

const askMs = 5_000;
const maxWaiting = 2;
const maxPictureBytes = 2_097_152;

export function createHelperScanner(options: HelperOptions): Scanner {
  const closing = new AbortController();
  const helper = createHelperProcess(options.program, options.times, options.record);
  let seen = new Map<string, Found>();

  const whole = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  async function discover(signal?: AbortSignal): Promise<Result<readonly Device[], ScannerFailure>> {
    const answered = await helper.ask({ verb: 'devices', answerMs: askMs, signal: whole(signal) });
    if (!answered.ok) return answered;
    const said = devicesSchema.safeParse(answered.value.value);
    if (!said.success) return err({ kind: 'answer-malformed' });
    const found = said.data.devices.map((own) => ({ own, device: deviceOf(options.name, own) }));
    seen = new Map(found.map((entry) => [entry.device.id, entry]));
    return ok(found.map(({ device }) => device));
  }

  async function foundBy(id: string, signal: AbortSignal): Promise<Result<Found, ScannerFailure>> {
    const looked = seen.has(id) ? ok([]) : await discover(signal);
    if (signal.aborted) return err({ kind: 'aborted' });
    const found = seen.get(id);
    if (found) return ok(found);
    return looked.ok ? err({ kind: 'device-not-found' }) : looked;
  }

  function unproved(transactionId: string): Attestation {
    return {
      kind: 'none',
      signer: '',
      transactionId,
      at: options.clock.now(),
      facts: { helper: options.name, program: options.program.sha256 ?? 'not pinned' },
    };
  }

  async function info(id: string, signal?: AbortSignal): Promise<Result<DeviceInfo, ScannerFailure>> {
    const both = whole(signal);
    const found = await foundBy(id, both);
    if (!found.ok) return found;
    const { device, own } = found.value;
    const answered = await helper.ask({ verb: 'info', deviceId: own.id, answerMs: askMs, signal: both });
    if (!answered.ok) return answered;
    const said = infoSchema.safeParse(answered.value.value);
    return said.success
      ? ok({ device, ...said.data, attestation: unproved('') })
      : err({ kind: 'answer-malformed' });
  }

  async function capture(
    id: string,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const both = whole(signal);
    const found = await foundBy(id, both);
    if (!found.ok) return found;
    const { device, own } = found.value;
    if (request.sealed || !device.modalities.includes(request.modality))
      return err({ kind: 'not-supported' });
    if (!isAllowed(options.trust, device.make, device.model)) return err({ kind: 'device-not-allowed' });
    if (!isJudgedByItself(request.modality) && options.trust.unknownDevices === 'refuse')
      return err({ kind: 'not-signed' });
    const answered = await helper.ask({
      verb: 'capture',
      deviceId: own.id,
      request,
      answerMs: request.timeoutMs + (options.captureSlackMs ?? 2_000),
      signal: both,
    });
    if (!answered.ok) return answered;
    const captures = capturesOf(answered.value, request, device);
    if (!captures.ok) answered.value.body.fill(0);
    return captures;
  }

  function capturesOf(
    { value, body }: HelperAnswer,
    request: CaptureRequest,
    device: Device,
  ): Result<readonly Capture[], ScannerFailure> {
    const said = capturesSchema.safeParse(value);
    if (!said.success) return err({ kind: 'answer-malformed' });
    const { captures, transactionId } = said.data;
    if (transactionId !== request.transactionId) return err({ kind: 'other-transaction' });
    if (!isSame({ ...device, ...said.data.device }, device)) return err({ kind: 'identity-changed' });
    if (captures.reduce((sum, { bytes }) => sum + bytes, 0) !== body.length)
      return err({ kind: 'answer-malformed', code: 'length' });
    const positions = captures.map(({ position }) => position).filter((position) => position !== '');
    const isUnasked = (position: string) =>
      request.exceptions.includes(position) ||
      (request.positions.length > 0 && !request.positions.includes(position));
    if (captures.length !== request.count && !isJudgedByItself(request.modality))
      return err({ kind: 'answer-malformed', code: 'count' });
    if (positions.some(isUnasked) || new Set(positions).size < positions.length)
      return err({ kind: 'answer-malformed', code: 'position' });
    const attestation = unproved(transactionId);
    let at = 0;
    return ok(
      captures.map(({ bytes, ...rest }) => {
        at += bytes;
        return createCapture({
          ...rest,
          modality: request.modality,
          bytes: body.subarray(at - bytes, at),
          attestation,
        });
      }),
    );
  }

  async function* stream(
    id: string,
    signal: AbortSignal,
  ): AsyncGenerator<Result<PreviewFrame, ScannerFailure>, void> {
    const leaving = new AbortController();
    const both = AbortSignal.any([whole(signal), leaving.signal]);
    const found = await foundBy(id, both);
    if (!found.ok || !found.value.device.canStream) {
      yield found.ok ? err({ kind: 'not-supported' }) : found;
      return;
    }
    const waiting: Buffer[] = [];
    let wake = () => {};
    let end: ScannerFailure | null = null;
    const ended = helper
      .ask({
        verb: 'stream',
        deviceId: found.value.own.id,
        answerMs: askMs,
        signal: both,
        onPicture(jpeg) {
          // Whoever looks slowly sees fewer pictures; none pile up.
          if (jpeg.length <= maxPictureBytes) waiting.push(jpeg);
          if (waiting.length > maxWaiting) waiting.shift();
          wake();
        },
      })
      .then((answered) => (end = answered.ok ? { kind: 'device-gone' } : answered.error))
      .finally(() => wake());
    try {
      // Whoever has stopped sees no more pictures, also none that were waiting.
      while (!both.aborted) {
        const jpeg = waiting.shift();
        if (jpeg) yield ok({ jpeg });
        else if (end) break;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      if (!signal.aborted && end) yield err(end);
    } finally {
      leaving.abort();
      await ended;
    }
  }

  const watches = createWatches(discover, options.watchEveryMs);

  return {
    driver: driverOf(options.name),
    discover,
    info,
    stream,
    capture,
    watch: watches.watch,
    async close() {
      watches.close();
      closing.abort();
      await helper.close();
    },
  };
}

/** A document or a code is judged by what it says, whoever read it; a finger only by where it comes from. */
const isJudgedByItself = (modality: CaptureRequest['modality']): boolean =>
  modality === 'document' || modality === 'text';

/** A branch may have several, each a driver by itself. */
const driverOf = (helper: string): string => `vendor-helper/${helper}`;

function deviceOf(helper: string, own: HelperDevice): Device {
  const { id, make, model, serial, modality, status, canStream } = own;
  return {
    id: `${driverOf(helper)}/${id}`,
    driver: driverOf(helper),
    make,
    model,
    serial,
    modalities: [modality],
    status,
    canStream,
  };
}
