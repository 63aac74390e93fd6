// npm run bench -- devices: how soon a scanner is found, how soon it lets go, what driver and process cost, whether anything
// leaks over a thousand plugs, and how well and fast fingers are compared. Found, let go and captured through the process of its
// own that the kiosk's drivers run in; plugged a thousand times at the driver itself, whose pauses are then a millisecond.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateFinger, generateImpression } from '#core/biometrics/generate-finger.ts';
import { createMinutiaeMatcher } from '#core/biometrics/match-minutiae.ts';
import { indexProbe, prepareMinutiae } from '#core/biometrics/prepared-minutiae.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { createProcessScanners } from '#electron/adapter/scanner/process-scanners.ts';
import type { CaptureRequest, DeviceEvent, Scanner } from '#electron/port/scanner.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { createSbiScanner } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { root } from '#scripts/process/root.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { passportFigures } from './passport-bench.ts';

const ports = Array.from({ length: 4 }, (_, index) => 45_210 + index);
const cycles = 1_000;
const captures = 200;
const watches = 200;
const aborts = 20;
const discoveries = 10;
const fingers = 300;
const ever = new AbortController().signal;

export async function devicesBench(): Promise<Readonly<Record<string, unknown>>> {
  return { ...(await scannerFigures()), ...(await passportFigures()), ...matcherFigures() };
}

async function scannerFigures() {
  const keys = createDeviceKeys(new Date());
  const plug = async () => {
    const simulator = await startSbiSimulator({ ports, keys, now: () => new Date() });
    if (!simulator) throw new Error('no free port');
    return simulator;
  };
  const openDriver = (watchEveryMs: number) =>
    createSbiScanner({
      clock: { now: () => instantSchema.parse(new Date().toISOString()) },
      trust: { roots: [keys.root], revoked: new Set(), allowed: null, unknownDevices: 'refuse' },
      env: 'Developer',
      ports,
      watchEveryMs,
    });

  using folder = throwawayFolder('bench-devices');
  const configFile = join(folder.path, 'devices.json');
  writeFileSync(
    configFile,
    JSON.stringify({
      production: false,
      trust: { scannerRoots: [keys.root.toString()] },
      sbi: { ports },
      'rd-service': null,
      hid: null,
      pcsc: null,
    }),
  );
  const { scanners, descriptors } = inProcess(configFile);
  const [scanner] = (await scanners.open()).scanners;
  if (!scanner) throw new Error('the drivers did not open');
  const events = eventsOf(scanner);
  let simulator = await plug();
  let discoveryMs = await timed(() => events.next('attached'));
  // At any moment between two looks; the slowest counts.
  for (let turn = 1; turn < discoveries; turn += 1) {
    await simulator.close();
    await events.next('detached');
    await pause((turn * 700) / discoveries);
    simulator = await plug();
    discoveryMs = Math.max(discoveryMs, await timed(() => events.next('attached')));
  }
  events.close();
  const abortMs = await slowestAbort(scanner, simulator);
  const overheadP95Ms = await overhead(scanner, simulator);
  const leakedInProcess = await watchAgainAndAgain(scanner, descriptors);
  await scanners.close();
  await simulator.close();

  const before = process.getActiveResourcesInfo().length;
  const cycling = openDriver(1);
  const plugged = eventsOf(cycling);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const device = await plug();
    await plugged.next('attached');
    await device.close();
    await plugged.next('detached');
  }
  plugged.close();
  await cycling.close();
  // Sockets report their end a moment later.
  await pause(200);
  const leaked = Math.max(0, process.getActiveResourcesInfo().length - before) + leakedInProcess;
  return { discoveryMs, abortMs, overheadP95Ms, cycles, leaked };
}

/** As the browser shell starts it; and how many files and sockets that process has open (Linux; elsewhere null). */
function inProcess(configFile: string) {
  let pid: number | null = null;
  const before = childPids();
  const scanners = createProcessScanners({
    workers: createForkWorkerHost((name) => join(root, 'electron', 'worker', `${name}.ts`)),
    simulated: false,
    configFile,
    mayRestart: () => false,
    restMs: 1,
    log: () => undefined,
  });
  return {
    scanners,
    descriptors: (): number | null => {
      pid ??= childPids().find((each) => !before.includes(each)) ?? null;
      return pid === null ? null : readdirSync(`/proc/${pid}/fd`).length;
    },
  };
}

function childPids(): number[] {
  const file = `/proc/${process.pid}/task/${process.pid}/children`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Watches opened and closed through the process: neither side may keep anything of them. */
async function watchAgainAndAgain(scanner: Scanner, descriptors: () => number | null): Promise<number> {
  const turn = async () => {
    const events = eventsOf(scanner);
    await events.next('attached');
    events.close();
  };
  for (let warm = 0; warm < 20; warm += 1) await turn();
  await pause(200);
  const [ours, theirs] = [process.getActiveResourcesInfo().length, descriptors()];
  for (let watch = 0; watch < watches; watch += 1) await turn();
  await pause(200);
  const kept = Math.max(0, process.getActiveResourcesInfo().length - ours);
  return kept + Math.max(0, (descriptors() ?? 0) - (theirs ?? 0));
}

async function slowestAbort(scanner: Scanner, simulator: SbiSimulator): Promise<number> {
  await fetch(`http://127.0.0.1:${simulator.port}/admin/delay`, {
    method: 'POST',
    body: JSON.stringify({ delay: 300, method: ['RCAPTURE'] }),
  });
  let slowest = 0;
  for (let turn = 0; turn < aborts; turn += 1) {
    const abort = new AbortController();
    const capturing = scanner.capture('sbi/simulated-1', request(), abort.signal);
    await pause(30);
    slowest = Math.max(
      slowest,
      await timed(async () => {
        abort.abort();
        await capturing;
      }),
    );
    // The device goes on until its own time is over.
    await pause(320);
  }
  await fetch(`http://127.0.0.1:${simulator.port}/admin/delay`, {
    method: 'POST',
    body: JSON.stringify({ delay: 0 }),
  });
  return slowest;
}

async function overhead(scanner: Scanner, simulator: SbiSimulator): Promise<number> {
  const own: number[] = [];
  for (let turn = 0; turn < captures; turn += 1) {
    const tookMs = await timed(async () => {
      const captured = await scanner.capture('sbi/simulated-1', request(), ever);
      if (!captured.ok) throw new Error(captured.error.kind);
    });
    own.push(tookMs - simulator.ownMs);
  }
  own.sort((a, b) => a - b);
  return rounded(own[Math.floor(own.length * 0.95)] ?? 0);
}

function matcherFigures() {
  const templates = Array.from({ length: fingers }, (_, index) => {
    const seed = 20_001 + index;
    const finger = generateFinger(seed);
    return [generateImpression(finger, seed * 2), generateImpression(finger, seed * 2 + 1)] as const;
  });
  const matcher = createMinutiaeMatcher();
  // Processor time beside the clock's: on a machine that others use, the clock measures them too.
  const coldCpu = process.cpuUsage();
  const coldStart = performance.now();
  const genuine = templates.map(
    ([a, b]) => matcher.compare(indexProbe(prepareMinutiae(a)), prepareMinutiae(b)).score,
  );
  const compareUs = Math.round(((performance.now() - coldStart) / fingers) * 1_000);
  const compareCpuUs = Math.round((cpuMs(coldCpu) / fingers) * 1_000);
  const probes = templates.map(([a]) => indexProbe(prepareMinutiae(a)));
  const gallery = templates.map(([, b]) => prepareMinutiae(b));
  const others: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (const [row, probe] of probes.entries())
    for (const [column, candidate] of gallery.entries())
      if (row !== column) others.push(matcher.compare(probe, candidate).score);
  const comparesPerSecond = Math.round(others.length / ((performance.now() - start) / 1_000));
  const comparesPerCpuSecond = Math.round(others.length / (cpuMs(cpu) / 1_000));
  others.sort((a, b) => b - a);
  const threshold = others[Math.floor(others.length / 1_000)] ?? Number.POSITIVE_INFINITY;
  const fnmrAtFmr1e3 = genuine.filter((score) => score <= threshold).length / fingers;
  return {
    fnmrAtFmr1e3: Math.round(fnmrAtFmr1e3 * 10_000) / 10_000,
    compareUs,
    compareCpuUs,
    comparesPerSecond,
    comparesPerCpuSecond,
  };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

function eventsOf(scanner: Scanner) {
  const waiting: DeviceEvent[] = [];
  let wake = () => {};
  const watching = scanner.watch((event) => {
    waiting.push(event);
    wake();
  });
  return {
    async next(type: DeviceEvent['type']): Promise<void> {
      for (;;) {
        const event = waiting.shift();
        if (event?.type === type) return;
        if (!event) await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => watching.close(),
  };
}

async function timed(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return rounded(performance.now() - start);
}

const rounded = (ms: number) => Math.round(ms * 10) / 10;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const request = (): CaptureRequest => ({
  modality: 'finger',
  count: 1,
  positions: [],
  exceptions: [],
  timeoutMs: 5_000,
  requestedQuality: 40,
  transactionId: randomUUID(),
  documentKey: null,
});
