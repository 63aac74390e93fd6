// Driver for UIDAI's registered devices: a vendor's service on loopback, ports 11100 to 11120, over http or https.
// What it captures is sealed for UIDAI: passed on as it came, never opened, kept, logged or queued.
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Clock } from '#electron/port/clock.ts';
import {
  createCapture,
  type Capture,
  type CaptureRequest,
  type Device,
  type DeviceInfo,
  type Scanner,
  type ScannerFailure,
} from '#electron/port/scanner.ts';
import {
  exchange,
  type Answer,
  type ExchangeFailure,
  type RecordedExchange,
} from '../loopback-http/exchange.ts';
import { failureOf } from '../loopback-http/live-pictures.ts';
import { readCertificate } from '../trust/read-certificate.ts';
import { isAllowed, judgeChain, type TrustStore } from '../trust/trust-store.ts';
import { createWatches } from '../watch-devices.ts';
import { pidOptions, type PidTerms } from './pid-options.ts';
import type { EkycTerms } from '../devices-config.ts';
import { kindOfRdCode } from './rd-codes.ts';
import { readDeviceInfo, readPidAnswer, readService, type RdDeviceInfo, type RdService } from './rd-xml.ts';
import { wadhOf } from './wadh.ts';

export const rdPorts: readonly number[] = Array.from({ length: 21 }, (_, index) => 11_100 + index);

export interface RdOptions extends Pick<PidTerms, 'env'> {
  readonly clock: Clock;
  /** Allow list and revocation always hold. */
  readonly trust: TrustStore;
  /** Who vouches for the device's certificate (`mc`): our roots, or UIDAI, who alone can open what it captured. */
  readonly chainJudgedBy?: 'trust-store' | 'uidai';
  /** The eKYC request that captures are for; null for authentication. */
  readonly ekyc?: EkycTerms | null;
  readonly ports?: readonly number[];
  readonly watchEveryMs?: number;
  readonly captureSlackMs?: number;
  /** Sealed parts are long runs of base64, which no recorder keeps. */
  readonly record?: (exchange: RecordedExchange) => void;
}

interface Found {
  readonly device: Device;
  readonly info: RdDeviceInfo;
  readonly service: RdService;
  readonly port: number;
  readonly secure: boolean;
}

type Sent = Promise<Result<Answer, ExchangeFailure>>;

const probe = { connectMs: 400, answerMs: 400 } as const;
const infoTimes = { connectMs: 1_000, answerMs: 5_000 } as const;
const rememberedAnswers = 256;

export function createRdScanner(options: RdOptions): Scanner {
  const closing = new AbortController();
  /** Digests of sealed answers: one that comes again was played back. */
  const answered = new Set<string>();
  let seen = new Map<string, Found>();

  const whole = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  function ask(
    to: { port: number; secure: boolean },
    verb: string,
    path: string,
    times: { connectMs: number; answerMs: number },
    signal: AbortSignal,
    body = '',
  ): Sent {
    const { record } = options;
    return exchange({ ...to, verb, path, body, contentType: 'text/xml', ...times, signal, record });
  }

  /** The devices at a port; `broken` where something answers, but no channel to it can be made. */
  async function look(port: number, signal: AbortSignal): Promise<Found[] | 'broken'> {
    for (const secure of [false, true]) {
      const to = { port, secure };
      const said = await ask(to, 'RDSERVICE', '/', probe, signal);
      if (!said.ok) {
        if (said.error.kind === 'tls-broken') return 'broken';
        if (said.error.kind === 'late') return heldUp(port);
        // Whoever speaks https hangs up on http, or answers with an alert.
        if (said.error.kind === 'gone' || said.error.kind === 'malformed') continue;
        return [];
      }
      const service = readService(said.value.body);
      if (!service) continue;
      const told = await ask(to, 'DEVICEINFO', service.infoPath, probe, signal);
      const info = told.ok ? readDeviceInfo(told.value.body) : null;
      return info ? [foundOf(info, service, to)] : heldUp(port);
    }
    return [];
  }

  function heldUp(port: number): Found[] {
    return [...seen.values()]
      .filter((found) => found.port === port)
      .map((found) => ({ ...found, device: { ...found.device, status: 'busy' } }));
  }

  async function discover(signal?: AbortSignal): Promise<Result<readonly Device[], ScannerFailure>> {
    const both = whole(signal);
    const looks = await Promise.all((options.ports ?? rdPorts).map((port) => look(port, both)));
    if (both.aborted) return err({ kind: 'aborted' });
    const found = looks.flatMap((entry) => (entry === 'broken' ? [] : entry));
    seen = new Map(found.map((entry) => [entry.device.id, entry]));
    if (found.length === 0 && looks.includes('broken')) return err({ kind: 'channel-broken' });
    return ok(found.map(({ device }) => device));
  }

  async function foundBy(id: string, signal: AbortSignal): Promise<Result<Found, ScannerFailure>> {
    const looked = seen.has(id) ? ok([]) : await discover(signal);
    if (signal.aborted) return err({ kind: 'aborted' });
    const found = seen.get(id);
    if (found) return ok(found);
    return looked.ok ? err({ kind: 'device-not-found' }) : looked;
  }

  async function info(id: string, signal?: AbortSignal): Promise<Result<DeviceInfo, ScannerFailure>> {
    const both = whole(signal);
    const known = await foundBy(id, both);
    if (!known.ok) return known;
    const { service, device } = known.value;
    const told = await ask(known.value, 'DEVICEINFO', service.infoPath, infoTimes, both);
    if (!told.ok) return err(failureOf(told.error));
    const said = readDeviceInfo(told.value.body);
    if (!said) return err({ kind: 'answer-malformed' });
    const flaw = flawOf(said, known.value.info);
    if (flaw) return err(flaw);
    return ok({
      device,
      firmware: '',
      serviceVersion: said.rdsVer,
      attestation: {
        kind: 'sealed',
        signer: signerOf(said),
        transactionId: '',
        at: options.clock.now(),
        facts: { rdsId: said.rdsId },
      },
    });
  }

  function flawOf(said: RdDeviceInfo, known: RdDeviceInfo): ScannerFailure | null {
    if (said.dpId !== known.dpId || said.mi !== known.mi || said.dc !== known.dc)
      return { kind: 'identity-changed' };
    if (!isAllowed(options.trust, said.dpId, said.mi)) return { kind: 'device-not-allowed' };
    const certificate = readCertificate(Buffer.from(said.mc, 'base64'));
    if (!certificate) return { kind: 'certificate-unknown' };
    const unvouched = options.chainJudgedBy === 'uidai' ? { unknownDevices: 'record' as const } : {};
    const judged = judgeChain(
      { ...options.trust, ...unvouched },
      [certificate],
      new Date(options.clock.now()),
    );
    return judged.ok ? null : judged.error;
  }

  async function capture(
    id: string,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<Result<readonly Capture[], ScannerFailure>> {
    const both = whole(signal);
    const known = await foundBy(id, both);
    if (!known.ok) return known;
    const { service } = known.value;
    if (!known.value.device.modalities.includes(request.modality)) return err({ kind: 'not-supported' });
    const times = { connectMs: 10_000, answerMs: request.timeoutMs + (options.captureSlackMs ?? 2_000) };
    const wadh = options.ekyc ? wadhOf(options.ekyc, request.modality) : '';
    const terms: PidTerms = { env: options.env, wadh };
    const order = (fType: 0 | 2) =>
      ask(known.value, 'CAPTURE', service.capturePath, times, both, pidOptions(request, terms, fType));
    let said = await order(2);
    let pid = said.ok ? readPidAnswer(said.value.body) : null;
    if (pid?.code === '110') said = await order(0);
    else if (pid?.code === '720') {
      // The specification's way to wake a device.
      await ask(known.value, 'DEVICEINFO', service.infoPath, infoTimes, both);
      said = await order(2);
    }
    if (!said.ok) return err(failureOf(said.error));
    const { body } = said.value;
    pid = readPidAnswer(body);
    const judged = judge(pid, body, known.value.info);
    if (judged) {
      body.fill(0);
      return err(judged);
    }
    return ok([sealedCapture(body, request, pid, known.value)]);
  }

  function judge(
    pid: ReturnType<typeof readPidAnswer>,
    body: Buffer,
    known: RdDeviceInfo,
  ): ScannerFailure | null {
    if (!pid) return { kind: 'answer-malformed' };
    if (pid.code !== '0') return { kind: kindOfRdCode(pid.code), code: pid.code };
    if (!pid.whole || !pid.device) return { kind: 'answer-malformed' };
    const flaw = flawOf(pid.device, known);
    if (flaw) return flaw;
    const digest = createHash('sha256').update(body).digest('hex');
    if (answered.has(digest)) return { kind: 'answer-replayed' };
    answered.add(digest);
    const [oldest] = answered;
    if (answered.size > rememberedAnswers && oldest !== undefined) answered.delete(oldest);
    return null;
  }

  function sealedCapture(
    body: Buffer,
    request: CaptureRequest,
    pid: ReturnType<typeof readPidAnswer>,
    { info: said, secure }: Found,
  ): Capture {
    return createCapture({
      modality: request.modality,
      position: request.positions.join(','),
      format: 'uidai-pid',
      bytes: body,
      quality: pid?.quality ?? null,
      attestation: {
        kind: 'sealed',
        signer: signerOf(said),
        transactionId: request.transactionId,
        at: options.clock.now(),
        facts: {
          dpId: said.dpId,
          mi: said.mi,
          rdsId: said.rdsId,
          rdsVer: said.rdsVer,
          channel: secure ? 'https, certificate unproved' : 'http',
        },
      },
    });
  }

  const watches = createWatches(discover, options.watchEveryMs);

  return {
    driver: 'rd-service',
    discover,
    info,
    async *stream() {
      // Registered devices show no preview.
      yield err({ kind: 'not-supported' } as const);
    },
    capture,
    watch: watches.watch,
    async close() {
      watches.close();
      closing.abort();
    },
  };
}

function foundOf(info: RdDeviceInfo, service: RdService, to: { port: number; secure: boolean }): Found {
  const device: Device = {
    id: `rd-service/${info.dc}`,
    driver: 'rd-service',
    make: info.dpId,
    model: info.mi,
    serial: info.dc,
    modalities: [service.modality],
    status: service.status,
    canStream: false,
  };
  return { device, info, service, ...to };
}

function signerOf({ mc }: RdDeviceInfo): string {
  return createHash('sha256').update(Buffer.from(mc, 'base64')).digest('hex');
}
