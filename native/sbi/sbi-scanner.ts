// Driver for devices behind MOSIP's secure biometric interface: a service of the vendor's on loopback, ports 4501 to 4600.
// The service is not trusted: see verify-capture.ts for what a capture must prove.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Clock } from '#electron/port/clock.ts';
import type {
  Capture,
  CaptureRequest,
  Device,
  DeviceInfo,
  PreviewFrame,
  Scanner,
  ScannerFailure,
} from '#electron/port/scanner.ts';
import { exchange, type RecordedExchange } from '../loopback-http/exchange.ts';
import { failureOf, livePictures } from '../loopback-http/live-pictures.ts';
import { isAllowed, makersTrust, type TrustStore } from '../trust/trust-store.ts';
import { jsonOrNull, verifyJws } from '../trust/verify-jws.ts';
import { createWatches } from '../watch-devices.ts';
import { firstLink } from './hash-chain.ts';
import { kindOfSbiCode } from './sbi-codes.ts';
import {
  captureAnswerSchema,
  deviceInfoSchema,
  digitalIdSchema,
  discoverySchema,
  infoAnswerSchema,
  modalityOf,
  typeOf,
  type DigitalId,
} from './sbi-wire.ts';
import { verifyCapture } from './verify-capture.ts';

export const sbiPorts: readonly number[] = Array.from({ length: 100 }, (_, index) => 4501 + index);

export interface SbiOptions {
  readonly clock: Clock;
  readonly trust: TrustStore;
  /** 'Developer', 'Staging' or 'Production': an answer for another is refused. */
  readonly env: string;
  readonly ports?: readonly number[];
  readonly watchEveryMs?: number;
  /** Beyond the device's own time: sending, signing, sending back. */
  readonly captureSlackMs?: number;
  readonly record?: (exchange: RecordedExchange) => void;
}

interface Found {
  readonly device: Device;
  readonly deviceId: string;
  readonly digitalId: DigitalId;
  readonly port: number;
}

const specVersion = '0.9.5';
/** A registration is for the bank to open; an authentication is sealed by the device for the authority that judges it. */
const open = { verb: 'RCAPTURE', purpose: 'Registration' } as const;
const sealed = { verb: 'CAPTURE', purpose: 'Auth' } as const;
/** A silent port holds up a whole look: with the pause between looks, a device is still seen within 2.5 s. */
const probe = { connectMs: 800, answerMs: 800 } as const;
const infoTimes = { connectMs: 1_000, answerMs: 5_000 } as const;
const rememberedTransactions = 1_000;

export function createSbiScanner(options: SbiOptions): Scanner {
  const closing = new AbortController();
  const used = new Set<string>();
  let seen = new Map<string, Found>();

  const whole = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  const now = () => new Date(options.clock.now());

  async function ask(
    port: number,
    verb: string,
    path: string,
    body: unknown,
    times: { connectMs: number; answerMs: number },
    signal: AbortSignal,
  ) {
    const { record } = options;
    return exchange({ port, verb, path, body: JSON.stringify(body), ...times, signal, record });
  }

  async function look(port: number, signal: AbortSignal): Promise<Found[]> {
    const body = { type: 'Biometric Device' };
    // Older clients and services say SBIDISC.
    for (const verb of ['MOSIPDISC', 'SBIDISC']) {
      const answered = await ask(port, verb, '/device', body, probe, signal);
      // One that is too busy to answer has not gone.
      if (!answered.ok) return answered.error.kind === 'late' ? heldUp(port) : [];
      const listed = discoverySchema.safeParse(parsedOrNull(answered.value.body));
      if (listed.success) return listed.data.flatMap((entry) => foundOf(entry, port) ?? []);
    }
    // Another program has the port: none of ours.
    return [];
  }

  function heldUp(port: number): Found[] {
    return [...seen.values()]
      .filter((found) => found.port === port)
      .map((found) => ({ ...found, device: { ...found.device, status: 'busy' } }));
  }

  async function discover(signal?: AbortSignal): Promise<Result<readonly Device[], ScannerFailure>> {
    const both = whole(signal);
    const found = (await Promise.all((options.ports ?? sbiPorts).map((port) => look(port, both)))).flat();
    if (both.aborted) return err({ kind: 'aborted' });
    seen = new Map(found.map((entry) => [entry.device.id, entry]));
    return ok(found.map(({ device }) => device));
  }

  async function foundBy(id: string, signal: AbortSignal): Promise<Result<Found, ScannerFailure>> {
    if (!seen.has(id)) await discover(signal);
    if (signal.aborted) return err({ kind: 'aborted' });
    const found = seen.get(id);
    return found ? ok(found) : err({ kind: 'device-not-found' });
  }

  async function info(id: string, signal?: AbortSignal): Promise<Result<DeviceInfo, ScannerFailure>> {
    const both = whole(signal);
    const known = await foundBy(id, both);
    if (!known.ok) return known;
    const found = known.value;
    const type = found.digitalId.type;
    const answered = await ask(found.port, 'MOSIPDINFO', '/info', { type }, infoTimes, both);
    if (!answered.ok) return err(failureOf(answered.error));
    const listed = infoAnswerSchema.safeParse(parsedOrNull(answered.value.body));
    const [first] = listed.success ? listed.data : [];
    if (!first) return err({ kind: 'answer-malformed' });
    if (first.error) return err({ kind: kindOfSbiCode(first.error), code: first.error });
    const proven = verifyJws(first.deviceInfo, options.trust, now());
    if (!proven.ok) return proven;
    const said = deviceInfoSchema.safeParse(proven.value.payload);
    if (!said.success) return err({ kind: 'answer-malformed' });
    const identity = verifyJws(said.data.digitalId, makersTrust(options.trust), now());
    if (!identity.ok) return identity;
    const digitalId = digitalIdSchema.safeParse(identity.value.payload);
    if (!digitalId.success) return err({ kind: 'answer-malformed' });
    const { make, model, serialNo } = digitalId.data;
    if (make !== found.device.make || model !== found.device.model || serialNo !== found.device.serial)
      return err({ kind: 'identity-changed' });
    if (!isAllowed(options.trust, make, model)) return err({ kind: 'device-not-allowed' });
    const { signer } = proven.value;
    return ok({
      device: found.device,
      firmware: said.data.firmware,
      serviceVersion: said.data.serviceVersion,
      attestation: {
        kind: signer.vouchedFor ? 'signed' : 'none',
        signer: signer.certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
        transactionId: '',
        at: options.clock.now(),
        facts: { certification: said.data.certification },
      },
    });
  }

  async function capture(
    id: string,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const both = whole(signal);
    const known = await foundBy(id, both);
    if (!known.ok) return known;
    const { port, deviceId, digitalId } = known.value;
    if (typeOf[request.modality] !== digitalId.type) return err({ kind: 'not-supported' });
    if (used.has(request.transactionId)) return err({ kind: 'request-refused', code: 'transaction' });
    const askedAt = now();
    const times = {
      connectMs: 10_000,
      answerMs: request.timeoutMs + (options.captureSlackMs ?? 2_000),
    };
    const { verb, purpose } = request.sealed ? sealed : open;
    const body = captureBody(request, purpose, deviceId, digitalId.type, options.env, askedAt);
    const answered = await ask(port, verb, '/capture', body, times, both);
    if (!answered.ok) return err(failureOf(answered.error));
    const parsed = captureAnswerSchema.safeParse(parsedOrNull(answered.value.body));
    if (!parsed.success) return err({ kind: 'answer-malformed' });
    const { biometrics } = parsed.data;
    const fault = biometrics.find(({ error }) => error !== null)?.error;
    if (fault) return err({ kind: kindOfSbiCode(fault), code: fault });
    // Three fingers where four were asked for are not silently three.
    if (biometrics.length !== request.count) return err({ kind: 'answer-malformed', code: 'count' });
    const captures: Capture[] = [];
    let previousHash = firstLink;
    for (const entry of biometrics) {
      const judged = verifyCapture(entry, previousHash, {
        trust: options.trust,
        transactionId: request.transactionId,
        usedTransactions: used,
        askedAt,
        now: now(),
        purpose,
        env: options.env,
        identity: digitalId,
        bioType: digitalId.type,
        sealed: request.sealed ?? false,
      });
      const flaw = judged.ok ? positionFlaw(judged.value, captures, request) : judged.error;
      if (flaw || !judged.ok) {
        for (const taken of captures) taken.bytes.fill(0);
        return err(flaw ?? { kind: 'answer-malformed' });
      }
      captures.push(judged.value);
      previousHash = entry.hash;
    }
    remember(used, request.transactionId);
    return ok(captures);
  }

  async function* stream(
    id: string,
    signal: AbortSignal,
  ): AsyncGenerator<Result<PreviewFrame, ScannerFailure>, void> {
    const both = whole(signal);
    const known = await foundBy(id, both);
    if (!known.ok) {
      yield known;
      return;
    }
    const { port, deviceId } = known.value;
    const body = JSON.stringify({ deviceId, deviceSubId: '0', timeout: '60000' });
    yield* livePictures(
      {
        port,
        verb: 'STREAM',
        path: '/stream',
        body,
        connectMs: 1_000,
        answerMs: 5_000,
        record: options.record,
      },
      both,
    );
  }

  const watches = createWatches(discover, options.watchEveryMs);

  return {
    driver: 'sbi',
    discover,
    info,
    stream,
    capture,
    watch: watches.watch,
    async close() {
      watches.close();
      closing.abort();
    },
  };
}

function foundOf(entry: ReturnType<typeof discoverySchema.parse>[number], port: number): Found | null {
  const parts = entry.digitalId.split('.');
  const claimed = digitalIdSchema.safeParse(jsonOrNull(parts[parts.length === 3 ? 1 : 0] ?? ''));
  if (!claimed.success || entry.error === '106') return null;
  const { make, model, serialNo: serial, type } = claimed.data;
  const device: Device = {
    id: `sbi/${entry.deviceId}`,
    driver: 'sbi',
    make,
    model,
    serial,
    modalities: [modalityOf[type]],
    status: entry.error ? 'not-ready' : entry.deviceStatus,
    canStream: true,
  };
  return { device, deviceId: entry.deviceId, digitalId: claimed.data, port };
}

function captureBody(
  request: CaptureRequest,
  purpose: string,
  deviceId: string,
  type: DigitalId['type'],
  env: string,
  askedAt: Date,
) {
  return {
    env,
    purpose,
    specVersion,
    timeout: String(request.timeoutMs),
    captureTime: askedAt.toISOString(),
    transactionId: request.transactionId,
    bio: [
      {
        type,
        count: String(request.count),
        bioSubType: request.positions,
        exception: request.exceptions,
        requestedScore: String(request.requestedQuality),
        deviceId,
        deviceSubId: '0',
        previousHash: firstLink,
      },
    ],
    customOpts: [],
  };
}

/** A finger that was not asked for, is missing by the officer's word, or came twice. */
function positionFlaw(
  taken: Capture,
  before: readonly Capture[],
  { positions, exceptions }: CaptureRequest,
): ScannerFailure | null {
  const { position } = taken;
  const twice = position !== '' && before.some((other) => other.position === position);
  const unasked = positions.length > 0 && !positions.includes(position);
  return twice || unasked || exceptions.includes(position)
    ? { kind: 'answer-malformed', code: 'position' }
    : null;
}

/** The oldest are forgotten: their answers would be stale by then. */
function remember(used: Set<string>, transactionId: string): void {
  used.add(transactionId);
  const [oldest] = used;
  if (used.size > rememberedTransactions && oldest !== undefined) used.delete(oldest);
}

function parsedOrNull(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
