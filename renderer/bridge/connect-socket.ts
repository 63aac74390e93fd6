// The carrier in the browser shell: one WebSocket to the page's own origin, opened again by itself when it breaks.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket as ReconnectingSocket } from 'partysocket';
import type { Connection, KioskClient } from './kiosk-client.ts';
import { makeListeners } from './listeners.ts';

export const socketPath = '/kiosk';

export function connectOverSocket(origin: string): Connection {
  const address = new URL(socketPath, origin);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  // The peer is this machine: a short wait costs nothing, and the officer stands before the screen.
  const socket = new ReconnectingSocket(address.href, [], {
    minReconnectionDelay: 250,
    maxReconnectionDelay: 2000,
    // What was typed before the break must not be sent blindly after it.
    maxEnqueuedMessages: 0,
  });
  const back = makeListeners();
  const lost = makeListeners();
  let opened = false;
  socket.addEventListener('open', () => {
    if (opened) back.tell();
    opened = true;
  });
  socket.addEventListener('close', lost.tell);
  const client: KioskClient = createORPCClient(new RPCLink({ websocket: socket as unknown as WebSocket }));
  return { carrier: 'websocket', client, onReconnect: back.add, onLost: lost.add };
}
