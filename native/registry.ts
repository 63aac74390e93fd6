// Which drivers there are, put together as the bank's configuration says. Whoever wants devices opens them here; simulators
// are never in this list.
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import type { Clock } from '#electron/port/clock.ts';
import type { Scanner } from '#electron/port/scanner.ts';
import { strictDevices, trustOf, type DevicesConfig } from './devices-config.ts';
import { createHidScanner } from './hid/hid-scanner.ts';
import { knownReaders } from './hid/known-readers.ts';
import { createNodeHidTransport } from './hid/node-hid-transport.ts';
import { recordReports } from './hid/record-reports.ts';
import { createRecorder } from './loopback-http/recording.ts';
import { openPcsc } from './pcsc/pcsc-library.ts';
import { createPcscScanner } from './pcsc/pcsc-scanner.ts';
import { recordCommands } from './pcsc/record-commands.ts';
import { createRdScanner } from './rd-service/rd-scanner.ts';
import { createSbiScanner } from './sbi/sbi-scanner.ts';
import { createHelperScanner } from './vendor-helper/helper-scanner.ts';
import { createHelperRecorder } from './vendor-helper/record-helper.ts';

export interface DriverOptions {
  readonly clock: Clock;
  /** One JSON line for each exchange of any driver, without what was read. */
  readonly record?: (line: string) => void;
}

export type OpenDriver = (options: DriverOptions) => Scanner;

/** By name; a driver that the configuration leaves out is not there. `served`: the bank's lists of the moment. */
export function driversOf(
  config: DevicesConfig = strictDevices,
  served: () => DeviceLists | null = () => null,
): Readonly<Record<string, OpenDriver>> {
  const { sbi, hid, pcsc, helpers, production } = config;
  const rd = config['rd-service'];
  const drivers: Record<string, OpenDriver> = {};
  if (sbi) {
    drivers['sbi'] = ({ clock, record }) =>
      createSbiScanner({
        clock,
        trust: trustOf(config, 'scannerRoots', served),
        env: production ? 'Production' : 'Developer',
        ...(sbi.ports ? { ports: sbi.ports } : {}),
        ...(record ? { record: createRecorder(record) } : {}),
      });
  }
  if (rd) {
    const trust = trustOf(config, 'registeredDeviceRoots', served);
    drivers['rd-service'] = ({ clock, record }) =>
      createRdScanner({
        clock,
        trust,
        // Without roots of ours, UIDAI judges the device, who alone opens what it sealed.
        chainJudgedBy: trust.roots.length > 0 ? 'trust-store' : 'uidai',
        env: production ? 'P' : 'PP',
        ekyc: rd.ekyc,
        ...(rd.ports ? { ports: rd.ports } : {}),
        ...(record ? { record: createRecorder(record) } : {}),
      });
  }
  if (hid) {
    drivers['hid'] = ({ clock, record }) => {
      const transport = createNodeHidTransport();
      return createHidScanner({
        clock,
        trust: trustOf(config, 'scannerRoots', served),
        transport: record ? recordReports(transport, record) : transport,
        // The bank's own first: they name a product.
        readers: [...hid.readers, ...knownReaders],
      });
    };
  }
  if (pcsc) {
    drivers['pcsc'] = ({ clock, record }) =>
      createPcscScanner({
        clock,
        trust: trustOf(config, 'countryRoots', served),
        open: record ? recordCommands(openPcsc, record) : openPcsc,
      });
  }
  for (const { name, ...program } of helpers) {
    drivers[`vendor-helper/${name}`] = ({ clock, record }) =>
      createHelperScanner({
        name,
        program,
        clock,
        trust: trustOf(config, 'scannerRoots', served),
        ...(record ? { record: createHelperRecorder(record) } : {}),
      });
  }
  return drivers;
}
