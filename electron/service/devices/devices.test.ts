// The devices as the kiosk uses them, over the real drivers and the simulated devices on real sockets of their own ports.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { instantSchema } from '#core/kernel/instant.ts';
import { err, ok } from '#core/kernel/result.ts';
import { createHidScanner } from '#native/hid/hid-scanner.ts';
import { knownReaders } from '#native/hid/known-readers.ts';
import { createHidTwin } from '#native/hid/simulator/hid-twin.ts';
import { barcodeRecording } from '#native/hid/simulator/recorded-devices.ts';
import { createScanners } from '../../adapter/scanner/open-scanners.ts';
import { systemSchedule } from '../../adapter/system/schedule.ts';
import type { Device, DeviceEvent, Scanner } from '../../port/scanner.ts';
import type { Scanners } from '../../port/scanners.ts';
import { createDevices, type Devices } from './devices.ts';
import { testDevice } from './test-device.ts';

const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
let made = 0;
const logged: string[] = [];
const open: Devices[] = [];

function devicesOver(scanners: Scanners): { devices: Devices; changed: () => number } {
  let changes = 0;
  const devices = createDevices({
    scanners,
    clock,
    schedule: systemSchedule,
    newId: () => `id-${(made += 1)}`,
    onChange: () => {
      changes += 1;
    },
    log: (event, facts) => void logged.push(JSON.stringify([event, facts])),
  });
  open.push(devices);
  return { devices, changed: () => changes };
}

const simulated = () => devicesOver(createScanners({ clock, simulated: true })).devices;

async function until(wanted: () => boolean): Promise<void> {
  while (!wanted()) await sleep(20);
}

afterEach(async () => {
  for (const devices of open.splice(0)) await devices.close();
});

const known: Device = {
  id: 'bad/1',
  driver: 'bad',
  make: 'Bad',
  model: 'Driver',
  serial: '1',
  modalities: ['finger'],
  status: 'ready',
  canStream: true,
};

/** A driver whose every method does the worst it can. */
function badDriver(change: Partial<Scanner>): Scanners {
  const scanner: Scanner = {
    driver: 'bad',
    discover: async () => ok([known]),
    info: () => Promise.reject(new TypeError('info')),
    // oxlint-disable-next-line require-yield -- it throws before it could
    async *stream() {
      throw new TypeError('stream');
    },
    capture: () => Promise.reject(new TypeError('capture')),
    watch: () => ({ close: () => undefined }),
    close: async () => undefined,
    ...change,
  };
  return {
    open: async () => ({ scanners: [scanner], missing: ['gone'] }),
    templateOf: () => Promise.reject(new TypeError('templateOf')),
    useLists: () => {},
    simulated: null,
    close: async () => undefined,
  };
}

const ask = {
  modality: 'finger',
  count: 1,
  positions: [],
  exceptions: [],
  timeoutMs: 5_000,
  requestedQuality: 40,
  documentKey: null,
} as const;

describe('the devices of a kiosk', () => {
  test('DV50 are told of when plugged in and out, and asked nothing while nobody follows', async () => {
    const devices = simulated();
    await devices.plug('finger', true);
    expect(devices.view()).toMatchObject({ looked: false, devices: [], simulated: ['finger'] });
    const following = devices.follow();
    await until(() => devices.view().devices.some(({ proof }) => proof === 'signed'));
    expect(devices.view().devices).toMatchObject([
      { model: 'Simulated SBI', status: 'ready', health: 'good' },
    ]);
    await devices.plug('passport', true);
    await until(() => devices.view().devices.length === 2);
    await devices.plug('finger', false);
    await until(() => devices.view().devices.length === 1);
    expect(devices.view().devices).toMatchObject([{ driver: 'pcsc', status: 'ready' }]);
    following.close();
    const rows = devices.view().log.length;
    await devices.plug('finger', true);
    const again = devices.follow();
    await until(() => devices.view().devices.length === 2);
    again.close();
    expect(devices.view().log.length).toBeGreaterThan(rows);
  });

  test('DV50 every simulated device is found and vouched for, and gives what it is for', async () => {
    const devices = simulated();
    for (const device of ['finger', 'iris', 'registered'] as const) await devices.plug(device, true);
    const following = devices.follow();
    await until(() => devices.view().devices.filter(({ proof }) => proof !== null).length === 3);
    const seen = devices.view().devices.map((each) => `${each.driver} ${each.modalities[0]} ${each.proof}`);
    expect(new Set(seen)).toEqual(
      new Set(['rd-service finger sealed', 'sbi finger signed', 'sbi iris signed']),
    );
    for (const { deviceId } of devices.view().devices)
      expect(await testDevice({ devices, clock }, deviceId, undefined)).toMatchObject({ ok: true });
    following.close();
  });

  test('DV51 capture for a test: the quality is told, the bytes are gone, and no log has them', async () => {
    const devices = simulated();
    await devices.plug('finger', true);
    const following = devices.follow();
    await until(() => devices.view().devices.length === 1);
    const [device] = devices.view().devices;
    const tested = await testDevice({ devices, clock }, device?.deviceId ?? '', undefined);
    expect(tested).toMatchObject({ ok: true, value: { quality: 82, pieces: 1, proof: 'signed' } });
    expect(devices.view().devices[0]).toMatchObject({ lastQuality: 82, problem: null });
    expect(devices.view().log[0]).toMatchObject({ act: 'captured', quality: 82 });
    expect(Object.keys(devices.view().log[0] ?? {}).toSorted()).toEqual(
      ['act', 'at', 'code', 'device', 'driver', 'problem', 'quality', 'tookMs'].toSorted(),
    );
    following.close();
  });

  test('DV51 a capture ends when whoever asked hangs up, and the device serves the next', async () => {
    let stopped = false;
    const { devices } = devicesOver(
      badDriver({
        info: async () => err({ kind: 'aborted' }),
        capture: (_id, _request, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              stopped = true;
              resolve(err({ kind: 'aborted' }));
            });
          }),
      }),
    );
    const following = devices.follow();
    await until(() => devices.view().devices.length === 1);
    const leaving = new AbortController();
    const first = devices.capture('bad/1', ask, leaving.signal);
    expect(await devices.capture('bad/1', ask, undefined)).toEqual(err({ kind: 'device-busy' }));
    leaving.abort();
    expect(await first).toEqual(err({ kind: 'aborted' }));
    expect(stopped).toBe(true);
    expect(devices.view().devices[0]?.problem).toBe(null);
    following.close();
  });

  test('DV52 that throw, in whatever they are asked, are a failure with a name and nothing more', async () => {
    const { devices } = devicesOver(badDriver({}));
    const following = devices.follow();
    await until(() => devices.view().devices.some(({ problem }) => problem !== null));
    expect(devices.view()).toMatchObject({
      devices: [{ health: 'bad', problem: 'deviceFailed' }],
      drivers: [{ driver: 'gone', problem: 'driverUnavailable' }],
    });
    expect(await devices.capture('bad/1', ask, undefined)).toEqual(err({ kind: 'device-failed' }));
    const frames = [];
    for await (const frame of devices.preview('bad/1', undefined)) frames.push(frame);
    expect(frames).toEqual([err({ kind: 'device-failed' })]);
    following.close();
    const { devices: blind } = devicesOver(
      badDriver({ discover: () => Promise.reject(new TypeError('discover')) }),
    );
    const looking = blind.follow();
    await until(() => blind.view().looked);
    expect(blind.view().drivers).toContainEqual({ driver: 'bad', problem: 'deviceFailed' });
    looking.close();
  });

  test('DV52 that never answer are left behind at the end of the kiosk', async () => {
    const { devices } = devicesOver(badDriver({ capture: () => new Promise(() => undefined) }));
    const following = devices.follow();
    await until(() => devices.view().devices.length === 1);
    const hanging = devices.capture('bad/1', ask, undefined);
    await devices.close();
    expect(await hanging).toEqual(err({ kind: 'aborted' }));
    following.close();
  });

  test('DV52 nothing of what a driver says in letters reaches a log', async () => {
    expect(logged.join()).not.toMatch(/info|stream|capture"/);
    const { devices } = devicesOver(
      badDriver({ capture: async () => err({ kind: 'device-failed', code: 'Asha Rao, 9999 2376 1455' }) }),
    );
    const following = devices.follow();
    await until(() => devices.view().devices.length === 1);
    await devices.capture('bad/1', ask, undefined);
    expect(devices.view().log[0]).toMatchObject({ act: 'failed', code: null });
    following.close();
  });

  test('DV70 a reader of codes is in order though nobody vouches for it, and a code held before it tests it', async () => {
    const twin = createHidTwin(barcodeRecording('SPECIMEN'));
    const trust = { roots: [], revoked: new Set<string>(), allowed: null, unknownDevices: 'refuse' } as const;
    const reader = createHidScanner({ clock, trust, transport: twin.transport, readers: knownReaders });
    const { devices } = devicesOver({
      open: async () => ({ scanners: [reader], missing: [] }),
      templateOf: async () => null,
      useLists: () => {},
      simulated: null,
      close: () => reader.close(),
    });
    const following = devices.follow();
    await until(() => devices.view().devices.some(({ proof }) => proof !== null));
    expect(devices.view().devices).toMatchObject([{ modalities: ['text'], health: 'good', proof: 'none' }]);
    const { deviceId = '' } = devices.view().devices[0] ?? {};
    expect(await testDevice({ devices, clock }, deviceId, undefined)).toMatchObject({
      ok: true,
      value: { quality: null, pieces: 1 },
    });
    expect(JSON.stringify(devices.view())).not.toContain('SPECIMEN');
    following.close();
  });

  test('DV5 a driver that cannot look any more is named and its devices gone, until it can, whatever is there then', async () => {
    const watched: ((event: DeviceEvent) => void)[] = [];
    const tell = (event: DeviceEvent) => watched.forEach((listener) => listener(event));
    const { devices } = devicesOver(
      badDriver({
        watch(listener) {
          watched.push(listener);
          return { close: () => undefined };
        },
      }),
    );
    const following = devices.follow();
    await until(() => watched.length === 1);
    expect(devices.view().devices).toHaveLength(1);
    tell({ type: 'failed', failure: { kind: 'channel-broken' } });
    expect(devices.view()).toMatchObject({ devices: [], drivers: [{}, { problem: 'channelBroken' }] });
    tell({ type: 'mended' });
    expect(devices.view().drivers).toEqual([{ driver: 'gone', problem: 'driverUnavailable' }]);
    following.close();
  });

  test('DV52 a kiosk that is not simulated has no simulated device to plug in', async () => {
    const { devices } = devicesOver(badDriver({}));
    expect(await devices.plug('finger', true)).toBe(false);
    expect(devices.view().simulated).toBe(null);
  });
});
