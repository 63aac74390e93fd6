// The carrier inside Electron: the preload hands one MessagePort to the page. A message from anywhere else is ignored.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Connection, KioskClient } from './kiosk-client.ts';
import { makeListeners } from './listeners.ts';

export const portMessageType = 'pravesh-port';

function isPortMessage(event: MessageEvent<unknown>): boolean {
  const { data } = event;
  return (
    event.source === window &&
    event.origin === window.location.origin &&
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === portMessageType
  );
}

export function connectOverPort(port: MessagePort): Connection {
  const lost = makeListeners();
  port.addEventListener('close', lost.tell);
  const client: KioskClient = createORPCClient(new RPCLink({ port }));
  port.start();
  return { carrier: 'message-port', client, onReconnect: () => () => {}, onLost: lost.add };
}

/** Waits for the preload's port; `signal` ends the wait. */
export function awaitPort(target: Window, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      if (!port || !isPortMessage(event)) return;
      target.removeEventListener('message', take);
      resolve(port);
    };
    target.addEventListener('message', take, { signal });
  });
}
