// Entry of the devices' process: every driver, with the native libraries some of them call, apart from the kiosk. What it
// captures it hands to the kiosk and overwrites; it keeps and logs nothing.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Capture, Scanner, ScannerFailure } from '#electron/port/scanner.ts';
import type { Scanners } from '#electron/port/scanners.ts';
import { createScanners } from '../adapter/scanner/open-scanners.ts';
import { systemClock } from '../adapter/system/clock.ts';
import { devicesContract } from './devices-contract.ts';
import { serveWorker } from './serve.ts';

let opened: { readonly all: Scanners; readonly drivers: ReadonlyMap<string, Scanner> } | null = null;

/** Of the bank's lists in use. */
let listsSerial: number | null = null;

function asked(driver: string): Result<Scanner, ScannerFailure> {
  const scanner = opened?.drivers.get(driver);
  return scanner ? ok(scanner) : err({ kind: 'driver-unavailable' });
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const wipe = (captures: readonly Capture[]): void => {
  for (const { bytes } of captures) bytes.fill(0);
};

/**
 * As plain values: bytes are hidden from JSON and logs, and would be left out of a message as well. The record says by which of the
 * bank's lists the device was judged.
 */
function shown(capture: Capture) {
  const { attestation } = capture;
  const facts =
    listsSerial === null ? attestation.facts : { ...attestation.facts, lists: String(listsSerial) };
  return { ...capture, bytes: capture.bytes, attestation: { ...attestation, facts } };
}

serveWorker(devicesContract, {
  async open({ simulated, configFile, lists, plugged }) {
    const all = createScanners({
      clock: systemClock,
      simulated,
      ...(configFile === null ? {} : { configFile }),
    });
    all.useLists(lists);
    listsSerial = lists?.serial ?? null;
    const { scanners, missing } = await all.open();
    opened = { all, drivers: new Map(scanners.map((scanner) => [scanner.driver, scanner])) };
    for (const { device, passport } of plugged) await all.simulated?.plug(device, true, passport);
    return { drivers: [...opened.drivers.keys()], missing: [...missing] };
  },

  async lists({ lists }) {
    opened?.all.useLists(lists);
    listsSerial = lists?.serial ?? null;
    return null;
  },

  async discover({ driver }, { signal }) {
    const scanner = asked(driver);
    return scanner.ok ? scanner.value.discover(signal) : scanner;
  },

  async info({ driver, deviceId }, { signal }) {
    const scanner = asked(driver);
    return scanner.ok ? scanner.value.info(deviceId, signal) : scanner;
  },

  async capture({ driver, deviceId, request }, { signal, afterAnswer }) {
    const scanner = asked(driver);
    if (!scanner.ok) return scanner;
    const captured = await scanner.value.capture(deviceId, request, signal);
    if (!captured.ok) return captured;
    if (signal.aborted) {
      // Whoever asked has gone: nobody would overwrite it on the other side.
      wipe(captured.value);
      return err({ kind: 'aborted' });
    }
    afterAnswer(() => wipe(captured.value));
    return ok(captured.value.map(shown));
  },

  async template({ picture }) {
    const template = await (opened?.all.templateOf(picture) ?? null);
    picture.fill(0);
    return template;
  },

  async stream({ driver, deviceId }, { signal, emit }) {
    const scanner = asked(driver);
    if (!scanner.ok) emit(scanner);
    else for await (const frame of scanner.value.stream(deviceId, signal)) emit(frame);
    return null;
  },

  async watch({ driver }, { signal, emit }) {
    const scanner = asked(driver);
    if (!scanner.ok) {
      emit({ type: 'failed', failure: scanner.error });
      return null;
    }
    const watching = scanner.value.watch(emit);
    await untilAborted(signal);
    watching.close();
    return null;
  },

  async plug({ device, attached, passport }) {
    await opened?.all.simulated?.plug(device, attached, passport);
    return [...(opened?.all.simulated?.attached() ?? [])];
  },

  async close() {
    await opened?.all.close();
    return null;
  },
});
