// The simulated kiosk's devices behind the real drivers: scanners for fingers and irises and a registered device, each on a real
// socket of its own port, and a passport reader with a chip of nobody's. Plugged in and out by hand; no port but those opened here is ever looked at.
import type { X509Certificate } from 'node:crypto';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import type { SimulatedDevice } from '#core/contract/kiosk/device-view.ts';
import { createPcscScanner } from '#native/pcsc/pcsc-scanner.ts';
import {
  createCountry,
  createPassport,
  createSpecimen,
  specimenKey,
} from '#native/pcsc/virtual-passport/specimen.ts';
import { createVirtualChip } from '#native/pcsc/virtual-passport/virtual-passport.ts';
import { createVirtualReader } from '#native/pcsc/virtual-passport/virtual-reader.ts';
import { createRdScanner } from '#native/rd-service/rd-scanner.ts';
import { startRdSimulator } from '#native/rd-service/simulator/rd-simulator.ts';
import { createSbiScanner } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { strictestOf } from '#native/trust/strictest-trust.ts';
import type { TrustStore } from '#native/trust/trust-store.ts';
import type { Clock } from '../../port/clock.ts';
import type { Scanner } from '../../port/scanner.ts';
import type { SimulatedPassport, SimulatedPlugs } from '../../port/scanners.ts';

/** A portrait has 10 to 25 KB. */
const portraitBytes = 12_000;

type SocketDevice = Exclude<SimulatedDevice, 'passport'>;

interface RawDevice {
  readonly port: number;
  close(): Promise<void>;
}

export interface SimulatedScanners {
  readonly scanners: readonly Scanner[];
  readonly plugs: SimulatedPlugs;
}

export function openSimulatedScanners(
  clock: Clock,
  served: () => DeviceLists | null = () => null,
): SimulatedScanners {
  const now = () => new Date(clock.now());
  /** The simulators' own; filled when they are first plugged in, since keys take their time to be made. */
  const roots: X509Certificate[] = [];
  const own: TrustStore = { roots, revoked: new Set(), allowed: null, unknownDevices: 'refuse' };
  const trust = strictestOf(own, served);
  const sbi: number[] = [];
  const rd: number[] = [];
  const reader = createVirtualReader();
  const running = new Map<SimulatedDevice, RawDevice>();
  let hasReader = false;
  let keys: ReturnType<typeof createDeviceKeys> | null = null;
  let country: ReturnType<typeof createCountry> | null = null;

  function keysOf(): ReturnType<typeof createDeviceKeys> {
    if (!keys) {
      keys = createDeviceKeys(now());
      // A registered device shows its own certificate alone: its maker's is what a bank would be given.
      roots.push(keys.root, keys.issuer.certificate);
    }
    return keys;
  }

  /** On any free port: those of the standards belong to whatever real device this machine may have. */
  function startDevice(device: SocketDevice): Promise<RawDevice | null> {
    const made = keysOf();
    if (device === 'registered')
      return startRdSimulator({ ports: [0], certificate: made.device.certificate });
    return startSbiSimulator({ ports: [0], keys: made, now, type: device === 'iris' ? 'Iris' : 'Finger' });
  }

  async function plugSocket(device: SocketDevice, attached: boolean): Promise<void> {
    const before = running.get(device);
    if (attached === (before !== undefined)) return;
    const ports = device === 'registered' ? rd : sbi;
    if (before) {
      running.delete(device);
      ports.splice(ports.indexOf(before.port), 1);
      await before.close();
      return;
    }
    const started = await startDevice(device);
    if (!started) return;
    running.set(device, started);
    ports.push(started.port);
  }

  function plugPassport(attached: boolean, laid: SimulatedPassport | undefined): void {
    hasReader = attached;
    reader.plug(attached);
    if (!attached) return;
    if (!country) {
      country = createCountry(now());
      roots.push(country.authority.certificate);
    }
    if (laid) {
      const { zone, portrait } = laid;
      // Where TD3 has them (ICAO 9303-4): number, birth and expiry of the second line.
      const key = {
        documentNumber: zone.slice(44, 53).replace(/<+$/, ''),
        birthDate: zone.slice(57, 63),
        expiryDate: zone.slice(65, 71),
      };
      reader.lay(createVirtualChip(createPassport(country, zone, Buffer.from(portrait)), key));
    } else {
      reader.lay(createVirtualChip(createSpecimen(country, portraitBytes), specimenKey));
    }
  }

  return {
    scanners: [
      createSbiScanner({ clock, trust, env: 'Developer', ports: sbi }),
      createRdScanner({ clock, trust, env: 'PP', ports: rd }),
      createPcscScanner({ clock, trust, open: () => reader.open() }),
    ],
    plugs: {
      attached(): SimulatedDevice[] {
        return [...running.keys(), ...(hasReader ? (['passport'] as const) : [])];
      },
      async plug(device, attached, passport) {
        if (device === 'passport') plugPassport(attached, passport);
        else await plugSocket(device, attached);
      },
    },
  };
}
