// npm run devices: which scanners this machine has and whether they can be believed, for whoever sets up a branch.
// `--simulate sbi|rd` starts a simulated device until interrupted. `--record FILE` writes the exchanges, without what was read.
// `--config FILE` judges by a branch's devices.json.
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { instantSchema } from '#core/kernel/instant.ts';
import { messageOf } from '#electron/port/scanner-failure.ts';
import { devicesConfigSchema, readDevicesConfig, type DevicesConfig } from '#native/devices-config.ts';
import { driversOf } from '#native/registry.ts';
import { rdPorts } from '#native/rd-service/rd-scanner.ts';
import { startRdSimulator } from '#native/rd-service/simulator/rd-simulator.ts';
import { sbiPorts } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';

const { values } = parseArgs({
  options: { simulate: { type: 'string' }, record: { type: 'string' }, config: { type: 'string' } },
});

async function simulate(name: string): Promise<void> {
  const keys = createDeviceKeys(new Date());
  const simulators: Readonly<Record<string, () => Promise<{ readonly port: number } | null>>> = {
    sbi: () => startSbiSimulator({ ports: sbiPorts, keys, now: () => new Date() }),
    rd: () => startRdSimulator({ ports: rdPorts, certificate: keys.device.certificate }),
  };
  const start = simulators[name];
  const simulator = start ? await start() : null;
  if (simulator) {
    console.log(`simulated ${name} device on 127.0.0.1:${simulator.port}; its root certificate:`);
    console.log(keys.root.toString());
    return;
  }
  console.error(
    start ? `no free port for ${name}` : `usage: --simulate ${Object.keys(simulators).join('|')}`,
  );
  process.exitCode = 2;
}

/** Nobody's root is installed here: the list says whether a device is signed, not whether a bank trusts it. */
const unjudged = devicesConfigSchema.parse({ production: false, trust: { unsignedDevices: 'record' } });

function configured(file: string): DevicesConfig | null {
  const read = readDevicesConfig(readFileSync(file, 'utf8'));
  if (read.ok) return read.value;
  console.error(`${file} is not as it must be, at ${read.error.at || 'its beginning'}`);
  process.exitCode = 2;
  return null;
}

async function list(file: string | undefined, config: DevicesConfig): Promise<void> {
  const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
  const record = file === undefined ? {} : { record: (line: string) => appendFileSync(file, `${line}\n`) };
  for (const [name, open] of Object.entries(driversOf(config))) {
    const scanner = open({ clock, ...record });
    const found = await scanner.discover();
    if (!found.ok) console.log(`${name}: ${found.error.kind} (${messageOf(found.error)})`);
    else if (found.value.length === 0) console.log(`${name}: nothing`);
    for (const device of found.ok ? found.value : []) {
      const told = await scanner.info(device.id);
      const proof = told.ok ? told.value.attestation.kind : told.error.kind;
      console.log(
        `${name}: ${device.make} ${device.model} ${device.serial}, ${device.modalities.join(', ')}, ${device.status}, ${proof}`,
      );
    }
    await scanner.close();
  }
}

if (values.simulate === undefined) {
  const config = values.config === undefined ? unjudged : configured(values.config);
  if (config) await list(values.record, config);
} else await simulate(values.simulate);
