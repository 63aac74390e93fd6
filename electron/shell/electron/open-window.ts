// The kiosk's one window, and what it may not do.
import { appUrl } from './app-address.ts';
import type { BrowserWindow, ElectronModule, Session } from './electron-module.ts';

export interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly window: 'app' | 'kiosk';
  /** Developer tools are for a checkout. */
  readonly packaged: boolean;
  readonly simulated: boolean;
}

export function openWindow(electron: ElectronModule, options: WindowOptions): BrowserWindow {
  const kiosk = options.window === 'kiosk';
  const window = new electron.BrowserWindow({
    show: false,
    width: 1366,
    height: 768,
    kiosk,
    fullscreenable: kiosk,
    autoHideMenuBar: true,
    backgroundColor: '#fbfaf7',
    webPreferences: {
      session: options.session,
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !options.packaged,
    },
  });
  // Keeps customers' faces and numbers out of screen recordings. A simulated kiosk shows nobody, and is filmed for its papers.
  if (!options.simulated) window.setContentProtection(true);
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  return window;
}

export async function showApp(window: BrowserWindow): Promise<void> {
  await window.loadURL(appUrl);
}
