// The three ways a screen reaches the kiosk, each opened the same way for one suite: in memory, WebSocket, MessagePort (Node's and Electron's form).
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { WebSocketServer } from 'ws';
import type { KioskContract } from '#core/contract/kiosk/contract.ts';
import { messagePortChannel, type PortLike } from '#electron/shell/carrier/message-port.ts';
import { createFrameServer, frameMaxBytes, type FrameServer } from '#electron/shell/carrier/serve-frames.ts';
import { webSocketChannel } from '#electron/shell/carrier/websocket.ts';
import type { ShellFacts, ShellLog } from '#electron/shell/shell-log.ts';
import { echoRouter, type Seen } from './echo-router.fixture.ts';

export type KioskClient = ContractRouterClient<KioskContract>;

export interface Line {
  readonly client: KioskClient;
  readonly seen: Seen;
  /** What the kiosk's log was told, as text. */
  readonly logged: readonly string[];
  /** Null where the carrier has no frames. */
  readonly wire: Wire | null;
  close(): Promise<void>;
}

export interface Wire {
  readonly frames: FrameServer;
  /** Puts something onto the line that no client of ours would. */
  sendRaw(frame: string | Uint8Array<ArrayBuffer>): void;
  /** The screen goes away. */
  hangUp(): void;
  readonly hungUp: Promise<void>;
  /** A second screen on the same kiosk. */
  again(): Promise<KioskClient>;
}

export const carriers: Readonly<Record<string, () => Promise<Line>>> = {
  'in memory': inMemory,
  WebSocket: overWebSocket,
  MessagePort: () => overMessagePort('node'),
  "Electron's MessagePort": () => overMessagePort('electron'),
};

function recording(): { log: ShellLog; logged: string[] } {
  const logged: string[] = [];
  const note = (event: string, facts: ShellFacts = {}): void =>
    void logged.push(`${event} ${JSON.stringify(facts)}`);
  return { log: { note, warn: note }, logged };
}

async function inMemory(): Promise<Line> {
  const { router, seen } = echoRouter();
  const client: KioskClient = createRouterClient(router);
  return { client, seen, logged: [], wire: null, close: () => Promise.resolve() };
}

async function overWebSocket(): Promise<Line> {
  const { router, seen } = echoRouter();
  const { log, logged } = recording();
  const frames = createFrameServer(router, log);
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, maxPayload: frameMaxBytes, perMessageDeflate: false });
  sockets.on('connection', (socket) => frames.serve(webSocketChannel(socket, log)));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const connect = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    await new Promise((opened) => socket.addEventListener('open', opened, { once: true }));
    return socket;
  };
  const socket = await connect();
  const hungUp = new Promise<void>((closed) => socket.addEventListener('close', () => closed()));
  return {
    client: createORPCClient(new WebSocketLink({ websocket: socket })),
    seen,
    logged,
    wire: {
      frames,
      sendRaw: (frame) => socket.send(frame),
      hangUp: () => socket.close(),
      hungUp,
      again: async () => createORPCClient(new WebSocketLink({ websocket: await connect() })),
    },
    async close() {
      for (const live of sockets.clients) live.terminate();
      sockets.close();
      http.close();
      await once(http, 'close');
    },
  };
}

async function overMessagePort(kind: 'electron' | 'node'): Promise<Line> {
  const { router, seen } = echoRouter();
  const { log, logged } = recording();
  const frames = createFrameServer(router, log);
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    frames.serve(messagePortChannel(kind === 'electron' ? asElectronPort(port1) : port1, kind));
    port2.start();
    return port2;
  };
  const port = connect();
  const hungUp = new Promise<void>((closed) => port.on('close', () => closed()));
  return {
    client: createORPCClient(new MessagePortLink({ port })),
    seen,
    logged,
    wire: {
      frames,
      sendRaw: (frame) => port.postMessage(frame),
      hangUp: () => port.close(),
      hungUp,
      again: () => Promise.resolve(createORPCClient(new MessagePortLink({ port: connect() }))),
    },
    async close() {
      port.close();
      await hungUp;
    },
  };
}

/** MessagePortMain as Electron documents it: events carry `data`, nothing arrives before start(), ArrayBuffers are not transferred. */
function asElectronPort(port: MessageChannel['port1']): PortLike {
  const listeners: ((event: unknown) => void)[] = [];
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (event: unknown) => void) {
      if (event === 'message') listeners.push(listener);
      else port.on('close', () => listener(undefined));
    },
    start: () =>
      void port.on('message', (data) => {
        for (const listener of listeners) listener({ data, ports: [] });
      }),
    close: () => port.close(),
  };
}
