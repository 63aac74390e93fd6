// The simulated kiosk's devices behind the real drivers: a fingerprint scanner on a real socket of its own port, and a
// passport reader with a chip of nobody's. Plugged in and out by hand; no port but those opened here is ever looked at.
import type { X509Certificate } from 'node:crypto';
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
import { createSbiScanner } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import type { TrustStore } from '#native/trust/trust-store.ts';
import type { Clock } from '../../port/clock.ts';
import type { Scanner } from '../../port/scanner.ts';
import type { SimulatedPassport, SimulatedPlugs } from '../../port/scanners.ts';

/** A portrait has 10 to 25 KB. */
const portraitBytes = 12_000;

export interface SimulatedScanners {
  readonly scanners: readonly Scanner[];
  readonly plugs: SimulatedPlugs;
}

export function openSimulatedScanners(clock: Clock): SimulatedScanners {
  const now = () => new Date(clock.now());
  /** The simulators' own; filled when they are first plugged in, since keys take their time to be made. */
  const roots: X509Certificate[] = [];
  const trust: TrustStore = { roots, revoked: new Set(), allowed: null, unknownDevices: 'refuse' };
  const ports: number[] = [];
  const reader = createVirtualReader();
  let finger: SbiSimulator | null = null;
  let hasReader = false;
  let keys: ReturnType<typeof createDeviceKeys> | null = null;
  let country: ReturnType<typeof createCountry> | null = null;

  async function plugFinger(attached: boolean): Promise<void> {
    if (attached === (finger !== null)) return;
    if (!attached) {
      const gone = finger;
      finger = null;
      ports.length = 0;
      await gone?.close();
      return;
    }
    if (!keys) {
      keys = createDeviceKeys(now());
      roots.push(keys.root);
    }
    // Any free port: those of the standard belong to whatever real device this machine may have.
    finger = await startSbiSimulator({ ports: [0], keys, now });
    if (finger) ports.push(finger.port);
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
      createSbiScanner({ clock, trust, env: 'Developer', ports }),
      createPcscScanner({ clock, trust, open: () => reader.open() }),
    ],
    plugs: {
      attached(): SimulatedDevice[] {
        return [...(finger ? (['finger'] as const) : []), ...(hasReader ? (['passport'] as const) : [])];
      },
      async plug(device, attached, passport) {
        if (device === 'finger') await plugFinger(attached);
        else plugPassport(attached, passport);
      },
    },
  };
}
