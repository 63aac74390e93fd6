// HID devices as the system has them, through node-hid. Its binding is loaded when first asked for: where there is none
// for this machine, that is a value. On Linux the hidraw form is used, which leaves the system's own driver in place.
import { access, constants } from 'node:fs/promises';
import type { Device } from 'node-hid';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';
import type { HidHandle, HidListing, HidTransport } from './hid-transport.ts';

/** Reports of high-speed devices have up to 1,024 bytes; more are several. */
const maxReportBytes = 4_096;

export function createNodeHidTransport(): HidTransport {
  const load = () => import('node-hid').catch(() => null);
  let loading: ReturnType<typeof load> | null = null;
  const library = () => (loading ??= load());
  const unavailable = () => err({ kind: 'driver-unavailable', code: 'library' } as const);

  return {
    async list() {
      const hid = await library();
      if (!hid) return unavailable();
      try {
        const devices = await hid.devicesAsync();
        return ok(await Promise.all(devices.flatMap((device) => listingOf(device) ?? [])));
      } catch {
        return unavailable();
      }
    },
    async open(path) {
      const hid = await library();
      if (!hid) return unavailable();
      try {
        const opened = await hid.HIDAsync.open(path);
        return ok(handleOf(opened));
      } catch {
        // The library says in words only why. Whoever is still there and closed to us is in somebody else's hands.
        return err(await whyClosed(path));
      }
    },
  };
}

function listingOf(device: Device): Promise<HidListing> | null {
  const { path } = device;
  if (path === undefined || path === '') return null;
  return isAccessible(path).then((accessible) => ({
    path,
    vendorId: device.vendorId,
    productId: device.productId,
    make: shown(device.manufacturer),
    product: shown(device.product),
    serial: shown(device.serialNumber),
    usagePage: device.usagePage ?? 0,
    usage: device.usage ?? 0,
    accessible,
  }));
}

/** What a device calls itself, as far as it can be shown. */
function shown(said: string | undefined): string {
  return (said ?? '')
    .replaceAll(/[^\p{L}\p{N} .,()/_-]/gu, '')
    .trim()
    .slice(0, 64);
}

async function isAccessible(path: string): Promise<boolean> {
  // Elsewhere paths are no files, and the system decides when it is opened.
  if (!path.startsWith('/dev/')) return true;
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function whyClosed(path: string): Promise<ScannerFailure> {
  if (!path.startsWith('/dev/')) return { kind: 'device-busy', code: 'open' };
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (!there) return { kind: 'device-gone' };
  return (await isAccessible(path))
    ? { kind: 'device-busy', code: 'open' }
    : { kind: 'device-not-ready', code: 'permission' };
}

interface Opened {
  read(timeoutMs: number): Promise<Buffer | undefined>;
  write(report: Buffer): Promise<number>;
  close(): Promise<void>;
}

function handleOf(device: Opened): HidHandle {
  return {
    async read(timeoutMs): Promise<Result<Buffer | null, ScannerFailure>> {
      try {
        const report = await device.read(timeoutMs);
        if (!report || report.length === 0) return ok(null);
        return report.length > maxReportBytes ? err({ kind: 'answer-too-large' }) : ok(report);
      } catch {
        return err({ kind: 'device-gone' });
      }
    },
    async write(report) {
      try {
        await device.write(report);
        return ok(null);
      } catch {
        return err({ kind: 'device-gone' });
      }
    },
    async close() {
      await device.close().catch(() => undefined);
    },
  };
}
