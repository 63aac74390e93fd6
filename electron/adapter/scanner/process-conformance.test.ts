// The suite of every scanner once more, through the process the kiosk's drivers run in: what crosses its port loses nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { wireFaults, type DeviceFault } from '#native/simulator/faults.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { describeScanner, type ScannerRig } from '#test/conformance/scanner-suite.ts';
import { createProcessScanners } from './process-scanners.ts';

const folder = mkdtempSync(join(tmpdir(), 'pravesh-conformance-'));
const configFile = join(folder, 'devices.json');
const entry = join(import.meta.dirname, '../../worker/devices.ts');
const keys = createDeviceKeys(new Date());
/** One range a test file. */
const ports = Array.from({ length: 4 }, (_, index) => 45_060 + index);
const faults = [
  ...wireFaults,
  'wrong-transaction',
  'changed-identity',
] as const satisfies readonly DeviceFault[];
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
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function makeRig(): Promise<ScannerRig> {
  let simulator: SbiSimulator | null = null;
  const scanners = createProcessScanners({
    workers: createForkWorkerHost(() => entry),
    simulated: false,
    configFile,
    mayRestart: () => true,
    restMs: 1,
    log: () => undefined,
  });
  const [driver] = (await scanners.open()).scanners;
  if (!driver) throw new Error('no driver');
  // All drivers end with their process.
  const scanner = { ...driver, close: () => scanners.close() };
  const order = async (path: string, body: unknown) => {
    const url = `http://127.0.0.1:${simulator?.port ?? 0}/admin/${path}`;
    await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  };
  return {
    scanner,
    async plug() {
      simulator = await startSbiSimulator({ ports, keys, now: () => new Date() });
      if (!simulator) throw new Error('no free port');
    },
    unplug: async () => simulator?.close(),
    setReady: (ready) => order('status', { deviceStatus: ready ? 'Ready' : 'Not Ready' }),
    setDelayMs: (delay) => order('delay', { delay, method: ['RCAPTURE'] }),
    setFault(fault) {
      if (simulator) simulator.fault = faults.find((known) => known === fault) ?? null;
    },
    request: () => ({
      modality: 'finger',
      count: 1,
      positions: ['Left IndexFinger'],
      exceptions: [],
      timeoutMs: 5_000,
      requestedQuality: 40,
      transactionId: crypto.randomUUID(),
      documentKey: null,
    }),
    streams: true,
    notReady: 'device-not-ready',
    faults: {
      malformed: ['answer-malformed'],
      slow: ['answer-late'],
      'half-closed': ['device-gone'],
      'gone-in-the-middle': ['device-gone'],
      'lies-long': ['device-gone'],
      'lies-short': ['answer-malformed'],
      floods: ['answer-too-large', 'answer-late'],
      'wrong-transaction': ['other-transaction'],
      'changed-identity': ['identity-changed'],
    },
    async close() {
      await scanner.close();
      await simulator?.close();
    },
  };
}

describeScanner('sbi in the devices’ process', faults, makeRig);
