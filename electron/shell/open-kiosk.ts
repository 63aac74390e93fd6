// Puts the kiosk together for a shell. Loaded only when wanted, so that the door and the window do not wait for it.
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { openCheckoutModelStore, openPackagedModelStore } from '../adapter/model-store/open-model-store.ts';
import { createProcessScanners } from '../adapter/scanner/process-scanners.ts';
import { createKiosk, type KioskOptions } from '../kiosk.ts';
import type { KeyStore } from '../port/key-store.ts';
import type { WorkerHost } from '../port/worker-host.ts';
import { createRecoveryCap, recoveries } from './recovery-cap.ts';
import type { ServedKiosk } from './served-kiosk.ts';
import type { ShellConfig } from './shell-config.ts';
import type { ShellLog } from './shell-log.ts';

export interface OpenKioskOptions {
  readonly shell: 'electron' | 'browser';
  readonly config: ShellConfig;
  readonly keyStore: KeyStore;
  readonly workers: WorkerHost;
  /** Where an installed kiosk's models lie; null in a checkout. */
  readonly packagedResources: string | null;
  readonly root: string;
  readonly log: ShellLog;
  readonly printing?: KioskOptions['printing'];
}

export function openKiosk(options: OpenKioskOptions): ServedKiosk {
  const { shell, config, keyStore, workers, packagedResources, root, log } = options;
  const deviceCrashes = createRecoveryCap();
  return createKiosk({
    dataDir: config.dataDir,
    shell,
    version: packageJson.version,
    simulated: config.simulated,
    mode: config.mode,
    keyStore,
    workers,
    models:
      packagedResources === null
        ? openCheckoutModelStore(root, process.env)
        : openPackagedModelStore(packagedResources),
    scanners: createProcessScanners({
      workers,
      simulated: config.simulated,
      configFile: join(config.dataDir, 'devices.json'),
      mayRestart: () => deviceCrashes.allows(),
      restMs: recoveries.withinMs,
      log: (event, facts) => log.note(event, facts),
    }),
    enrolmentCode: config.enrolmentCode,
    ...(options.printing ? { printing: options.printing } : {}),
    log: (event, facts) => log.note(event, facts),
  });
}
