// The drivers in a real process of their own, over a simulated scanner outside it: killed, hung, started too often, ended.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { systemSchedule } from '../system/schedule.ts';
import { createDevices } from '../../service/devices/devices.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { drawPrint } from '#core/biometrics/draw-print.ts';
import { writeFingerPicture } from '#core/biometrics/finger-picture.ts';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { CaptureRequest, DeviceEvent } from '../../port/scanner.ts';
import type { Scanners } from '../../port/scanners.ts';
import type { WorkerHost, WorkerPort } from '../../port/worker-host.ts';
import { createProcessScanners } from './process-scanners.ts';

const folder = mkdtempSync(join(tmpdir(), 'pravesh-devices-'));
const configFile = join(folder, 'devices.json');
const entry = join(import.meta.dirname, '../../worker/devices.ts');
const keys = createDeviceKeys(new Date());
const ever = new AbortController().signal;
let device: SbiSimulator;
let scanners: Scanners | null = null;
let port: WorkerPort | null = null;
let starts = 0;
let logged: string[] = [];

const host = createForkWorkerHost(() => entry);
const watched: WorkerHost = {
  start(name) {
    starts += 1;
    port = host.start(name);
    return port;
  },
};

beforeAll(async () => {
  const started = await startSbiSimulator({ ports: [0], keys, now: () => new Date() });
  if (!started) throw new Error('no free port');
  device = started;
  writeFileSync(
    configFile,
    JSON.stringify({
      production: false,
      trust: { scannerRoots: [keys.root.toString()] },
      sbi: { ports: [device.port] },
      'rd-service': null,
      hid: null,
      pcsc: null,
    }),
  );
});
afterEach(async () => {
  await setDelay(0);
  await scanners?.close();
  scanners = null;
});
afterAll(async () => {
  await device.close();
  rmSync(folder, { recursive: true, force: true });
});

function connect(simulated = false, mayRestart = () => true): Scanners {
  starts = 0;
  logged = [];
  scanners = createProcessScanners({
    workers: watched,
    simulated,
    configFile,
    mayRestart,
    restMs: 600_000,
    log: (event, facts) => void logged.push(`${event} ${Object.values(facts).join(' ')}`),
  });
  return scanners;
}

async function only(from: Scanners) {
  const { scanners: all } = await from.open();
  const [scanner] = all;
  if (!scanner) throw new Error('no driver');
  return scanner;
}

const request = (): CaptureRequest => ({
  modality: 'finger',
  count: 1,
  positions: [],
  exceptions: [],
  timeoutMs: 5_000,
  requestedQuality: 40,
  transactionId: crypto.randomUUID(),
  documentKey: null,
});

async function setDelay(delay: number): Promise<void> {
  await fetch(`http://127.0.0.1:${device.port}/admin/delay`, {
    method: 'POST',
    body: JSON.stringify({ delay }),
  });
}

describe('drivers in a process of their own', () => {
  it('DV61 find, ask, preview and capture as they do beside the kiosk, and hand bytes over that no JSON shows', async () => {
    const scanner = await only(connect());
    expect(scanner.driver).toBe('sbi');
    const found = await scanner.discover();
    expect(found).toMatchObject({ ok: true, value: [{ id: 'sbi/simulated-1', status: 'ready' }] });
    expect(await scanner.info('sbi/simulated-1')).toMatchObject({
      ok: true,
      value: { attestation: { kind: 'signed' } },
    });
    const asked = request();
    const captured = await scanner.capture('sbi/simulated-1', asked, ever);
    const [capture] = captured.ok ? captured.value : [];
    expect(capture?.attestation.transactionId).toBe(asked.transactionId);
    expect(Buffer.from(capture?.bytes ?? []).toString('latin1', 0, 3)).toBe('FMR');
    expect(JSON.parse(JSON.stringify(capture))).not.toHaveProperty('bytes');
    const leaving = new AbortController();
    let frames = 0;
    for await (const frame of scanner.stream('sbi/simulated-1', leaving.signal)) {
      expect(frame.ok).toBe(true);
      frames += 1;
      if (frames === 3) leaving.abort();
    }
    expect(frames).toBe(3);
    expect(await scanner.info('none/such')).toEqual({ ok: false, error: { kind: 'device-not-found' } });
    expect(starts).toBe(1);
  });

  it('DV69 finds the minutiae of a picture there, not beside the kiosk; a process that cannot be had finds none', async () => {
    const from = connect();
    const { pixels, ...size } = drawPrint(1, 0);
    const record = writeFingerPicture({
      ...size,
      position: 0,
      pxPerInch: 500,
      form: 'grey-8',
      data: pixels,
    });
    const before = Uint8Array.from(record);
    const template = await from.templateOf(record);
    expect(readTemplate(template ?? new Uint8Array()).ok).toBe(true);
    expect(record).toEqual(before);
    expect(await from.templateOf(new Uint8Array(80))).toBeNull();
    await from.close();
    expect(await from.templateOf(record)).toBeNull();
  });

  it('DV41 the bank’s lists reach the process, the one after it too, and the record says which they were', async () => {
    const from = connect();
    const scanner = await only(from);
    await scanner.discover();
    const lists = (serial: number, change: Partial<DeviceLists> = {}): DeviceLists => ({
      serial,
      asOf: instantSchema.parse('2026-11-30T08:00:00.000Z'),
      revoked: [],
      allowed: null,
      allowedCertificates: null,
      ...change,
    });
    from.useLists(lists(3));
    const captured = await scanner.capture('sbi/simulated-1', request(), ever);
    expect(captured.ok && captured.value[0]?.attestation.facts['lists']).toBe('3');
    const print = keys.device.certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    from.useLists(lists(4, { revoked: [print] }));
    const revoked = { ok: false, error: { kind: 'certificate-revoked' } };
    expect(await scanner.capture('sbi/simulated-1', request(), ever)).toMatchObject(revoked);
    port?.kill();
    await expect.poll(() => logged.length).toBe(1);
    await scanner.discover();
    expect(starts).toBe(2);
    expect(await scanner.capture('sbi/simulated-1', request(), ever)).toMatchObject(revoked);
  });

  it('DV61 killed in the middle of a capture: the capture has its name, watches are taken up, and the next one succeeds', async () => {
    const scanner = await only(connect());
    const events: DeviceEvent[] = [];
    const watching = scanner.watch((event) => events.push(event));
    await expect.poll(() => events.map(({ type }) => type)).toEqual(['attached']);
    await setDelay(3_000);
    const capturing = scanner.capture('sbi/simulated-1', request(), ever);
    await new Promise((resolve) => setTimeout(resolve, 200));
    port?.kill();
    expect(await capturing).toEqual({ ok: false, error: { kind: 'driver-ended' } });
    await setDelay(0);
    await expect
      .poll(() => events.map(({ type }) => type), { timeout: 20_000 })
      .toEqual(['attached', 'detached', 'attached']);
    // The device goes on with the first one until its own time is over.
    await expect
      .poll(async () => (await scanner.capture('sbi/simulated-1', request(), ever)).ok, { timeout: 20_000 })
      .toBe(true);
    watching.close();
    expect(starts).toBe(2);
    expect(logged).toEqual([expect.stringMatching(/^devices-process-ended (hung|null|\d+) yes$/)]);
  });

  it('DV61 killed again and again: it rests, everybody is told so, and the kiosk goes on', async () => {
    let allowed = 1;
    const from = connect(false, () => (allowed -= 1) >= 0);
    const scanner = await only(from);
    const changes: string[] = [];
    const devices = createDevices({
      scanners: from,
      clock: { now: () => instantSchema.parse(new Date().toISOString()) },
      schedule: systemSchedule,
      newId: () => crypto.randomUUID(),
      onChange: () => changes.push('changed'),
      log: () => undefined,
    });
    const following = devices.follow();
    const isThere = () => devices.view().devices.length === 1;
    await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
    port?.kill();
    await expect.poll(() => starts, { timeout: 20_000 }).toBe(2);
    await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
    port?.kill();
    await expect
      .poll(() => devices.view().drivers, { timeout: 20_000 })
      .toEqual([{ driver: 'sbi', problem: 'driversResting' }]);
    expect(devices.view().devices).toEqual([]);
    expect(await scanner.discover()).toEqual({ ok: false, error: { kind: 'drivers-resting' } });
    expect(await scanner.capture('sbi/simulated-1', request(), ever)).toEqual({
      ok: false,
      error: { kind: 'drivers-resting' },
    });
    expect(starts).toBe(2);
    following.close();
    await devices.close();
  });

  it('DV61 simulated devices are plugged in again after an end', async () => {
    const from = connect(true);
    await from.simulated?.plug('finger', true);
    expect(from.simulated?.attached()).toEqual(['finger']);
    const { scanners: all } = await from.open();
    const sbi = all.find(({ driver }) => driver === 'sbi');
    expect(await sbi?.discover()).toMatchObject({ ok: true, value: [{ model: 'Simulated SBI' }] });
    port?.kill();
    await expect
      .poll(() => sbi?.discover(), { timeout: 20_000 })
      .toMatchObject({ ok: true, value: [{ model: 'Simulated SBI' }] });
    expect(starts).toBe(2);
  });

  it('DV61 stopped captures and a closed kiosk leave no process and no answer behind', async () => {
    const from = connect();
    const scanner = await only(from);
    await scanner.discover();
    await setDelay(3_000);
    const leaving = new AbortController();
    const capturing = scanner.capture('sbi/simulated-1', request(), leaving.signal);
    setTimeout(() => leaving.abort(), 100);
    expect(await capturing).toEqual({ ok: false, error: { kind: 'aborted' } });
    const waiting = scanner.capture('sbi/simulated-1', request(), ever);
    let ended = false;
    port?.onExit(() => (ended = true));
    await from.close();
    expect(await waiting).toEqual({ ok: false, error: { kind: 'aborted' } });
    await expect.poll(() => ended).toBe(true);
    expect(await scanner.discover()).toEqual({ ok: false, error: { kind: 'aborted' } });
  });

  it('DV61 the main process loads no driver: nothing that a shell starts with knows one', () => {
    const opened = readFileSync(join(import.meta.dirname, '../../shell/open-kiosk.ts'), 'utf8');
    expect(opened).not.toMatch(/open-scanners|#native/);
  });
});
