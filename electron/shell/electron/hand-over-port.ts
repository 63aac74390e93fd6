// Gives the screen its one MessagePort: to the main frame of app://kiosk, once a document, and to nobody else who asks.
import { messagePortChannel } from '../carrier/message-port.ts';
import type { FrameServer } from '../carrier/serve-frames.ts';
import type { ShellLog } from '../shell-log.ts';
import { isAppPage } from './app-address.ts';
import type { BrowserWindow, ElectronModule, WebFrameMain } from './electron-module.ts';
import { portChannel } from './port-channel.ts';

export interface PortOptions {
  readonly window: BrowserWindow;
  readonly frames: Promise<FrameServer>;
  readonly log: ShellLog;
}

export function handOverPort(electron: ElectronModule, { window, frames, log }: PortOptions): void {
  let givenToThisDocument = false;
  let hangUp: (() => void) | null = null;
  const { webContents } = window;

  webContents.on('did-start-navigation', (details) => {
    if (!details.isMainFrame || details.isSameDocument) return;
    hangUp?.();
    hangUp = null;
    givenToThisDocument = false;
  });

  electron.ipcMain.on(portChannel, (event) => {
    const frame: WebFrameMain | null = event.senderFrame;
    const isOurPage =
      frame !== null &&
      event.sender === webContents &&
      frame === webContents.mainFrame &&
      isAppPage(frame.url);
    if (!isOurPage || givenToThisDocument) {
      log.warn('port-refused', { again: givenToThisDocument });
      return;
    }
    givenToThisDocument = true;
    const { port1, port2 } = new electron.MessageChannelMain();
    hangUp = () => port1.close();
    frame.postMessage(portChannel, null, [port2]);
    // Messages wait in the port until the kiosk is there.
    void frames.then(
      (server) => server.serve(messagePortChannel(port1, 'electron')),
      () => port1.close(),
    );
  });
}
