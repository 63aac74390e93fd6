// A simulated registered device on a raw socket, http or https: RDSERVICE, DEVICEINFO, CAPTURE, the admin commands of
// the SBI mock, and faults on order. What it seals is random bytes: there is nobody's finger inside.
import { randomBytes, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { z } from 'zod';
import { answer, answerText, serveRaw, type ServedRequest } from '../../loopback-http/serve.ts';
import { misbehave, type DeviceFault } from '../../simulator/faults.ts';

export interface RdSimulatorOptions {
  readonly ports: readonly number[];
  /** The device's certificate, and wrong ones for the faults. */
  readonly certificate: X509Certificate;
  readonly strangerCertificate?: X509Certificate;
  readonly expiredCertificate?: X509Certificate;
  readonly tls?: TlsOptions;
  readonly modality?: 'finger' | 'iris' | 'face';
  /** Before 2.0 services knew no fType 2. */
  readonly old?: boolean;
}

export interface RdSimulator {
  readonly port: number;
  fault: DeviceFault | null;
  errorCode: string | null;
  /** Orders taken, as they came. */
  readonly orders: string[];
  /** Every PidData given out, for tests that look where it went. */
  readonly answers: string[];
  close(): Promise<void>;
}

const adminSchema = z.object({
  deviceStatus: z.string().optional(),
  qualityScore: z.coerce.number().optional(),
  delay: z.coerce.number().optional(),
});

const paths = { info: '/rd/info', capture: '/rd/capture' } as const;

export async function startRdSimulator(options: RdSimulatorOptions): Promise<RdSimulator | null> {
  const { modality = 'finger' } = options;
  const state = {
    fault: null as DeviceFault | null,
    errorCode: null as string | null,
    orders: [] as string[],
    answers: [] as string[],
  };
  let status = 'READY';
  let score = 71;
  let delayMs = 0;
  let capturing = false;
  let lastAnswer: string | null = null;
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });

  function certificate(): X509Certificate {
    if (state.fault === 'unknown-certificate') return options.strangerCertificate ?? options.certificate;
    return state.fault === 'expired-certificate'
      ? (options.expiredCertificate ?? options.certificate)
      : options.certificate;
  }

  const deviceInfo = () => {
    const dc = state.fault === 'changed-identity' ? 'another-device' : 'simulated-device';
    const mc = certificate().raw.toString('base64');
    return `<DeviceInfo dpId="PRAVESH.SIM" rdsId="PRAVESH.SIM.001" rdsVer="1.0.0" dc="${dc}" mi="SIM1" mc="${mc}"/>`;
  };
  const service = () =>
    `<?xml version="1.0"?><RDService status="${status}" info="Simulated ${modality} device">` +
    `<Interface id="DEVICEINFO" path="${paths.info}"/><Interface id="CAPTURE" path="${paths.capture}"/></RDService>`;
  const sealed = (length: number) => randomBytes(length).toString('base64');
  const failed = (code: string) => `<PidData><Resp errCode="${code}" errInfo="Simulated"/></PidData>`;
  const captured = () =>
    `<?xml version="1.0"?><PidData><Resp errCode="0" errInfo="" fCount="1" fType="2" nmPoints="32" qScore="${score}"/>` +
    `${deviceInfo()}<Skey ci="20301231">${sealed(256)}</Skey><Hmac>${sealed(48)}</Hmac>` +
    `<Data type="X">${sealed(1_500)}</Data></PidData>`;

  async function capture(body: string, socket: Socket): Promise<void> {
    state.orders.push(body);
    const refuse = (code: string) => answer(socket, failed(code), 'text/xml');
    const order = /^<\?xml version="1\.0"\?><PidOptions ver="1\.0"><Opts ([^<>]*)\/>/.exec(body)?.[1];
    if (order === undefined) return refuse('100');
    if (options.old && order.includes('fType="2"')) return refuse('110');
    if (capturing) return refuse('710');
    if (status !== 'READY') return refuse(status === 'USED' ? '710' : '720');
    if (state.errorCode !== null) return refuse(state.errorCode);
    const timeoutMs = Number(/ timeout="(\d+)"/.exec(order)?.[1] ?? 0);
    capturing = true;
    await later(Math.min(delayMs, timeoutMs));
    capturing = false;
    if (delayMs > timeoutMs) return refuse('700');
    const whole = state.fault === 'replayed' && lastAnswer !== null ? lastAnswer : captured();
    lastAnswer = whole;
    state.answers.push(whole);
    if (!(await misbehave(state.fault, answerText(whole, 'text/xml', 200), socket, later)))
      answer(socket, whole, 'text/xml');
  }

  function administer(body: string, socket: Socket): void {
    const order = adminSchema.safeParse(parsedOrNull(body));
    if (!order.success) return answer(socket, failed('100'), 'text/xml', 400);
    status = order.data.deviceStatus ?? status;
    score = order.data.qualityScore ?? score;
    delayMs = order.data.delay ?? delayMs;
    answer(socket, '{"errorCode":"0"}');
  }

  async function handle({ verb, path, body }: ServedRequest, socket: Socket): Promise<void> {
    if (verb === 'POST' && path.startsWith('/admin/')) return administer(body, socket);
    if (verb === 'RDSERVICE' && path === '/') return answer(socket, service(), 'text/xml');
    if (verb === 'DEVICEINFO' && path === paths.info) return answer(socket, deviceInfo(), 'text/xml');
    if (verb === 'CAPTURE' && path === paths.capture) return capture(body, socket);
    answer(socket, failed('770'), 'text/xml', 404);
  }

  const { ports, tls } = options;
  const server = await serveRaw({ ports, handle, ...(tls ? { tls } : {}) });
  if (!server) return null;
  return Object.assign(state, {
    port: server.port,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await server.close();
    },
  });
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
