// The drivers as the kiosk sees them: in a process of their own, so that a native library that ends or hangs takes no case
// with it. It is started when first wanted and again after it ended; too often, and it rests. Watches are taken up again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import type { SimulatedDevice } from '#core/contract/kiosk/device-view.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { devicesContract } from '#electron/worker/devices-contract.ts';
import type { WorkerFailure } from '#electron/worker/protocol.ts';
import { createWorkerClient, type CallOptions } from '../worker-client/worker-client.ts';
import type { OpenScanners, Scanners, SimulatedPassport, SimulatedPlugs } from '../../port/scanners.ts';
import {
  createCapture,
  type Device,
  type DeviceEvent,
  type PreviewFrame,
  type Scanner,
  type ScannerFailure,
} from '../../port/scanner.ts';
import type { WorkerHost } from '../../port/worker-host.ts';

export interface ProcessScannersOptions {
  readonly workers: WorkerHost;
  readonly simulated: boolean;
  readonly configFile?: string;
  /** Asked once after each end: whether it may be started again now. */
  readonly mayRestart: () => boolean;
  readonly restMs: number;
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

/** A look opens 120 sockets and waits for each; nothing else but a capture takes as long. */
const askedMs = 30_000;
/** Drivers let go within 100 ms; one that takes this long is stuck in a library. */
const abortWithinMs = 5_000;
/** Beyond the device's own time: the asker has given up long before. */
const captureSlackMs = 20_000;
const closeWithinMs = 2_000;
/** A program that ends as soon as it is started must not be started as fast as a machine can. */
const restartPauseMs = 300;

type Opened = Result<
  { readonly drivers: readonly string[]; readonly missing: readonly string[] },
  ScannerFailure
>;

export function createProcessScanners(options: ProcessScannersOptions): Scanners {
  const { simulated, configFile = null, log, restMs } = options;
  const closing = new AbortController();
  const client = createWorkerClient(devicesContract, options.workers, 'devices', {
    // Readers stay open as long as the kiosk runs, and so do simulated devices.
    idleMs: null,
    timeoutMs: askedMs,
    abortWithinMs,
    onDeath(code) {
      opening = null;
      const again = options.mayRestart();
      if (!again) restUntil = performance.now() + restMs;
      log('devices-process-ended', { code: code ?? 'hung', again: again ? 'yes' : 'after a rest' });
    },
  });
  let opening: Promise<Opened> | null = null;
  let lists: DeviceLists | null = null;
  let restUntil = 0;
  const scanners = new Map<string, Scanner>();
  const plugged = new Map<SimulatedDevice, SimulatedPassport | undefined>();

  /** Every process is opened once, before anything else is asked of it. */
  function opened(): Promise<Opened> {
    if (closing.signal.aborted) return Promise.resolve(err({ kind: 'aborted' }));
    if (performance.now() < restUntil) return Promise.resolve(err({ kind: 'drivers-resting' }));
    if (opening) return opening;
    const mine: Promise<Opened> = client
      .call('open', {
        simulated,
        configFile,
        lists,
        plugged: [...plugged].map(([device, passport]) => ({
          device,
          attached: true,
          ...(passport ? { passport } : {}),
        })),
      })
      .then((answer) => {
        if (answer.ok) return answer;
        // Asked again the next time; what another process has opened meanwhile stays.
        if (opening === mine) opening = null;
        return err(failureOf('', answer.error));
      });
    opening = mine;
    return mine;
  }

  function failureOf(driver: string, failure: WorkerFailure): ScannerFailure {
    if (failure.kind === 'aborted' || closing.signal.aborted) return { kind: 'aborted' };
    if (failure.kind === 'worker-threw') {
      log('driver-threw', { driver, cause: failure.cause });
      return { kind: 'device-failed' };
    }
    return { kind: failure.kind === 'worker-garbage' ? 'answer-malformed' : 'driver-ended' };
  }

  const ending = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  function createScanner(driver: string): Scanner {
    async function ask<T>(
      signal: AbortSignal,
      put: (
        options: Pick<CallOptions, 'signal'>,
      ) => Promise<Result<Result<T, ScannerFailure>, WorkerFailure>>,
    ): Promise<Result<T, ScannerFailure>> {
      const process = await opened();
      if (!process.ok) return process;
      const answer = await put({ signal });
      return answer.ok ? answer.value : err(failureOf(driver, answer.error));
    }

    return {
      driver,
      discover: (signal) => ask(ending(signal), (how) => client.call('discover', { driver }, how)),
      info: (deviceId, signal) =>
        ask(ending(signal), (how) => client.call('info', { driver, deviceId }, how)),
      async capture(deviceId, request, signal) {
        const timeoutMs = request.timeoutMs + captureSlackMs;
        const captured = await ask(ending(signal), (how) =>
          client.call('capture', { driver, deviceId, request }, { ...how, timeoutMs }),
        );
        return captured.ok ? ok(captured.value.map(createCapture)) : captured;
      },
      stream: (deviceId, signal) => frames(driver, deviceId, ending(signal)),
      watch(listener) {
        const stopping = new AbortController();
        void keepWatching(driver, listener, ending(stopping.signal));
        return { close: () => stopping.abort() };
      },
      async close() {
        // All drivers end together, with their process.
      },
    };
  }

  /** Only the newest picture waits: a screen that is slow sees fewer, not older ones. */
  async function* frames(
    driver: string,
    deviceId: string,
    signal: AbortSignal,
  ): AsyncGenerator<Result<PreviewFrame, ScannerFailure>, void> {
    const process = await opened();
    if (!process.ok) {
      yield process;
      return;
    }
    const leaving = new AbortController();
    let waiting: Result<PreviewFrame, ScannerFailure> | null = null;
    let isOver = false;
    let wake = () => {};
    const put = (frame: typeof waiting) => {
      waiting = frame ?? waiting;
      wake();
    };
    const follow = async (): Promise<void> => {
      const either = AbortSignal.any([signal, leaving.signal]);
      const how = { signal: either, timeoutMs: null, onEvent: put };
      const end = await client.call('stream', { driver, deviceId }, how);
      isOver = true;
      put(end.ok || either.aborted ? null : err(failureOf(driver, end.error)));
    };
    void follow();
    try {
      for (;;) {
        const frame: typeof waiting = waiting;
        waiting = null;
        if (frame) yield frame;
        else if (isOver || signal.aborted) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      leaving.abort();
    }
  }

  async function keepWatching(
    driver: string,
    listener: (event: DeviceEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const told = new Map<string, Device>();
    let rested = false;
    const onEvent = (event: DeviceEvent): void => {
      if (signal.aborted) return;
      if (event.type === 'attached' || event.type === 'status') told.set(event.device.id, event.device);
      else if (event.type === 'detached') told.delete(event.device.id);
      listener(event);
    };
    const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
    while (!signal.aborted) {
      const process = await opened();
      if (process.ok && rested) onEvent({ type: 'mended' });
      rested &&= !process.ok;
      if (process.ok) await client.call('watch', { driver }, { signal, timeoutMs: null, onEvent });
      if (signal.aborted) return;
      for (const device of told.values()) onEvent({ type: 'detached', device });
      const restsMs = restUntil - performance.now();
      if (restsMs > 0) {
        rested = true;
        onEvent({ type: 'failed', failure: { kind: 'drivers-resting' } });
      }
      await pause(Math.max(restsMs, restartPauseMs));
    }
  }

  return {
    async open(): Promise<OpenScanners> {
      const process = await opened();
      // Each driver by its name is what staff look for; where none could be asked, the whole is named.
      if (!process.ok)
        return { scanners: [...scanners.values()], missing: scanners.size > 0 ? [] : ['devices'] };
      for (const driver of process.value.drivers)
        if (!scanners.has(driver)) scanners.set(driver, createScanner(driver));
      return { scanners: [...scanners.values()], missing: process.value.missing };
    },
    async templateOf(picture) {
      const process = await opened();
      const template = process.ok ? await client.call('template', { picture }) : process;
      return template.ok ? template.value : null;
    },
    useLists(now) {
      if (JSON.stringify(now) === JSON.stringify(lists)) return;
      lists = now;
      // A process that opens later is given them with it; whoever waits for this one is answered after it has them.
      void opening?.then((process) => (process.ok ? client.call('lists', { lists: now }) : null));
    },
    simulated: simulated ? simulatedPlugs() : null,
    async close() {
      closing.abort();
      if (client.running) await client.call('close', {}, { timeoutMs: closeWithinMs });
      client.end();
    },
  };

  function simulatedPlugs(): SimulatedPlugs {
    return {
      attached: () => [...plugged.keys()],
      async plug(device, attached, passport) {
        const process = await opened();
        if (!process.ok) return;
        const now = await client.call('plug', { device, attached, ...(passport ? { passport } : {}) });
        if (!now.ok) return;
        plugged.delete(device);
        if (now.value.includes(device)) plugged.set(device, passport);
      },
    };
  }
}
