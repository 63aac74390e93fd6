// A simulated SBI device on a raw socket: speaks every verb, takes the reference mock's admin commands, and misbehaves
// on order. Its fingers belong to nobody (core/biometrics/generate-finger.ts). Never part of a packaged kiosk.
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { z } from 'zod';
import { drawPrint } from '#core/biometrics/draw-print.ts';
import { writeFingerPicture } from '#core/biometrics/finger-picture.ts';
import { generateFinger, generateImpression } from '#core/biometrics/generate-finger.ts';
import { writeTemplate } from '#core/biometrics/minutiae-template.ts';
import {
  answer,
  answerText,
  serveRaw,
  type RawServer,
  type ServedRequest,
} from '../../loopback-http/serve.ts';
import { firstLink, nextLink, type ChainForm } from '../hash-chain.ts';
import { signJws, type DeviceKeys } from './device-keys.ts';
import { drawnIris } from './drawn-iris.ts';
import { sealCapture, sealTerms } from './seal-capture.ts';
import { misbehave, type DeviceFault } from '../../simulator/faults.ts';
import { previewPicture } from '../../simulator/preview-picture.ts';

export interface SbiSimulatorOptions {
  readonly ports: readonly number[];
  readonly keys: DeviceKeys;
  /** Wrong keys for the certificate faults. */
  readonly strangerKeys?: DeviceKeys;
  readonly expiredKeys?: DeviceKeys;
  readonly type?: 'Finger' | 'Iris' | 'Face';
  /** What a finger comes as: the template a matcher likes, or the picture that registration devices give. */
  readonly gives?: 'template' | 'picture';
  /** The older services' word for a look; the other one is refused then. */
  readonly looksBy?: 'MOSIPDISC' | 'SBIDISC';
  readonly chainForm?: ChainForm;
  /** Whom `CAPTURE` is sealed for; a careless device without one sends it open. */
  readonly authority?: X509Certificate;
  readonly now: () => Date;
}

export interface SbiSimulator {
  readonly port: number;
  fault: DeviceFault | null;
  /** An error code of the specification for the next captures; null for success. */
  errorCode: string | null;
  serial: string;
  /** The finger that really lies there, whatever is asked for; null: the right one. */
  onSensor: string | null;
  readonly captures: number;
  /** Time the device itself took for its last capture, from the order's end to the answer's start. */
  readonly ownMs: number;
  close(): Promise<void>;
}

const adminSchema = z.object({
  deviceStatus: z.string().optional(),
  qualityScore: z.coerce.number().optional(),
  delay: z.coerce.number().optional(),
  method: z.array(z.string()).optional(),
  profileId: z.string().optional(),
});
const captureSchema = z.object({
  env: z.string(),
  purpose: z.string(),
  timeout: z.coerce.number(),
  transactionId: z.string(),
  bio: z
    .array(
      z.object({
        type: z.string(),
        count: z.coerce.number().int().min(1).max(10),
        bioSubType: z.array(z.string()).nullish(),
        requestedScore: z.coerce.number(),
        deviceId: z.string(),
        previousHash: z.string(),
      }),
    )
    .length(1),
});

const frameEveryMs = 100;
const deviceIds = { Finger: 'simulated-1', Iris: 'simulated-iris-1', Face: 'simulated-face-1' } as const;

export async function startSbiSimulator(options: SbiSimulatorOptions): Promise<SbiSimulator | null> {
  const { type = 'Finger', now } = options;
  const deviceId = deviceIds[type];
  const state = {
    fault: null as DeviceFault | null,
    errorCode: null as string | null,
    serial: 'SIM-0001',
    onSensor: null as string | null,
    captures: 0,
    ownMs: 0,
  };
  let status = 'Ready';
  let score = 82;
  let delayMs = 0;
  let delayed = new Set<string>();
  let profile = 1;
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

  const identity = () => ({
    serialNo: state.fault === 'changed-identity' ? 'SIM-9999' : state.serial,
    make: 'Pravesh',
    model: 'Simulated SBI',
    type,
    deviceSubType: 'Single',
    deviceProvider: 'Pravesh',
    deviceProviderId: 'PRAVESH',
    dateTime: now().toISOString(),
  });

  function keys(): DeviceKeys {
    if (state.fault === 'unknown-certificate') return options.strangerKeys ?? options.keys;
    return state.fault === 'expired-certificate' ? (options.expiredKeys ?? options.keys) : options.keys;
  }

  const signedIdentity = () => signJws(identity(), keys().foundation, keys().issuer);
  const errorOf = (code: string | null) => ({
    errorCode: code ?? '0',
    errorInfo: code === null ? 'Success' : 'Simulated',
  });

  function discovered() {
    return [
      {
        deviceId,
        deviceStatus: status,
        certification: 'L1',
        serviceVersion: '1.0.0',
        deviceSubId: ['0'],
        callbackId: '',
        // Unsigned here, as the specification has it; signed in MOSIPDINFO and in every capture.
        digitalId: Buffer.from(JSON.stringify({ ...identity(), serialNo: state.serial })).toString(
          'base64url',
        ),
        deviceCode: deviceId,
        specVersion: ['0.9.5'],
        purpose: 'Registration',
        error: errorOf(null),
      },
    ];
  }

  function informed() {
    const deviceInfo = {
      deviceId,
      deviceSubId: ['0'],
      deviceStatus: status,
      firmware: '1.2.3',
      certification: 'L1',
      serviceVersion: '1.0.0',
      digitalId: signedIdentity(),
      env: 'Developer',
      purpose: 'Registration',
      specVersion: ['0.9.5'],
    };
    return [{ deviceInfo: signJws(deviceInfo, keys().device, keys().issuer), error: errorOf(null) }];
  }

  /** What lies there: a finger of the profile as a template or a picture, or an eye as a picture. */
  function recordOf(position: string | undefined, index: number): Uint8Array {
    if (type === 'Iris') {
      const eye = position === 'Left' || position === 'Right' ? position : 'unknown';
      return drawnIris(eye, profile * 100 + (eye === 'Left' ? 2 : 1));
    }
    const seed = profile * 100 + fingerNumber(position, index);
    if (options.gives === 'picture') {
      const { pixels, ...size } = drawPrint(seed, state.captures * 2);
      return writeFingerPicture({ ...size, position: 0, pxPerInch: 500, form: 'grey-8', data: pixels });
    }
    const finger = generateFinger(seed);
    return writeTemplate(generateImpression(finger, state.captures * 2));
  }

  function captured(order: z.infer<typeof captureSchema>, isSealed: boolean): string {
    const [bio] = order.bio;
    let previous = bio?.previousHash || firstLink;
    const biometrics = Array.from({ length: bio?.count ?? 1 }, (_, index) => {
      state.captures += 1;
      const asked = bio?.bioSubType?.[index];
      const value = recordOf(state.onSensor ?? asked, index);
      const timestamp = new Date(now().getTime() - (state.fault === 'stale' ? 600_000 : 0)).toISOString();
      const seal =
        isSealed && options.authority
          ? sealCapture(value, options.authority, sealTerms(timestamp, order.transactionId))
          : null;
      const payload = {
        digitalId: signedIdentity(),
        deviceCode: deviceId,
        deviceServiceVersion: '1.0.0',
        bioType: type,
        bioSubType: asked ?? (index === 0 ? 'UNKNOWN' : `UNKNOWN ${index + 1}`),
        purpose: order.purpose,
        env: order.env,
        bioValue: Buffer.from(seal?.bytes ?? value).toString('base64url'),
        transactionId: state.fault === 'wrong-transaction' ? 'somebody-else' : order.transactionId,
        timestamp,
        requestedScore: String(bio?.requestedScore ?? 0),
        qualityScore: String(score),
      };
      const jws = signJws(payload, keys().device, keys().issuer);
      const form = options.chainForm ?? 'bytes';
      previous = nextLink(state.fault === 'broken-chain' ? 'AB'.repeat(32) : previous, value, form);
      return {
        specVersion: '0.9.5',
        data: tampered(jws, state.fault),
        hash: previous,
        ...(isSealed
          ? { sessionKey: seal?.sessionKey ?? 'none', thumbprint: seal?.thumbprint ?? 'none' }
          : {}),
        error: errorOf(null),
      };
    });
    return JSON.stringify({ biometrics });
  }

  async function capture(body: string, isSealed: boolean, socket: Socket): Promise<void> {
    const started = performance.now();
    const asked = captureSchema.safeParse(parsedOrNull(body));
    const refuse = (code: string) =>
      answer(
        socket,
        JSON.stringify({ biometrics: [{ specVersion: '0.9.5', data: '', hash: '', error: errorOf(code) }] }),
      );
    if (!asked.success) return refuse('501');
    if (capturing) return refuse('703');
    if (status !== 'Ready')
      return refuse(status === 'Busy' ? '111' : status === 'Not Registered' ? '100' : '110');
    if (state.errorCode !== null) return refuse(state.errorCode);
    capturing = true;
    const isDelayed = delayed.has(isSealed ? 'CAPTURE' : 'RCAPTURE');
    const timedOut = isDelayed && delayMs > asked.data.timeout;
    await later(timedOut ? asked.data.timeout : isDelayed ? delayMs : 0);
    capturing = false;
    if (timedOut) return refuse('701');
    const whole =
      state.fault === 'replayed' && lastAnswer !== null ? lastAnswer : captured(asked.data, isSealed);
    lastAnswer = whole;
    state.ownMs = performance.now() - started;
    if (!(await misbehave(state.fault, answerText(whole, 'application/json', 200), socket, later)))
      answer(socket, whole);
  }

  async function stream(socket: Socket): Promise<void> {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=--BoundaryString\r\n\r\n',
    );
    for (let frame = 0; !socket.destroyed; frame += 1) {
      const jpeg = previewPicture(frame);
      const head = `--BoundaryString\r\nContent-type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), jpeg, Buffer.from('\r\n')]));
      if (state.fault === 'gone-in-the-middle' && frame === 2) socket.destroy();
      await later(frameEveryMs);
    }
  }

  function administer(body: string, socket: Socket): void {
    const order = adminSchema.safeParse(parsedOrNull(body));
    if (!order.success) return answer(socket, JSON.stringify({ errorCode: '501' }), 'application/json', 400);
    status = order.data.deviceStatus ?? status;
    score = order.data.qualityScore ?? score;
    profile = Number(order.data.profileId ?? profile) || 1;
    if (order.data.delay !== undefined) {
      delayMs = order.data.delay;
      delayed = new Set(order.data.method ?? ['RCAPTURE']);
    }
    answer(socket, JSON.stringify({ errorCode: '0', errorInfo: 'Success' }));
  }

  async function handle({ verb, path, body }: ServedRequest, socket: Socket): Promise<void> {
    if (verb === 'POST' && path.startsWith('/admin/')) return administer(body, socket);
    const isCapture = verb === 'RCAPTURE' || verb === 'CAPTURE';
    if (!isCapture && delayed.has(verb)) await later(delayMs);
    const looks = options.looksBy ? [options.looksBy] : ['MOSIPDISC', 'SBIDISC'];
    if (looks.includes(verb)) return answer(socket, JSON.stringify(discovered()));
    if (verb === 'MOSIPDINFO') return answer(socket, JSON.stringify(informed()));
    if (isCapture) return capture(body, verb === 'CAPTURE', socket);
    if (verb === 'STREAM') return stream(socket);
    answer(socket, JSON.stringify({ errorCode: '500', errorInfo: 'Invalid url' }), 'application/json', 404);
  }

  const server: RawServer | null = await serveRaw({ ports: options.ports, handle });
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

const positions = ['Thumb', 'IndexFinger', 'MiddleFinger', 'RingFinger', 'LittleFinger'];

/** Each finger of a profile is one of its own, however often and in whatever company it is captured. */
function fingerNumber(position: string | undefined, index: number): number {
  const [side = '', name = ''] = (position ?? '').split(' ');
  const place = positions.indexOf(name);
  return place < 0 ? index : 10 + place + (side === 'Left' ? positions.length : 0);
}

/** One bit of the payload, or the whole signature. */
function tampered(jws: string, fault: DeviceFault | null): string {
  const [head = '', body = '', signature = ''] = jws.split('.');
  if (fault === 'not-signed') return body;
  if (fault !== 'wrong-signature') return jws;
  const bytes = Buffer.from(signature, 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return `${head}.${body}.${bytes.toString('base64url')}`;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
