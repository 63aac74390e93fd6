// The browser shell as a process of its own, with a kiosk that only echoes: started by browser-shell.test.ts.
import { homedir } from 'node:os';
import { runBrowserShell } from '#electron/shell/browser/run-browser-shell.ts';
import { starterChannel } from '#electron/shell/browser/starter-channel.ts';
import { readShellConfig } from '#electron/shell/shell-config.ts';
import { stderrLog } from '#electron/shell/shell-log.ts';
import { echoRouter } from './echo-router.fixture.ts';

const starter = starterChannel();
const config = readShellConfig({
  env: process.env,
  platform: process.platform,
  home: homedir(),
  hasChannel: starter !== null,
  simulationBuiltIn: true,
});
if (!config.ok) throw new Error(config.error.kind);

const stop = Promise.withResolvers<void>();
process.on('SIGTERM', () => stop.resolve());
process.exit(
  await runBrowserShell({
    config: config.value,
    rendererDir: process.env['TEST_RENDERER'] ?? '',
    openKiosk: () =>
      process.env['TEST_KIOSK_FAILS'] === '1'
        ? Promise.reject(new TypeError('the name of a customer'))
        : Promise.resolve({
            router: echoRouter().router,
            modelFile: () => Promise.resolve(null),
            close: async () => void process.stdout.write('kiosk closed\n'),
          }),
    starter,
    stopAsked: stop.promise,
    out: process.stdout,
    log: stderrLog,
  }),
);
