// The kiosk's devices: looked for while somebody follows, asked one at a time, and never trusted to end what they begin.
// Whatever a driver throws, forgets or lies about becomes a failure with a name here; nothing of it reaches the kiosk.
import type { DevicesView } from '#core/contract/kiosk/device-view.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { err, type Result } from '#core/kernel/result.ts';
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';
import type {
  Attestation,
  Capture,
  CaptureRequest,
  Device,
  DeviceEvent,
  PreviewFrame,
  Scanner,
  ScannerFailure,
} from '../../port/scanner.ts';
import { shownAs } from '../../port/scanner-failure.ts';
import type { Scanners } from '../../port/scanners.ts';
import { deviceHealth } from './device-health.ts';
import { createDeviceLog } from './device-log.ts';

export interface Devices {
  view(): DevicesView;
  /** Drivers look for as long as anybody has asked for it and not taken it back. */
  follow(): { close(): void };
  /** One look in the background, some time after the first screen: whoever asks next knows already. */
  lookLater(): void;
  /** The device that is there under this name now; null where there is none. */
  device(deviceId: string): Device | null;
  capture(
    deviceId: string,
    request: Omit<CaptureRequest, 'transactionId'>,
    signal: AbortSignal | undefined,
  ): Promise<Result<readonly Capture[], ScannerFailure>>;
  /** What two captures of a finger are compared by; null where the form is none that we read. */
  templateOf(capture: Pick<Capture, 'format' | 'bytes'>): Promise<Uint8Array | null>;
  preview(
    deviceId: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Result<PreviewFrame, ScannerFailure>, void>;
  /** The bank's lists, as they came with the master data. */
  useLists: Scanners['useLists'];
  plug(...given: Parameters<NonNullable<Scanners['simulated']>['plug']>): Promise<boolean>;
  close(): Promise<void>;
}

export interface DevicesParts {
  readonly scanners: Scanners;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly newId: () => string;
  readonly onChange: () => void;
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

interface Known {
  readonly scanner: Scanner;
  device: Device;
  present: boolean;
  proof: Attestation['kind'] | null;
  problem: ScannerFailure | null;
  lastQuality: number | null;
  lastCaptureAt: Instant | null;
}

/** Later than any first screen: a look opens 120 sockets. */
const lookAfterMs = 4_000;
/** Beyond the device's own time and the driver's: a driver that holds on longer has forgotten. */
const forgottenAfterMs = 15_000;

const failed = { kind: 'device-failed' } as const;

export function createDevices(parts: DevicesParts): Devices {
  const { scanners, clock, schedule, newId, onChange } = parts;
  const log = createDeviceLog(clock);
  const known = new Map<string, Known>();
  const driverFailures = new Map<string, ScannerFailure>();
  const inUse = new Set<string>();
  const ending = new AbortController();
  let missing: readonly string[] = [];
  let looked = false;
  let followers = 0;
  let watching: { close(): void }[] = [];
  let round = 0;
  let later: { cancel(): void } | null = null;

  const present = () => [...known.values()].filter((entry) => entry.present);

  function attach(scanner: Scanner, device: Device): void {
    const before = known.get(device.id);
    const isSame = before?.device.serial === device.serial && before.device.model === device.model;
    if (before?.present === true && isSame) {
      // Seen by the first look and by the watch: a capture under way writes to the one entry there is.
      before.device = device;
      return;
    }
    const entry: Known = {
      scanner,
      device,
      present: true,
      proof: isSame ? before.proof : null,
      problem: isSame ? before.problem : null,
      lastQuality: isSame ? before.lastQuality : null,
      lastCaptureAt: isSame ? before.lastCaptureAt : null,
    };
    known.set(device.id, entry);
    log.add({ driver: scanner.driver, device, act: 'attached' });
    void learn(entry);
  }

  function detach(scanner: Scanner, device: Device): void {
    const entry = known.get(device.id);
    if (!entry?.present) return;
    entry.present = false;
    log.add({ driver: scanner.driver, device, act: 'detached' });
  }

  /** Who vouches for it: asked once, when it comes. */
  async function learn(entry: Known): Promise<void> {
    const told = await guarded(entry.scanner, () => entry.scanner.info(entry.device.id, ending.signal));
    if (ending.signal.aborted) return;
    if (told.ok) entry.proof = told.value.attestation.kind;
    else if (told.error.kind !== 'aborted') entry.problem = told.error;
    onChange();
  }

  function told(scanner: Scanner, event: DeviceEvent): void {
    if (event.type === 'attached') {
      driverFailures.delete(scanner.driver);
      attach(scanner, event.device);
    } else if (event.type === 'mended') driverFailures.delete(scanner.driver);
    else if (event.type === 'failed') {
      for (const entry of present()) if (entry.scanner === scanner) detach(scanner, entry.device);
      driverFailed(scanner, event.failure);
    } else if (event.type === 'detached') detach(scanner, event.device);
    else {
      const entry = known.get(event.device.id);
      if (!entry) return;
      entry.device = event.device;
      log.add({ driver: scanner.driver, device: event.device, act: 'status' });
    }
    onChange();
  }

  /** A driver's mistake is this device's failure, not the kiosk's end: drivers are others' code around others' libraries. */
  async function guarded<T>(
    scanner: Scanner,
    ask: () => Promise<Result<T, ScannerFailure>>,
  ): Promise<Result<T, ScannerFailure>> {
    try {
      return await ask();
    } catch (error) {
      parts.log('driver-threw', {
        driver: scanner.driver,
        cause: error instanceof Error ? error.name : 'thrown',
      });
      return err(failed);
    }
  }

  function driverFailed({ driver }: Scanner, failure: ScannerFailure): void {
    if (driverFailures.get(driver)?.kind !== failure.kind)
      log.add({ driver, device: null, act: 'driver-failed', failure });
    driverFailures.set(driver, failure);
  }

  async function look(scanner: Scanner): Promise<void> {
    const found = await guarded(scanner, () => scanner.discover(ending.signal));
    if (ending.signal.aborted) return;
    if (!found.ok) {
      driverFailed(scanner, found.error);
      return;
    }
    driverFailures.delete(scanner.driver);
    const now = new Set(found.value.map(({ id }) => id));
    for (const entry of present())
      if (entry.scanner === scanner && !now.has(entry.device.id)) detach(scanner, entry.device);
    for (const device of found.value) attach(scanner, device);
  }

  async function lookAll(): Promise<readonly Scanner[]> {
    const all = await scanners.open();
    for (const driver of missing) driverFailures.delete(driver);
    missing = all.missing;
    for (const driver of missing) driverFailures.set(driver, { kind: 'driver-unavailable' });
    await Promise.all(all.scanners.map((scanner) => look(scanner)));
    looked = true;
    onChange();
    return all.scanners;
  }

  async function begin(): Promise<void> {
    round += 1;
    const mine = round;
    const all = await lookAll();
    if (mine !== round || followers === 0 || ending.signal.aborted) return;
    watching = all.map((scanner) => scanner.watch((event) => told(scanner, event)));
  }

  function stop(): void {
    round += 1;
    for (const watch of watching) watch.close();
    watching = [];
  }

  /** Ends with the caller's signal, the kiosk's end, or its time: whichever comes first. */
  function bounded(signal: AbortSignal | undefined, ms: number) {
    const late = new AbortController();
    const timer = schedule.after(ms, () => late.abort());
    const all = AbortSignal.any([ending.signal, late.signal, ...(signal ? [signal] : [])]);
    return { signal: all, isLate: () => late.signal.aborted, done: () => timer.cancel() };
  }

  function note(entry: Known, began: number, outcome: Result<readonly Capture[], ScannerFailure>): void {
    const { scanner, device } = entry;
    const tookMs = schedule.elapsedMs() - began;
    if (outcome.ok) {
      const qualities = outcome.value.flatMap(({ quality }) => quality ?? []);
      entry.lastQuality = qualities.length > 0 ? Math.max(...qualities) : null;
      entry.lastCaptureAt = clock.now();
      entry.problem = null;
      log.add({ driver: scanner.driver, device, act: 'captured', tookMs, quality: entry.lastQuality });
    } else {
      // Stopped by hand says nothing of the device.
      if (outcome.error.kind !== 'aborted') entry.problem = outcome.error;
      log.add({ driver: scanner.driver, device, act: 'failed', failure: outcome.error, tookMs });
    }
    onChange();
  }

  return {
    view: () => ({
      looked,
      devices: present().map(({ device, proof, problem, lastQuality, lastCaptureAt }) => ({
        deviceId: device.id,
        driver: device.driver,
        make: device.make,
        model: device.model,
        serial: device.serial,
        modalities: [...device.modalities],
        status: device.status,
        health: deviceHealth(device, proof, problem),
        canStream: device.canStream,
        proof,
        problem: problem && shownAs(problem),
        lastQuality,
        lastCaptureAt,
      })),
      drivers: [...driverFailures].map(([driver, failure]) => ({ driver, problem: shownAs(failure) })),
      log: log.rows(),
      simulated: scanners.simulated && [...scanners.simulated.attached()],
    }),

    follow() {
      followers += 1;
      if (followers === 1) void begin();
      let closed = false;
      return {
        close() {
          if (closed) return;
          closed = true;
          followers -= 1;
          if (followers === 0) stop();
        },
      };
    },

    lookLater() {
      if (later || looked) return;
      later = schedule.after(lookAfterMs, () => void (looked || followers > 0 ? null : lookAll()));
    },

    device: (deviceId) => {
      const entry = known.get(deviceId);
      return entry?.present === true ? entry.device : null;
    },

    async capture(deviceId, request, signal) {
      const entry = known.get(deviceId);
      if (!entry?.present) return err({ kind: 'device-not-found' });
      if (inUse.has(deviceId)) return err({ kind: 'device-busy' });
      inUse.add(deviceId);
      const bounds = bounded(signal, request.timeoutMs + forgottenAfterMs);
      const began = schedule.elapsedMs();
      const asked = { ...request, transactionId: newId() };
      const work = guarded(entry.scanner, () => entry.scanner.capture(deviceId, asked, bounds.signal));
      const outcome = await Promise.race([work, ended(bounds)]);
      void work.then((late) => (late !== outcome && late.ok ? wipe(late.value) : undefined));
      bounds.done();
      inUse.delete(deviceId);
      note(entry, began, outcome);
      return outcome;
    },

    async templateOf({ format, bytes }) {
      // A copy each time: whoever asked overwrites it.
      if (format === 'iso-19794-2') return Uint8Array.from(bytes);
      if (format !== 'iso-19794-4') return null;
      try {
        return await scanners.templateOf(bytes);
      } catch {
        // As in guarded: a picture that breaks its decoder is one that cannot be compared.
        return null;
      }
    },

    async *preview(deviceId, signal) {
      const entry = known.get(deviceId);
      if (!entry?.present) {
        yield err({ kind: 'device-not-found' });
        return;
      }
      const all = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]);
      try {
        yield* entry.scanner.stream(deviceId, all);
      } catch {
        // As in guarded: the driver's mistake ends the preview and nothing else.
        yield err(failed);
      }
    },

    useLists: (lists) => scanners.useLists(lists),

    async plug(...given) {
      if (!scanners.simulated) return false;
      await scanners.simulated.plug(...given);
      onChange();
      return true;
    },

    async close() {
      later?.cancel();
      ending.abort();
      stop();
      await scanners.close();
    },
  };
}

/** A driver that does not hear its signal is left behind: what it brings later, nobody takes. */
function ended(bounds: {
  readonly signal: AbortSignal;
  isLate(): boolean;
}): Promise<Result<never, ScannerFailure>> {
  return new Promise((resolve) => {
    const end = () => resolve(err({ kind: bounds.isLate() ? 'answer-late' : 'aborted' }));
    if (bounds.signal.aborted) end();
    else bounds.signal.addEventListener('abort', end, { once: true });
  });
}

/** Nobody needs them any more. */
export function wipe(captures: readonly Capture[]): void {
  for (const { bytes } of captures) bytes.fill(0);
}
