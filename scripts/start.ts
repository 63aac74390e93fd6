// npm start: packages are there (start.mjs saw to it); models, build, bank and kiosk follow.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { vaultFileName } from '#electron/adapter/key-store/vault-file.ts';
import { dataFolder } from '#electron/shell/data-folder.ts';
import { startBank, type RunningBank } from './process/bank-process.ts';
import { buildIfStale } from './process/build-if-stale.ts';
import { obtainElectron } from './process/electron-runtime.ts';
import { fetchModels } from './process/fetch-models.ts';
import { root } from './process/root.ts';

const usage = 'usage: npm start -- [--simulate] [--browser | --electron]';
const firstOfficer = 'asha';
const lookEveryMs = 1000;

function refuseUsage(): never {
  console.error(usage);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        simulate: { type: 'boolean', default: false },
        browser: { type: 'boolean', default: false },
        electron: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return refuseUsage();
  }
}

async function chooseShell(options: {
  browser: boolean;
  electron: boolean;
}): Promise<'electron' | 'browser'> {
  if (options.browser) return 'browser';
  if (await obtainElectron()) return 'electron';
  if (options.electron) {
    console.error(
      "Electron's runtime is not here and could not be fetched. Run `node node_modules/electron/install.js` with a line to its download site, or set ELECTRON_MIRROR, then start again; `npm start -- --browser` needs none.",
    );
    process.exit(1);
  }
  console.log(
    "Electron's runtime is not here, so the kiosk opens in a browser: it has no key store of the operating system, no content protection and no fuses.",
  );
  return 'browser';
}

function startShell(shell: 'electron' | 'browser', env: NodeJS.ProcessEnv): ChildProcess {
  if (shell === 'browser') {
    return spawn(process.execPath, [join(root, 'out', 'main', 'browser.js')], {
      cwd: root,
      env,
      stdio: 'inherit',
    });
  }
  // The package's own starter: it reads where the runtime lies.
  return spawn(process.execPath, [join(root, 'node_modules', 'electron', 'cli.js'), root], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
}

/** What a new developer needs to sign in, as the officer would learn it: from the bank's letter. */
async function introduce(bank: RunningBank): Promise<void> {
  const password = await bank.officerPassword(firstOfficer);
  console.log(`The bank on this machine listens at ${bank.url}`);
  console.log(`Sign in as ${firstOfficer} with the password ${password}`);
  console.log('One-time codes to customers are printed here as the bank sends them.');
}

/** Shows each message to a customer as it is sent: on this machine nobody has the phone. Ends with the bank. */
async function showMessages(bank: RunningBank): Promise<void> {
  let shown = (await bank.outbox(null)).length;
  for await (const _tick of setInterval(lookEveryMs, null, { ref: false })) {
    const messages = await bank.outbox(null);
    for (const { to, text } of messages.slice(shown)) console.log(`Message to ${to}: ${text}`);
    shown = messages.length;
  }
}

const options = readOptions();
if (options.browser && options.electron) refuseUsage();
await fetchModels();
await buildIfStale();
const shell = await chooseShell(options);

const usualDir = dataFolder({ env: process.env, platform: process.platform, home: homedir() });
// What is simulated never lies beside what is not.
const dataDir = options.simulate && !process.env['KIOSK_DATA'] ? `${usualDir}-simulated` : usualDir;
const bankUrl = process.env['BANK_URL'];
const bankStarting = bankUrl ? null : startBank(`${dataDir}-bank`);
const isEnrolled = existsSync(join(dataDir, vaultFileName));
// A kiosk that is enrolled opens at once and finds its bank when that is up; a new one needs the bank's code first.
const enrolmentCode = isEnrolled ? '' : ((await (await bankStarting)?.enrolmentCode()) ?? '');
const kiosk = startShell(shell, {
  ...process.env,
  KIOSK_DATA: dataDir,
  KIOSK_SIMULATE: options.simulate ? '1' : '0',
  KIOSK_ENROLMENT_CODE: enrolmentCode,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => kiosk.kill(signal));
kiosk.on('exit', (code) => {
  void (async () => {
    await (await bankStarting?.catch(() => null))?.stop();
    process.exit(code ?? 1);
  })();
});
const bank = await bankStarting?.catch((cause: unknown) => {
  console.error(
    `The bank on this machine did not start: ${cause instanceof Error ? cause.message : 'unknown'}`,
  );
  return null;
});
if (bank) {
  await introduce(bank);
  // A bank that has ended has nothing more to show.
  showMessages(bank).catch(() => undefined);
} else console.log(`Bank: ${bankUrl}. The kiosk asks for an enrolment code from it.`);
