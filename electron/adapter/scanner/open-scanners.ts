// The drivers of native/ for the kiosk: loaded when first wanted, so that no start waits for them, each by itself, so that
// one that does not load takes no other with it. A simulated kiosk sees simulated devices only: no real finger in a drawn case.
import { readFile } from 'node:fs/promises';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import { ok } from '#core/kernel/result.ts';
import type { Clock } from '../../port/clock.ts';
import type { OpenScanners, Scanners, SimulatedPlugs } from '../../port/scanners.ts';
import type { Scanner } from '../../port/scanner.ts';

declare const __SIMULATION__: boolean | undefined;

export interface ScannersOptions {
  readonly clock: Clock;
  readonly simulated: boolean;
  /** The branch's devices.json; where there is none, nobody vouches for any device and none is believed. */
  readonly configFile?: string;
}

interface Opened extends OpenScanners {
  readonly plugs: SimulatedPlugs | null;
}

async function configured(file: string | undefined) {
  const { readDevicesConfig, strictDevices } = await import('#native/devices-config.ts');
  const text = file === undefined ? null : await readFile(file, 'utf8').catch(() => null);
  return text === null ? ok(strictDevices) : readDevicesConfig(text);
}

export function createScanners({ clock, simulated, configFile }: ScannersOptions): Scanners {
  let opened: Promise<Opened> | null = null;
  let lists: DeviceLists | null = null;
  const served = () => lists;

  async function openReal(): Promise<Opened> {
    const { driversOf } = await import('#native/registry.ts');
    const config = await configured(configFile);
    const scanners: Scanner[] = [];
    // What cannot be read is taken as if it were not there: strictly, and said.
    const missing = config.ok ? [] : ['devices.json'];
    for (const [name, open] of Object.entries(driversOf(config.ok ? config.value : undefined, served))) {
      // A driver is others' code around others' libraries: whatever it throws on opening is one driver less.
      try {
        scanners.push(open({ clock }));
      } catch {
        missing.push(name);
      }
    }
    return { scanners, missing, plugs: null };
  }

  async function openSimulated(): Promise<Opened> {
    // A packaged build has neither this branch nor the simulators.
    if (typeof __SIMULATION__ !== 'undefined' && !__SIMULATION__)
      return { scanners: [], missing: [], plugs: null };
    const { openSimulatedScanners } = await import('./simulated-scanners.ts');
    const { scanners, plugs } = openSimulatedScanners(clock, served);
    return { scanners, missing: [], plugs };
  }

  const open = (): Promise<Opened> => (opened ??= simulated ? openSimulated() : openReal());
  let attached: SimulatedPlugs['attached'] = () => [];

  return {
    open,
    async templateOf(picture) {
      const { templateOfPicture } = await import('#native/finger-picture/template-of-picture.ts');
      return templateOfPicture(picture);
    },
    useLists(now) {
      lists = now;
    },
    simulated: simulated
      ? {
          attached: () => attached(),
          async plug(...given) {
            const { plugs } = await open();
            if (!plugs) return;
            attached = () => plugs.attached();
            await plugs.plug(...given);
          },
        }
      : null,
    async close() {
      const all = await opened;
      for (const device of all?.plugs?.attached() ?? []) await all?.plugs?.plug(device, false);
      await Promise.all((all?.scanners ?? []).map((scanner) => scanner.close()));
    },
  };
}
