import { createDecipheriv, privateDecrypt, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compareTemplates } from '#core/biometrics/choose-capture.ts';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { CaptureRequest } from '#electron/port/scanner.ts';
import { describeScanner, expectMapped, type ScannerRig } from '#test/conformance/scanner-suite.ts';
import { createRecorder, replay } from '../loopback-http/recording.ts';
import { answer, serveRaw } from '../loopback-http/serve.ts';
import { trustFaults, wireFaults } from '../simulator/faults.ts';
import { previewPicture } from '../simulator/preview-picture.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import { firstLink, formOfLink, nextLink } from './hash-chain.ts';
import { sbiCodes, kindOfSbiCode } from './sbi-codes.ts';
import { createSbiScanner, type SbiOptions } from './sbi-scanner.ts';
import { createDeviceKeys } from './simulator/device-keys.ts';
import { sealTerms } from './simulator/seal-capture.ts';
import { startSbiSimulator, type SbiSimulator, type SbiSimulatorOptions } from './simulator/sbi-simulator.ts';

const keys = createDeviceKeys(new Date());
const strangerKeys = createDeviceKeys(new Date());
const expired = createDeviceKeys(new Date(), 'expired');
const trust: TrustStore = {
  roots: [keys.root, expired.root],
  revoked: new Set(),
  allowed: new Set(['Pravesh/Simulated SBI']),
  unknownDevices: 'refuse',
};
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const ever = new AbortController().signal;

/** Away from the ports of a device that may really be there, and one range a test file. */
const ports = Array.from({ length: 8 }, (_, index) => 45_010 + index);

const request = (): CaptureRequest => ({
  modality: 'finger',
  count: 1,
  positions: ['Left IndexFinger'],
  exceptions: [],
  timeoutMs: 5_000,
  requestedQuality: 40,
  transactionId: randomUUID(),
  documentKey: null,
});

const sealedEntrySchema = z.object({
  data: z.string(),
  hash: z.string(),
  sessionKey: z.string(),
  thumbprint: z.string().length(64),
});
const sealedPayloadSchema = z.object({ bioValue: z.string(), timestamp: z.string() });

const start = async (
  options: Partial<Pick<SbiSimulatorOptions, 'chainForm' | 'now' | 'authority' | 'looksBy'>> = {},
) => {
  const simulator = await startSbiSimulator({
    ports,
    keys,
    strangerKeys,
    expiredKeys: expired,
    now: () => new Date(),
    ...options,
  });
  if (!simulator) throw new Error('no free port');
  return simulator;
};

const scannerFor = (options: Partial<SbiOptions> = {}) =>
  createSbiScanner({ clock, trust, env: 'Developer', ports, captureSlackMs: 500, ...options });

async function order(port: number, path: string, body: unknown): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/admin/${path}`, { method: 'POST', body: JSON.stringify(body) });
}

async function makeRig(): Promise<ScannerRig> {
  let simulator: SbiSimulator | null = null;
  const scanner = scannerFor();
  const port = () => simulator?.port ?? 0;
  return {
    scanner,
    async plug() {
      simulator = await start();
    },
    unplug: async () => simulator?.close(),
    setReady: (ready) => order(port(), 'status', { deviceStatus: ready ? 'Ready' : 'Not Ready' }),
    setDelayMs: (delay) => order(port(), 'delay', { delay, method: ['RCAPTURE'] }),
    setFault(fault) {
      if (simulator)
        simulator.fault = [...wireFaults, ...trustFaults].find((known) => known === fault) ?? null;
    },
    request,
    streams: true,
    notReady: 'device-not-ready',
    faults: {
      malformed: ['answer-malformed'],
      slow: ['answer-late'],
      'half-closed': ['device-gone'],
      'gone-in-the-middle': ['device-gone'],
      'lies-long': ['device-gone'],
      'lies-short': ['answer-malformed'],
      // On a slow machine its time is over first.
      floods: ['answer-too-large', 'answer-late'],
      'wrong-signature': ['signature-wrong'],
      'not-signed': ['not-signed'],
      replayed: ['answer-replayed'],
      'wrong-transaction': ['other-transaction'],
      stale: ['answer-stale'],
      'broken-chain': ['hash-chain-broken'],
      'expired-certificate': ['certificate-expired'],
      'unknown-certificate': ['certificate-unknown'],
      'changed-identity': ['identity-changed'],
    },
    async close() {
      await scanner.close();
      await simulator?.close();
    },
  };
}

describeScanner('sbi', [...wireFaults, ...trustFaults], makeRig);

describe('sbi', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0)) await thing.close();
  });

  async function both(options: Partial<SbiOptions> = {}, simulated: Parameters<typeof start>[0] = {}) {
    const simulator = await start(simulated);
    const scanner = scannerFor(options);
    open.push(simulator, scanner);
    const found = await scanner.discover();
    return { simulator, scanner, id: (found.ok && found.value[0]?.id) || '' };
  }

  it('DV10 maps every code of the specification to an outcome and a message, and takes no other for success', () => {
    for (const code of ['100', '101', '103', '106', '110', '111', '701', '703'])
      expect(Object.keys(sbiCodes)).toContain(code);
    for (const kind of Object.values(sbiCodes)) expectMapped(kind);
    expect(kindOfSbiCode('4711')).toBe('device-failed');
  });

  it('DV10 gives every error of a capture its kind and keeps the code', async () => {
    const { simulator, scanner, id } = await both();
    for (const code of [...Object.keys(sbiCodes), '999']) {
      simulator.errorCode = code;
      expect(await scanner.capture(id, request(), ever)).toEqual({
        ok: false,
        error: { kind: kindOfSbiCode(code), code },
      });
    }
  });

  it('DV65 two kiosks on one device: the first has its capture, the second is told that it is in use', async () => {
    const { simulator, scanner, id } = await both();
    const other = scannerFor();
    open.push(other);
    await order(simulator.port, 'delay', { delay: 400, method: ['RCAPTURE'] });
    const first = scanner.capture(id, request(), ever);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [mine, theirs] = await Promise.all([first, other.capture(id, request(), ever)]);
    expect(mine.ok).toBe(true);
    expect(theirs).toEqual({ ok: false, error: { kind: 'device-busy', code: '703' } });
    expect((await other.capture(id, request(), ever)).ok).toBe(true);
  });

  it.each(['hex', 'bytes'] as const)(
    'DV11 takes a hash chain joined as %s, says so, four fingers long',
    async (form) => {
      const { scanner, id } = await both({}, { chainForm: form });
      const positions = ['Left IndexFinger', 'Left MiddleFinger', 'Left RingFinger', 'Left LittleFinger'];
      const captured = await scanner.capture(id, { ...request(), count: 4, positions }, ever);
      if (!captured.ok) throw new Error(captured.error.kind);
      expect(captured.value.map(({ position }) => position)).toEqual(positions);
      for (const { attestation, bytes } of captured.value) {
        expect(attestation.facts['hashChain']).toBe(form);
        expect(readTemplate(bytes).ok).toBe(true);
      }
    },
  );

  it('DV11 joins digests as published: the first link is the digest of nothing', () => {
    expect(firstLink).toBe('E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855');
    const value = Buffer.from('value');
    expect(nextLink(firstLink, value, 'hex')).not.toBe(nextLink(firstLink, value, 'bytes'));
    expect(formOfLink(firstLink, value, nextLink(firstLink, value, 'hex').toLowerCase())).toBe('hex');
    expect(formOfLink('AA'.repeat(32), value, nextLink(firstLink, value, 'bytes'))).toBeNull();
  });

  it('DV12 refuses fingers that were not asked for, are missing, or are fewer than asked', async () => {
    const { scanner, id } = await both();
    const asked = { ...request(), positions: ['Left IndexFinger'], exceptions: ['Left IndexFinger'] };
    expect(await scanner.capture(id, asked, ever)).toMatchObject({ error: { code: 'position' } });
    const twice = { ...request(), count: 2, positions: ['Left Thumb', 'Left Thumb'] };
    expect(await scanner.capture(id, twice, ever)).toMatchObject({ error: { code: 'position' } });
    const iris = { ...request(), modality: 'iris' as const };
    expect(await scanner.capture(id, iris, ever)).toMatchObject({ error: { kind: 'not-supported' } });
  });

  it('DV13 refuses a revoked certificate, a make not allowed, another environment, a transaction used twice', async () => {
    const revoked = new Set([keys.issuer.certificate.fingerprint256]);
    const withRevoked = await both({ trust: { ...trust, revoked } });
    expect(await withRevoked.scanner.capture(withRevoked.id, request(), ever)).toMatchObject({
      error: { kind: 'certificate-revoked' },
    });
    const others = scannerFor({ trust: { ...trust, allowed: new Set(['Other/Maker']) } });
    const production = scannerFor({ env: 'Production' });
    open.push(others, production);
    expect(await others.capture(withRevoked.id, request(), ever)).toMatchObject({
      error: { kind: 'device-not-allowed' },
    });
    // The simulator answers in the environment it is asked in; a device of another would not.
    const once = request();
    expect((await production.capture(withRevoked.id, once, ever)).ok).toBe(true);
    expect(await production.capture(withRevoked.id, once, ever)).toMatchObject({
      error: { kind: 'request-refused' },
    });
  });

  it('DV13 takes a device nobody vouches for only where policy says, and records it', async () => {
    const { simulator, scanner, id } = await both({
      trust: { ...trust, roots: [], unknownDevices: 'record' },
    });
    const captured = await scanner.capture(id, request(), ever);
    expect(captured).toMatchObject({ ok: true, value: [{ attestation: { kind: 'none' } }] });
    simulator.fault = 'wrong-signature';
    expect(await scanner.capture(id, request(), ever)).toMatchObject({ error: { kind: 'signature-wrong' } });
  });

  it('DV66 hands on what the device sealed for an authority as it came, and refuses it open', async () => {
    const authority = createDeviceKeys(new Date()).device;
    const { scanner, id } = await both({}, { authority: authority.certificate });
    const asked = { ...request(), sealed: true as const };
    const captured = await scanner.capture(id, asked, ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    const [capture] = captured.value;
    expect(capture).toMatchObject({ format: 'sbi-sealed', attestation: { facts: { hashChain: 'sealed' } } });
    const entry = sealedEntrySchema.parse(JSON.parse(Buffer.from(capture?.bytes ?? []).toString()));
    const payload = sealedPayloadSchema.parse(
      JSON.parse(Buffer.from(entry.data.split('.')[1] ?? '', 'base64url').toString()),
    );
    const sessionKey = privateDecrypt(
      { key: authority.privateKey, oaepHash: 'sha256' },
      Buffer.from(entry.sessionKey, 'base64url'),
    );
    const { iv, aad } = sealTerms(payload.timestamp, asked.transactionId);
    const value = Buffer.from(payload.bioValue, 'base64url');
    const opener = createDecipheriv('aes-256-gcm', sessionKey, iv)
      .setAAD(aad)
      .setAuthTag(value.subarray(-16));
    const opened = Buffer.concat([opener.update(value.subarray(0, -16)), opener.final()]);
    expect(readTemplate(opened).ok).toBe(true);
    expect(formOfLink(firstLink, opened, entry.hash)).toBe('bytes');

    const careless = await both();
    expect(await careless.scanner.capture(careless.id, { ...request(), sealed: true }, ever)).toMatchObject({
      error: { kind: 'answer-malformed', code: 'not-sealed' },
    });
  });

  it('DV14 passes by a port taken by another program, and one that never answers', async () => {
    const other = await serveRaw({
      ports,
      handle: (_, socket) => answer(socket, '<html>hello</html>', 'text/html'),
    });
    const silent = await serveRaw({ ports: ports.slice(1), handle: () => undefined });
    if (!other || !silent) throw new Error('no free port');
    open.push(other, silent);
    const { scanner, id } = await both();
    expect(await scanner.discover()).toMatchObject({ value: [{ id }] });
  });

  it('DV67 looks at each of the 100 ports that the specification has, unless told otherwise', async () => {
    const asked: number[] = [];
    const record: SbiOptions['record'] = ({ port }) => void asked.push(port);
    const scanner = createSbiScanner({ clock, trust, env: 'Developer', record });
    open.push(scanner);
    await scanner.discover();
    const wanted = Array.from({ length: 100 }, (_, index) => 4_501 + index);
    expect([...new Set(asked)].toSorted((a, b) => a - b)).toEqual(wanted);
  });

  it('DV67 finds a service that knows one of the two words for a look only', async () => {
    for (const looksBy of ['MOSIPDISC', 'SBIDISC'] as const) {
      const { scanner, id, simulator } = await both({}, { looksBy });
      expect(id).toBe('sbi/simulated-1');
      expect((await scanner.capture(id, request(), ever)).ok).toBe(true);
      await simulator.close();
    }
  });

  it('DV67 the simulator obeys each order of the reference mock: status, score, delay, profile', async () => {
    const { simulator, scanner, id } = await both();
    const captured = async (change: Partial<CaptureRequest> = {}) => {
      const answered = await scanner.capture(id, { ...request(), ...change }, ever);
      if (!answered.ok) return answered.error.kind;
      return { quality: answered.value[0]?.quality, bytes: answered.value[0]?.bytes ?? new Uint8Array() };
    };
    const first = await captured();
    await order(simulator.port, 'score', { qualityScore: 17 });
    expect(await captured()).toMatchObject({ quality: 17 });
    await order(simulator.port, 'profile', { profileId: '2' });
    const second = await captured();
    if (typeof first === 'string' || typeof second === 'string') throw new Error('nothing captured');
    expect(compareTemplates(first.bytes, second.bytes)?.outcome).toBe('mismatch');
    await order(simulator.port, 'delay', { delay: 900, method: ['RCAPTURE'] });
    expect(await captured({ timeoutMs: 100 })).toBe('capture-timeout');
    await order(simulator.port, 'delay', { delay: 0 });
    for (const [deviceStatus, kind] of [
      ['Busy', 'device-busy'],
      ['Not Ready', 'device-not-ready'],
      ['Not Registered', 'device-not-registered'],
    ] as const) {
      await order(simulator.port, 'status', { deviceStatus });
      expect(await captured()).toBe(kind);
    }
  });

  it('DV15 records a preview too: its pictures only where a test asks, and then they are played back', async () => {
    const lines: string[] = [];
    const whole: string[] = [];
    const write = createRecorder((line) => lines.push(line));
    const writeWhole = createRecorder((line) => whole.push(line), { whole: true });
    const record: SbiOptions['record'] = (exchanged) => {
      write(exchanged);
      writeWhole(exchanged);
    };
    const seen = async (of: ReturnType<typeof scannerFor>, id: string) => {
      const stop = new AbortController();
      const pictures: string[] = [];
      for await (const frame of of.stream(id, stop.signal)) {
        pictures.push(frame.ok ? Buffer.from(frame.value.jpeg).toString('base64') : frame.error.kind);
        if (pictures.length === 3) stop.abort();
      }
      return pictures;
    };
    const { simulator, scanner, id } = await both({ record });
    expect(await seen(scanner, id)).toHaveLength(3);
    await simulator.close();
    const streamed = (all: readonly string[]) => all.filter((line) => line.includes('"verb":"STREAM"'));
    expect(streamed(lines)).toHaveLength(1);
    expect(lines.every((line) => !/[A-Za-z0-9+/_=-]{65}/.test(line))).toBe(true);
    const played = await replay(
      whole.filter((line) => line.includes('"failure":null') || line.includes('"verb":"STREAM"')),
      ports,
    );
    if (!played) throw new Error('no free port');
    const again = scannerFor();
    open.push(played, again);
    // Played back they come all at once, and whoever looks sees the newest.
    const drawn = Array.from({ length: 8 }, (_, frame) => previewPicture(frame).toString('base64'));
    const [first, ...rest] = await seen(again, id);
    expect(first).toBeOneOf(drawn);
    expect(rest.at(-1)).toBe('device-gone');
  });

  it('DV15 records every exchange without a biometric, and plays back what was recorded whole', async () => {
    const lines: string[] = [];
    const whole: string[] = [];
    const write = createRecorder((line) => lines.push(line));
    const writeWhole = createRecorder((line) => whole.push(line), { whole: true });
    const record: SbiOptions['record'] = (exchanged) => {
      write(exchanged);
      if (exchanged.failure === null) writeWhole(exchanged);
    };
    const { simulator, scanner, id } = await both({ record });
    const asked = request();
    const captured = await scanner.capture(id, asked, ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    await simulator.close();
    const value = Buffer.from(captured.value[0]?.bytes ?? []).toString('base64url');
    const inClear = (text: string) =>
      text.includes(
        Buffer.from(`"bioValue":"${value.slice(0, 30)}`)
          .toString('base64')
          .slice(4, 24),
      );
    expect(lines.some((line) => line.includes('"verb":"RCAPTURE"'))).toBe(true);
    expect(lines.every((line) => !inClear(line) && !/[A-Za-z0-9+/_=-]{65}/.test(line))).toBe(true);
    const played = await replay(whole, ports);
    if (!played) throw new Error('no free port');
    open.push(played);
    const again = scannerFor();
    open.push(again);
    const replayed = await again.capture(id, asked, ever);
    expect(replayed).toMatchObject({ ok: true, value: [{ quality: 82 }] });
    expect(replayed.ok && replayed.value[0]?.bytes).toEqual(captured.value[0]?.bytes);
  });
});
