// Which drivers there are, by name. Whoever wants devices opens them here; simulators are never in this list.
import type { Clock } from '#electron/port/clock.ts';
import type { Scanner } from '#electron/port/scanner.ts';
import { createHidScanner } from './hid/hid-scanner.ts';
import { knownReaders } from './hid/known-readers.ts';
import { createNodeHidTransport } from './hid/node-hid-transport.ts';
import type { RecordedExchange } from './loopback-http/exchange.ts';
import { openPcsc } from './pcsc/pcsc-library.ts';
import { createPcscScanner } from './pcsc/pcsc-scanner.ts';
import { createRdScanner } from './rd-service/rd-scanner.ts';
import { createSbiScanner } from './sbi/sbi-scanner.ts';
import type { TrustStore } from './trust/trust-store.ts';

export interface DriverOptions {
  readonly clock: Clock;
  readonly trust: TrustStore;
  /** Development and test devices sign for another environment than those of a branch. */
  readonly production: boolean;
  readonly record?: (exchange: RecordedExchange) => void;
}

export const drivers: Readonly<Record<string, (options: DriverOptions) => Scanner>> = {
  sbi: ({ production, ...options }) =>
    createSbiScanner({ ...options, env: production ? 'Production' : 'Developer' }),
  'rd-service': ({ production, clock, record }) =>
    createRdScanner({
      clock,
      env: production ? 'P' : 'PP',
      wadh: '',
      trust: null,
      ...(record ? { record } : {}),
    }),
  hid: ({ clock, trust }) =>
    createHidScanner({ clock, trust, transport: createNodeHidTransport(), readers: knownReaders }),
  pcsc: ({ clock, trust }) => createPcscScanner({ clock, trust, open: openPcsc }),
};
