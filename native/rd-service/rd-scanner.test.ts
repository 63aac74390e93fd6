import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { instantSchema } from '#core/kernel/instant.ts';
import { handOver, type CaptureRequest, type DeviceEvent } from '#electron/port/scanner.ts';
import { describeScanner, expectMapped, type ScannerRig } from '#test/conformance/scanner-suite.ts';
import { issueCertificate } from '../der/issue-certificate.ts';
import { createRecorder, replay } from '../loopback-http/recording.ts';
import { answer, serveRaw } from '../loopback-http/serve.ts';
import { createDeviceKeys } from '../sbi/simulator/device-keys.ts';
import { wireFaults } from '../simulator/faults.ts';
import { kindOfRdCode, rdCodes } from './rd-codes.ts';
import { createRdScanner, type RdOptions } from './rd-scanner.ts';
import { pidOptions } from './pid-options.ts';
import { readDeviceInfo, readPidAnswer, readService } from './rd-xml.ts';
import { wadhOf } from './wadh.ts';
import { startRdSimulator, type RdSimulator, type RdSimulatorOptions } from './simulator/rd-simulator.ts';

const keys = createDeviceKeys(new Date());
const stranger = createDeviceKeys(new Date());
const expired = createDeviceKeys(new Date(), 'expired');
const trust = {
  roots: [keys.issuer.certificate, expired.issuer.certificate],
  revoked: new Set<string>(),
  allowed: null,
  unknownDevices: 'refuse' as const,
};
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const ever = new AbortController().signal;
const ports = Array.from({ length: 8 }, (_, index) => 45_110 + index);
const deviceFaults = ['replayed', 'expired-certificate', 'unknown-certificate', 'changed-identity'] as const;

const ekyc = {
  version: '2.5',
  residentConsent: 'Y',
  localLanguage: 'N',
  decrypted: 'N',
  printFormat: 'N',
} as const;

const request = (): CaptureRequest => ({
  modality: 'finger',
  count: 1,
  positions: [],
  exceptions: [],
  timeoutMs: 5_000,
  requestedQuality: 45,
  transactionId: randomUUID(),
  documentKey: null,
});

async function start(options: Partial<RdSimulatorOptions> = {}): Promise<RdSimulator> {
  const simulator = await startRdSimulator({
    ports,
    certificate: keys.device.certificate,
    strangerCertificate: stranger.device.certificate,
    expiredCertificate: expired.device.certificate,
    ...options,
  });
  if (!simulator) throw new Error('no free port');
  return simulator;
}

const scannerFor = (options: Partial<RdOptions> = {}) =>
  createRdScanner({ clock, trust, env: 'PP', ports, captureSlackMs: 500, ...options });

async function order(port: number, body: unknown): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/admin/status`, { method: 'POST', body: JSON.stringify(body) });
}

async function makeRig(): Promise<ScannerRig> {
  let simulator: RdSimulator | null = null;
  const scanner = scannerFor();
  const port = () => simulator?.port ?? 0;
  return {
    scanner,
    async plug() {
      simulator = await start();
    },
    unplug: async () => simulator?.close(),
    setReady: (ready) => order(port(), { deviceStatus: ready ? 'READY' : 'NOTREADY' }),
    setDelayMs: (delay) => order(port(), { delay }),
    setFault(fault) {
      if (simulator)
        simulator.fault = [...wireFaults, ...deviceFaults].find((known) => known === fault) ?? null;
    },
    request,
    streams: false,
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
      replayed: ['answer-replayed'],
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

describeScanner('rd-service', [...wireFaults, ...deviceFaults], makeRig);

describe('rd-service', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0)) await thing.close();
  });

  async function both(options: Partial<RdOptions> = {}, simulated: Partial<RdSimulatorOptions> = {}) {
    const simulator = await start(simulated);
    const scanner = scannerFor(options);
    open.push(simulator, scanner);
    const found = await scanner.discover();
    return { simulator, scanner, found, id: (found.ok && found.value[0]?.id) || '' };
  }

  const codes = '100 110 120 130 140 150 160 170 180 190 200 210 700 710 720 730 740 750 760 770 999'.split(
    ' ',
  );

  it('DV10 maps every code of the specification to an outcome and a message', () => {
    expect(Object.keys(rdCodes)).toEqual(codes);
    for (const kind of Object.values(rdCodes)) expectMapped(kind);
    expect(kindOfRdCode('12345')).toBe('device-failed');
  });

  it('DV10 gives every code of a capture its kind and keeps the code', async () => {
    const { simulator, scanner, id } = await both();
    for (const code of codes) {
      simulator.errorCode = code;
      expect(await scanner.capture(id, request(), ever)).toEqual({
        ok: false,
        error: { kind: kindOfRdCode(code), code },
      });
    }
  });

  it('DV65 two kiosks on one device: the first has its capture, the second is told that it is in use', async () => {
    const { simulator, scanner, id } = await both();
    const other = scannerFor();
    open.push(other);
    const body = JSON.stringify({ delay: 400 });
    await fetch(`http://127.0.0.1:${simulator.port}/admin/delay`, { method: 'POST', body });
    const first = scanner.capture(id, request(), ever);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [mine, theirs] = await Promise.all([first, other.capture(id, request(), ever)]);
    expect(mine.ok).toBe(true);
    expect(theirs).toEqual({ ok: false, error: { kind: 'device-busy', code: '710' } });
    expect((await other.capture(id, request(), ever)).ok).toBe(true);
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

  it('DV14 takes other programs for what they are: none is a device, and none a broken channel', async () => {
    const answers = ['<html>hello</html>', '{"jsonrpc":"2.0"}'] as const;
    for (const said of answers) {
      const other = await serveRaw({ ports, handle: (_, socket) => answer(socket, said, 'text/html', 400) });
      if (!other) throw new Error('no free port');
      open.push(other);
    }
    const rude = await serveRaw({ ports, handle: (_, socket) => void socket.destroy() });
    if (!rude) throw new Error('no free port');
    open.push(rude);
    const scanner = scannerFor();
    open.push(scanner);
    expect(await scanner.discover()).toEqual({ ok: true, value: [] });
  });

  it('DV67 looks at each of the 21 ports that the specification has, unless told otherwise', async () => {
    const asked: number[] = [];
    const scanner = createRdScanner({ clock, trust, env: 'PP', record: ({ port }) => asked.push(port) });
    open.push(scanner);
    await scanner.discover();
    const wanted = Array.from({ length: 21 }, (_, index) => 11_100 + index);
    expect([...new Set(asked)].toSorted((a, b) => a - b)).toEqual(wanted);
  });

  it('DV16 orders fingers, irises and faces, and asks an old service in its own words', async () => {
    const { simulator, scanner, id } = await both({ ekyc }, { old: true });
    const positions = ['Left IndexFinger', 'Right Thumb'];
    expect((await scanner.capture(id, { ...request(), count: 2, positions }, ever)).ok).toBe(true);
    expect(simulator.orders.map((text) => /fType="\d"/.exec(text)?.[0])).toEqual(['fType="2"', 'fType="0"']);
    expect(simulator.orders[1]).toContain('fCount="2"');
    expect(simulator.orders[1]).toContain('posh="LEFT_INDEX,RIGHT_THUMB" env="PP"');
    expect(simulator.orders[1]).toContain(`wadh="${wadhOf(ekyc, 'finger')}"`);
    expect(pidOptions(request(), { env: 'PP', wadh: 'a"<b' }, 2)).toContain('wadh="a&quot;&lt;b"');
    const iris = await both({}, { modality: 'iris' });
    const asked = { ...request(), modality: 'iris' as const, count: 2 };
    // Both services run: the second found the next port, and the first has the same device code.
    await simulator.close();
    await iris.scanner.discover();
    expect((await iris.scanner.capture(iris.id, asked, ever)).ok).toBe(true);
    expect(iris.simulator.orders[0]).toMatch(/fCount="0" iCount="2" pCount="0"/);
    await iris.simulator.close();
    const face = await both({ ekyc }, { modality: 'face' });
    const looked = await face.scanner.capture(face.id, { ...request(), modality: 'face' }, ever);
    expect(looked).toMatchObject({ ok: true, value: [{ modality: 'face', format: 'uidai-pid' }] });
    expect(face.simulator.orders[0]).toMatch(/fCount="0" iCount="0" pCount="1" pgCount="1"/);
    expect(face.simulator.orders[0]).toContain(`wadh="${wadhOf(ekyc, 'face')}"`);
    // A finger is not asked of a device that looks at faces.
    expect(await face.scanner.capture(face.id, request(), ever)).toMatchObject({
      error: { kind: 'not-supported' },
    });
  });

  it('DV39 binds a capture for an eKYC to its terms, by the digest that UIDAI expects', () => {
    expect(wadhOf(ekyc, 'finger')).toBe('E0jzJ/P8UopUHAieZn8CKqS4WPMi5ZSYXgfnlfkWjrc=');
    expect(new Set((['finger', 'iris', 'face'] as const).map((kind) => wadhOf(ekyc, kind))).size).toBe(3);
  });

  it('DV39 leaves the chain to UIDAI where the bank has no roots, but not the allow list and the revoked', async () => {
    const bare = { ...trust, roots: [] };
    const strict = await both({ trust: bare });
    expect(await strict.scanner.capture(strict.id, request(), ever)).toMatchObject({
      error: { kind: 'certificate-unknown' },
    });
    const judged = async (
      change: Partial<typeof bare> & { readonly allowedCertificates?: ReadonlySet<string> },
    ) => {
      const scanner = scannerFor({ trust: { ...bare, ...change }, chainJudgedBy: 'uidai' });
      open.push(scanner);
      const captured = await scanner.capture(strict.id, request(), ever);
      return captured.ok ? 'captured' : captured.error.kind;
    };
    const own = keys.device.certificate.fingerprint256;
    expect(await judged({})).toBe('captured');
    expect(await judged({ revoked: new Set([own]) })).toBe('certificate-revoked');
    expect(await judged({ allowedCertificates: new Set([own]) })).toBe('captured');
    expect(await judged({ allowedCertificates: new Set(['AA']) })).toBe('device-not-allowed');
  });

  it('DV17 passes the sealed data on byte by byte, shows them nowhere, and wipes them', async () => {
    const lines: string[] = [];
    const { scanner, id } = await both({ record: createRecorder((line) => lines.push(line)) });
    const captured = await scanner.capture(id, request(), ever);
    const [capture] = captured.ok ? captured.value : [];
    if (!capture) throw new Error('nothing captured');
    expect(capture).toMatchObject({ format: 'uidai-pid', quality: 71, attestation: { kind: 'sealed' } });
    const sent = Buffer.from(await handOver(capture, async (bytes) => Uint8Array.from(bytes)));
    expect(sent.toString()).toMatch(/^<\?xml version="1\.0"\?><PidData>.*<\/Data><\/PidData>$/s);
    const secret = /<Data type="X">([^<]+)</.exec(sent.toString())?.[1] ?? '';
    expect(secret).toHaveLength(2_000);
    for (const shown of [JSON.stringify(captured), inspect(captured, { depth: 9 }), ...lines])
      expect(shown).not.toContain(secret.slice(0, 40));
    expect(lines.some((line) => line.includes('"verb":"CAPTURE"'))).toBe(true);
    expect(capture.bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('DV15 plays back what a simulator recorded whole', async () => {
    const lines: string[] = [];
    const record = createRecorder((line) => lines.push(line), { whole: true });
    const { simulator, scanner, id } = await both({ record });
    const captured = await scanner.capture(id, request(), ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    const bytes = Buffer.from(captured.value[0]?.bytes ?? []);
    await scanner.close();
    await simulator.close();
    const spoken = lines.filter((line) => line.includes('"failure":null'));
    const played = await replay(spoken, ports);
    if (!played) throw new Error('no free port');
    const again = scannerFor();
    open.push(played, again);
    const replayed = await again.capture(id, request(), ever);
    expect(replayed.ok && Buffer.from(replayed.value[0]?.bytes ?? [])).toEqual(bytes);
  });

  it('DV18 finds a service over https, and names one whose https is broken', async () => {
    const day = 86_400_000;
    const channel = (validTo: Date) => {
      const validFrom = new Date(Date.now() - 3 * day);
      const signer = issueCertificate({
        name: 'localhost',
        issuer: null,
        ca: false,
        serial: 9,
        validFrom,
        validTo,
      });
      return {
        key: signer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: signer.certificate.toString(),
      };
    };
    const good = await both({}, { tls: channel(new Date(Date.now() + day)) });
    const captured = await good.scanner.capture(good.id, request(), ever);
    expect(captured).toMatchObject({
      ok: true,
      value: [{ attestation: { facts: { channel: 'https, certificate unproved' } } }],
    });
    await good.simulator.close();
    const broken = await both({}, { tls: channel(new Date(Date.now() - day)) });
    expect(broken.found).toEqual({ ok: false, error: { kind: 'channel-broken' } });
    await broken.simulator.close();
    // It speaks https, but in no form that is spoken here.
    const ciphers = { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_CCM_8_SHA256' } as const;
    const deaf = await both({}, { tls: { ...channel(new Date(Date.now() + day)), ...ciphers } });
    expect(deaf.found).toEqual({ ok: false, error: { kind: 'channel-broken' } });
    const events: DeviceEvent[] = [];
    const watching = deaf.scanner.watch((event) => events.push(event));
    await expect.poll(() => events).toEqual([{ type: 'failed', failure: { kind: 'channel-broken' } }]);
    await deaf.simulator.close();
    const mended = await start();
    open.push(mended);
    await expect
      .poll(() => events.map(({ type }) => type), { timeout: 10_000 })
      .toEqual(['failed', 'mended', 'attached']);
    watching.close();
  });

  it('DV19 reads no document type, no foreign path, no half answer', () => {
    const service = (path: string) =>
      Buffer.from(
        `<RDService status="READY" info=""><Interface id="DEVICEINFO" path="/i"/><Interface id="CAPTURE" path="${path}"/></RDService>`,
      );
    expect(readService(service('http://127.0.0.1:11100/rd/capture'))?.capturePath).toBe('/rd/capture');
    expect(readService(service('http://evil.example/rd'))).toBeNull();
    expect(readService(service('/a b\r\nX: y'))).toBeNull();
    expect(readService(Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><RDService status="READY"/>'))).toBeNull();
    expect(
      readDeviceInfo(Buffer.from('<DeviceInfo dpId="" rdsId="" rdsVer="" dc="" mi="" mc=""/>')),
    ).toBeNull();
    expect(readPidAnswer(Buffer.from('<PidData><Resp errCode="0"/>'))).toBeNull();
    expect(readPidAnswer(Buffer.from('<PidData><Resp errCode="0"/></PidData>'))).toMatchObject({
      whole: false,
    });
  });
});
