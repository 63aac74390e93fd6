// The sandboxed preload: asks the main process for the one port and passes it on to the page. It exposes nothing.
import { ipcRenderer } from 'electron';
import { portChannel, portMessage } from './shell/electron/port-channel.ts';

// The two things of a page that this file touches; the room has no DOM types.
declare const window: {
  readonly document: { readonly readyState: string };
  readonly location: { readonly protocol: string; readonly host: string };
  addEventListener(event: 'load', listener: () => void, options: { once: true }): void;
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

const { document, location } = window;
const origin = `${location.protocol}//${location.host}`;

/** The page listens once its modules have run, which is before `load`. */
const listening = new Promise<void>((loaded) => {
  if (document.readyState === 'complete') loaded();
  else window.addEventListener('load', () => loaded(), { once: true });
});

ipcRenderer.once(portChannel, (event) => {
  void listening.then(() => window.postMessage(portMessage, origin, event.ports));
});
ipcRenderer.send(portChannel);
