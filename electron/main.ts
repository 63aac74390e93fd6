// Process entry of the Electron shell: hands Electron to the bootstrap, and settings from the environment alone.
import { homedir } from 'node:os';
import * as electron from 'electron';
import { startElectronShell } from './shell/electron/bootstrap.ts';
import { createOsKeyStore } from './shell/electron/os-key-store.ts';
import { createUtilityWorkerHost } from './shell/electron/utility-worker-host.ts';
import { layoutOf } from './shell/layout.ts';
import { keyPlaces, readShellConfig, simulationBuiltIn } from './shell/shell-config.ts';
import { causeOf, framesOf, stderrLog as log } from './shell/shell-log.ts';

// What nobody caught: said without its message. Whoever starts the kiosk again finds every case where it was.
process.on('uncaughtException', (error) => {
  log.warn('kiosk-crashed', { cause: causeOf(error), frames: framesOf(error) });
  electron.app.exit(1);
});

const settings = readShellConfig({
  env: process.env,
  platform: process.platform,
  home: homedir(),
  hasChannel: false,
  simulationBuiltIn,
});
delete process.env['KIOSK_ENROLMENT_CODE'];

if (settings.ok) {
  const config = settings.value;
  const layout = layoutOf(import.meta.url);
  startElectronShell(electron, {
    config,
    rendererDir: layout.rendererDir,
    preload: layout.preload,
    openKiosk: async () => {
      const [{ openKiosk }, { createOfficerKeyStore }, { createElectronPrinting }] = await Promise.all([
        import('./shell/open-kiosk.ts'),
        import('./adapter/key-store/officer-key-store.ts'),
        import('./shell/electron/electron-printing.ts'),
      ]);
      return openKiosk({
        shell: 'electron',
        config,
        keyStore: createOsKeyStore({
          safeStorage: electron.safeStorage,
          dataDir: config.dataDir,
          platform: process.platform,
          simulated: config.simulated,
          officers: createOfficerKeyStore(keyPlaces(config)),
        }),
        workers: createUtilityWorkerHost(electron, (name) => layout.workerEntry(name)),
        packagedResources: electron.app.isPackaged ? process.resourcesPath : null,
        root: layout.root,
        log,
        printing: (pictureOf) => createElectronPrinting(electron, pictureOf),
      });
    },
    log,
    say: (line) => void process.stdout.write(`${line}\n`),
  });
} else {
  const { error } = settings;
  process.stdout.write(
    error.kind === 'simulation-left-out'
      ? 'This build has no simulation: KIOSK_SIMULATE cannot be set.\n'
      : `${error.setting} must be one of: ${error.allowed}\n`,
  );
  electron.app.exit(2);
}
