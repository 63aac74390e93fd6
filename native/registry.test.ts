// The drivers as a bank's configuration puts them together, against simulators on ports of their own.
import { afterEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { CaptureRequest } from '#electron/port/scanner.ts';
import { readDevicesConfig, strictDevices, trustOf } from './devices-config.ts';
import { driversOf } from './registry.ts';
import { startRdSimulator } from './rd-service/simulator/rd-simulator.ts';
import { createDeviceKeys } from './sbi/simulator/device-keys.ts';
import { startSbiSimulator } from './sbi/simulator/sbi-simulator.ts';

const keys = createDeviceKeys(new Date());
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const ever = new AbortController().signal;
const root = keys.root.toString();
const ports = Array.from({ length: 6 }, (_, index) => 45_310 + index);

const nothingSaid: DeviceLists = {
  serial: 1,
  asOf: clock.now(),
  revoked: [],
  allowed: null,
  allowedCertificates: null,
};

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

describe('devices by configuration', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0)) await thing.close();
  });

  function configOf(trust: Record<string, unknown>, rest: Record<string, unknown> = {}) {
    const read = readDevicesConfig(
      JSON.stringify({ production: false, trust, sbi: { ports }, 'rd-service': { ports }, ...rest }),
    );
    if (!read.ok) throw new Error(read.error.at);
    return read.value;
  }

  async function captured(driver: string, trust: Record<string, unknown>, record?: (line: string) => void) {
    const scanner = driversOf(configOf(trust))[driver]?.({ clock, ...(record ? { record } : {}) });
    if (!scanner) throw new Error('no driver');
    open.push(scanner);
    const found = await scanner.discover();
    const id = (found.ok && found.value[0]?.id) || '';
    const capture = await scanner.capture(id, request(), ever);
    return capture.ok ? (capture.value[0]?.attestation.kind ?? '') : capture.error.kind;
  }

  it('DV40 opens what the configuration names, and believes nobody where it says nothing', async () => {
    expect(Object.keys(driversOf())).toEqual(['sbi', 'rd-service', 'hid', 'pcsc']);
    expect(trustOf(strictDevices, 'scannerRoots')).toMatchObject({ roots: [], unknownDevices: 'refuse' });
    const helpers = [{ name: 'acme', command: '/opt/acme/helper', sha256: 'ab'.repeat(32) }];
    const some = readDevicesConfig(JSON.stringify({ sbi: null, hid: null, helpers }));
    expect(some.ok && Object.keys(driversOf(some.value))).toEqual([
      'rd-service',
      'pcsc',
      'vendor-helper/acme',
    ]);
    // Opened and closed without a device.
    for (const opened of Object.values(driversOf(configOf({})))) await opened({ clock }).close();
  });

  it('DV40 says where a configuration is not as it must be, and takes nothing of it', () => {
    const at = (config: unknown) => {
      const read = readDevicesConfig(typeof config === 'string' ? config : JSON.stringify(config));
      return read.ok ? 'taken' : read.error.at;
    };
    expect(at('{')).toBe('');
    expect(at({ trust: { scannerRoots: ['no certificate'] } })).toBe('trust.scannerRoots.0');
    expect(at({ trust: { revoked: ['abc'] } })).toBe('trust.revoked.0');
    expect(at({ helpers: [{ name: 'acme', command: 'x' }] })).toBe('helpers');
    expect(at({ production: false, helpers: [{ name: 'acme', command: 'x' }] })).toBe('taken');
    const twice = { name: 'acme', command: 'x', sha256: 'ab'.repeat(32) };
    expect(at({ helpers: [twice, twice] })).toBe('helpers');
    const keyboard = { make: 'A', model: 'B', match: { usagePage: 1 }, modality: 'text' };
    expect(at({ hid: { readers: [keyboard] } })).toMatch(/^hid\.readers\.0/);
  });

  it('DV40 trusts scanners by their own roots, their certificates and their makes; a country vouches for none', async () => {
    const simulator = await startSbiSimulator({ ports, keys, now: () => new Date() });
    if (!simulator) throw new Error('no free port');
    open.push(simulator);
    expect(await captured('sbi', { scannerRoots: [root] })).toBe('signed');
    expect(await captured('sbi', {})).toBe('certificate-unknown');
    expect(await captured('sbi', { countryRoots: [root] })).toBe('certificate-unknown');
    expect(await captured('sbi', { unsignedDevices: 'record' })).toBe('none');
    const own = keys.device.certificate.fingerprint256;
    const trusted = { scannerRoots: [root] };
    expect(await captured('sbi', { ...trusted, revoked: [own.toLowerCase()] })).toBe('certificate-revoked');
    expect(await captured('sbi', { ...trusted, allowedCertificates: [own.replaceAll(':', '')] })).toBe(
      'signed',
    );
    expect(await captured('sbi', { ...trusted, allowedCertificates: ['0'.repeat(64)] })).toBe(
      'device-not-allowed',
    );
    expect(await captured('sbi', { ...trusted, allowed: ['Other/Maker'] })).toBe('device-not-allowed');
    const lines: string[] = [];
    expect(await captured('sbi', trusted, (line) => lines.push(line))).toBe('signed');
    expect(lines.some((line) => line.includes('"verb":"RCAPTURE"'))).toBe(true);
  });

  it('DV41 the stricter of the branch’s file and the bank’s lists counts, from the next capture on', async () => {
    const simulator = await startSbiSimulator({ ports, keys, now: () => new Date() });
    if (!simulator) throw new Error('no free port');
    open.push(simulator);
    let lists: DeviceLists | null = null;
    const own = configOf({ scannerRoots: [root] });
    const scanner = driversOf(own, () => lists)['sbi']?.({ clock });
    if (!scanner) throw new Error('no driver');
    open.push(scanner);
    const found = await scanner.discover();
    const [device] = found.ok ? found.value : [];
    const outcome = async (now: Partial<DeviceLists> | null) => {
      lists = now && { ...nothingSaid, ...now };
      const capture = await scanner.capture(device?.id ?? '', request(), ever);
      return capture.ok ? 'captured' : capture.error.kind;
    };
    const model = `${device?.make ?? ''}/${device?.model ?? ''}`;
    const print = keys.device.certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    expect(await outcome(null)).toBe('captured');
    expect(await outcome({})).toBe('captured');
    expect(await outcome({ allowed: [model], allowedCertificates: [print] })).toBe('captured');
    expect(await outcome({ revoked: [print] })).toBe('certificate-revoked');
    expect(await outcome({ allowed: [] })).toBe('device-not-allowed');
    expect(await outcome({ allowedCertificates: [] })).toBe('device-not-allowed');
    expect(await outcome(null)).toBe('captured');
  });

  it('DV41 neither side takes back what the other one says no to; documents’ signers are only revoked', () => {
    const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
    const colons = (hex: string) => hex.replaceAll(/(..)(?!$)/g, '$1:');
    const config = configOf({ revoked: [one], allowed: ['Acme/F1', 'Acme/F2'] });
    const lists = {
      ...nothingSaid,
      revoked: [two],
      allowed: ['Acme/F2', 'Other/F9'],
      allowedCertificates: [one],
    };
    const scanners = trustOf(config, 'scannerRoots', () => lists);
    expect([...scanners.revoked]).toEqual([colons(one), colons(two)]);
    expect([...(scanners.allowed ?? [])]).toEqual(['Acme/F2']);
    expect([...(scanners.allowedCertificates ?? [])]).toEqual([colons(one)]);
    const countries = trustOf(config, 'countryRoots', () => lists);
    expect([...countries.revoked]).toEqual([colons(one), colons(two)]);
    expect(countries.allowedCertificates).toBeNull();
    const unlimited = trustOf(config, 'scannerRoots', () => nothingSaid);
    expect([...(unlimited.allowed ?? [])]).toEqual(['Acme/F1', 'Acme/F2']);
  });

  it('DV40 judges registered devices by their roots where there are some, and leaves them to UIDAI where not', async () => {
    const simulator = await startRdSimulator({ ports, certificate: keys.device.certificate });
    if (!simulator) throw new Error('no free port');
    open.push(simulator);
    const issuer = keys.issuer.certificate.toString();
    expect(await captured('rd-service', { registeredDeviceRoots: [issuer] })).toBe('sealed');
    expect(await captured('rd-service', {})).toBe('sealed');
    const stranger = createDeviceKeys(new Date()).issuer.certificate.toString();
    expect(await captured('rd-service', { registeredDeviceRoots: [stranger] })).toBe('certificate-unknown');
    expect(await captured('rd-service', { revoked: [keys.device.certificate.fingerprint256] })).toBe(
      'certificate-revoked',
    );
  });
});
