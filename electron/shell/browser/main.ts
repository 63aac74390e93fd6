// Process entry of the browser shell. Settings come from the environment alone; the command line carries nothing.
import { homedir } from 'node:os';
import { layoutOf } from '../layout.ts';
import { keyPlaces, readShellConfig, simulationBuiltIn } from '../shell-config.ts';
import { causeOf, framesOf, stderrLog } from '../shell-log.ts';
import { createForkWorkerHost } from './fork-worker-host.ts';
import { exitStatus, runBrowserShell } from './run-browser-shell.ts';
import { starterChannel } from './starter-channel.ts';

const log = stderrLog;

// What nobody caught: said without its message, and the process ends. Whoever starts it again finds every case where it was.
process.on('uncaughtException', (error) => {
  log.warn('kiosk-crashed', { cause: causeOf(error), frames: framesOf(error) });
  process.exit(exitStatus.failed);
});

const stop = Promise.withResolvers<void>();
let askedAtMs: number | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A terminal and the starter both pass on one Ctrl-C; after a second it is a person who means now.
    if (askedAtMs !== null && performance.now() - askedAtMs > 1000) process.exit(exitStatus.failed);
    askedAtMs ??= performance.now();
    stop.resolve();
  });
}

const starter = starterChannel();
const config = readShellConfig({
  env: process.env,
  platform: process.platform,
  home: homedir(),
  hasChannel: starter !== null,
  simulationBuiltIn,
});
if (!config.ok) {
  const { error } = config;
  process.stdout.write(
    error.kind === 'simulation-left-out'
      ? 'This build has no simulation: KIOSK_SIMULATE cannot be set.\n'
      : `${error.setting} must be one of: ${error.allowed}\n`,
  );
  process.exit(exitStatus.settings);
}
// Nothing that this process starts has any business with it.
delete process.env['KIOSK_ENROLMENT_CODE'];
delete process.env['CREDENTIALS_DIRECTORY'];

const layout = layoutOf(import.meta.url);
const status = await runBrowserShell({
  config: config.value,
  rendererDir: layout.rendererDir,
  // Loaded while the door and the browser open.
  openKiosk: async () => {
    const [{ openKiosk }, { createOfficerKeyStore }] = await Promise.all([
      import('../open-kiosk.ts'),
      import('../../adapter/key-store/officer-key-store.ts'),
    ]);
    return openKiosk({
      shell: 'browser',
      config: config.value,
      keyStore: createOfficerKeyStore(keyPlaces(config.value)),
      workers: createForkWorkerHost((name) => layout.workerEntry(name)),
      packagedResources: null,
      root: layout.root,
      log,
    });
  },
  starter,
  stopAsked: stop.promise,
  out: process.stdout,
  log,
});
process.exit(status);
