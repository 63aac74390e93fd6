// Devices for the story page: one in order, one that staff must look at, one out of use, and a log of what they did.
import type { DevicesView, DeviceView, Printer, SimulatedDevice } from '#core/contract/kiosk/device-view.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';

const ago = (minutes: number): Instant =>
  instantSchema.parse(new Date(Date.now() - minutes * 60_000).toISOString());

const device = (deviceId: string, rest: Partial<DeviceView>): DeviceView => ({
  deviceId,
  driver: 'sbi',
  make: 'Pravesh',
  model: 'Simulated SBI',
  serial: 'SIM-0001',
  modalities: ['finger'],
  status: 'ready',
  health: 'good',
  canStream: true,
  proof: 'signed',
  problem: null,
  lastQuality: null,
  lastCaptureAt: null,
  ...rest,
});

const reader = device('pcsc/reader', {
  driver: 'pcsc',
  make: 'Pravesh',
  model: 'Pravesh Simulated Passport Reader 00 00',
  serial: '',
  modalities: ['document'],
  canStream: false,
  proof: 'none',
});
const iris = device('sbi/simulated-iris-1', { serial: 'SIM-0002', modalities: ['iris'] });
const registered = device('rd-service/simulated-device', {
  driver: 'rd-service',
  make: 'PRAVESH.SIM',
  model: 'SIM1',
  serial: 'simulated-device',
  canStream: false,
  proof: 'sealed',
});
const finger = device('sbi/simulated-1', { lastQuality: 82, lastCaptureAt: ago(4) });

export const noDevices: DevicesView = { looked: true, devices: [], drivers: [], log: [], simulated: [] };

export const fakeDevices: DevicesView = {
  looked: true,
  devices: [
    finger,
    device('sbi/iris', {
      model: 'Twin Iris',
      serial: 'TI-77',
      modalities: ['iris'],
      health: 'look',
      proof: 'none',
    }),
    device('rd/gone', {
      driver: 'rd-service',
      make: 'Maker',
      model: 'One Touch',
      serial: '',
      health: 'bad',
      proof: 'sealed',
      canStream: false,
      problem: 'certificateExpired',
    }),
    reader,
    device('hid/codes', {
      driver: 'hid',
      make: 'Maker',
      model: 'Code Reader',
      serial: '',
      modalities: ['text'],
      canStream: false,
      proof: 'none',
    }),
  ],
  drivers: [{ driver: 'rd-service', problem: 'channelBroken' }],
  log: [
    {
      at: ago(1),
      driver: 'sbi',
      device: 'Maker One Touch',
      act: 'failed',
      problem: 'certificateExpired',
      code: null,
      tookMs: 41,
      quality: null,
    },
    {
      at: ago(4),
      driver: 'sbi',
      device: 'Pravesh Simulated SBI',
      act: 'captured',
      problem: null,
      code: null,
      tookMs: 1240,
      quality: 82,
    },
    {
      at: ago(9),
      driver: 'sbi',
      device: 'Pravesh Simulated SBI',
      act: 'attached',
      problem: null,
      code: null,
      tookMs: null,
      quality: null,
    },
  ],
  simulated: ['finger'],
};

export const fakePrinters: Printer[] = [
  { name: 'Counter_A4', isDefault: true, state: 'ready' },
  { name: 'Receipt_80mm', isDefault: false, state: 'stopped' },
];

const standing = { finger, iris, passport: reader, registered } as const;

export function plugged(view: DevicesView, which: SimulatedDevice, attached: boolean): DevicesView {
  const others = view.devices.filter(({ deviceId }) => deviceId !== standing[which].deviceId);
  return { ...view, devices: attached ? [standing[which], ...others] : others };
}

/** The smallest JPEG there is, grey. */
export function fakeFrame(): { jpeg: string } {
  return { jpeg: greyJpeg };
}

const greyJpeg =
  '/9j/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==';
