// Chooses the carrier: Electron's preload announces itself by the app: scheme, everything else is the browser shell.
import { awaitPort, connectOverPort } from './connect-port.ts';
import { connectOverSocket } from './connect-socket.ts';
import type { Connection } from './kiosk-client.ts';

/** The scheme Electron's shell serves the screens from. */
export const electronScheme = 'app:';

export async function connect(page: Window): Promise<Connection> {
  if (page.location.protocol !== electronScheme) return connectOverSocket(page.location.origin);
  return connectOverPort(await awaitPort(page, new AbortController().signal));
}
