// The Electron shell from its first to its last moment. Electron itself is handed in: this file decides, electron/main.ts only starts it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFrameServer } from '../carrier/serve-frames.ts';
import { lockDataFolder, type DataFolderLock } from '../data-folder-lock.ts';
import { listRendererFiles } from '../renderer-files.ts';
import type { ServedKiosk } from '../served-kiosk.ts';
import type { ShellConfig } from '../shell-config.ts';
import { causeOf, framesOf, type ShellLog } from '../shell-log.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import type { BrowserWindow, ElectronModule } from './electron-module.ts';
import { handOverPort } from './hand-over-port.ts';
import { hardenContents } from './harden-contents.ts';
import { hardenSession } from './harden-session.ts';
import { openWindow, showApp } from './open-window.ts';
import { recover } from './recover.ts';

/** How the application ends, for scripts: the same numbers as the browser shell. */
export const exitStatus = { ended: 0, failed: 1, folderInUse: 3, folderUnusable: 4 } as const;

export interface ElectronShellOptions {
  readonly config: ShellConfig;
  readonly rendererDir: string;
  readonly preload: string;
  openKiosk(): Promise<ServedKiosk>;
  readonly log: ShellLog;
  say(line: string): void;
}

// As in the browser shell: long enough for a bank call to be written down.
const drainMs = 4000;

/** Everything up to the first await must run before Electron is ready, so this is called while main.ts is being loaded. */
export function startElectronShell(electron: ElectronModule, options: ElectronShellOptions): void {
  const { app } = electron;
  const { config, log } = options;
  app.enableSandbox();
  registerAppScheme(electron);
  // Chromium's own traffic resolves no name at all; the bank is spoken to by the main process.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  // Electron's single instance is one a userData folder: with it beside the data, one a data folder.
  app.setPath('userData', join(config.dataDir, 'chromium'));
  hardenContents(electron);

  if (!app.requestSingleInstanceLock()) {
    options.say(`A kiosk is already running on this data folder: ${config.dataDir}`);
    app.exit(exitStatus.folderInUse);
    return;
  }
  // The browser shell on the same folder is no instance of Electron: the folder's own lock sees it.
  const lock = lockDataFolder(config.dataDir);
  if (!lock.ok) {
    const inUse = lock.error.kind === 'folder-in-use';
    options.say(
      `${inUse ? 'A kiosk is already running on this data folder' : 'This data folder cannot be used'}: ${config.dataDir}`,
    );
    app.exit(inUse ? exitStatus.folderInUse : exitStatus.folderUnusable);
    return;
  }
  run(electron, options, lock.value).catch((error: unknown) => {
    log.warn('kiosk-not-opened', { cause: causeOf(error), frames: framesOf(error) });
    app.exit(exitStatus.failed);
  });
}

async function run(
  electron: ElectronModule,
  options: ElectronShellOptions,
  lock: DataFolderLock,
): Promise<void> {
  const { app } = electron;
  const { config, log } = options;
  await app.whenReady();
  electron.Menu.setApplicationMenu(null);
  // Without "persist:" nothing of the page is written to disk.
  const session = electron.session.fromPartition('kiosk', { cache: false });
  for (const each of [session, electron.session.defaultSession]) hardenSession(each);

  const kiosk = options.openKiosk();
  const frames = kiosk.then(({ router }) => createFrameServer(router, log));
  // Waited for at the end; until then a kiosk that cannot open must not count as caught by nobody.
  frames.catch(() => undefined);
  const files = await listRendererFiles(options.rendererDir);
  serveApp(session, { files, modelFile: async (name) => (await kiosk).modelFile(name) });

  const window = openWindow(electron, {
    session,
    preload: options.preload,
    window: config.window,
    packaged: app.isPackaged,
    simulated: config.simulated,
  });
  handOverPort(electron, { window, frames, log });
  recover(electron, { window, log, giveUp: () => app.quit() });
  const awake = electron.powerSaveBlocker.start('prevent-display-sleep');

  let ending: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    const server = await frames;
    await server.drain(drainMs);
    await (await kiosk).close();
    electron.powerSaveBlocker.stop(awake);
    lock.release();
  };
  app.on('before-quit', (event) => {
    event.preventDefault();
    ending ??= end().then(
      () => app.exit(exitStatus.ended),
      () => app.exit(exitStatus.failed),
    );
  });
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => bringForward(window));

  await Promise.all([showApp(window), frames]);
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
