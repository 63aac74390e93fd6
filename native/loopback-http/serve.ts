// A raw server on loopback for the simulators: takes any verb, and lets its handler answer rightly or wrongly.
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createMessageReader } from './message-reader.ts';

export interface ServedRequest {
  readonly verb: string;
  readonly path: string;
  readonly body: string;
}

export interface RawServer {
  readonly port: number;
  close(): Promise<void>;
}

interface ServeOptions {
  /** Tried in turn until one is free; 0 takes any that is. */
  readonly ports: readonly number[];
  readonly tls?: TlsOptions;
  readonly handle: (request: ServedRequest, socket: Socket) => Promise<void> | void;
}

const limits = { headBytes: 16_384, bodyBytes: 1_048_576 };

/** Null when every port is taken. */
export async function serveRaw({ ports, tls, handle }: ServeOptions): Promise<RawServer | null> {
  const sockets = new Set<Socket>();
  const onSocket = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const reader = createMessageReader('request', limits);
    socket.on('data', (chunk: Buffer) => {
      const pushed = reader.push(chunk);
      if (!pushed.ok) {
        socket.destroy();
        return;
      }
      if (pushed.value !== 'done') return;
      socket.removeAllListeners('data');
      socket.resume();
      const { startLine, body } = reader.message();
      const [verb = '', path = ''] = startLine.split(' ');
      void handle({ verb, path, body: body.toString('utf8') }, socket);
    });
  };
  for (const port of ports) {
    const server = tls ? createTlsServer(tls, onSocket) : createServer(onSocket);
    server.on('tlsClientError', () => undefined);
    if (await listens(server, port)) {
      const address = server.address();
      return {
        port: typeof address === 'object' && address ? address.port : port,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            for (const socket of sockets) socket.destroy();
          }),
      };
    }
  }
  return null;
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port }, () => resolve(true));
  });
}

/** A whole, well-formed answer. */
export function answer(socket: Socket, body: string, contentType = 'application/json', status = 200): void {
  socket.end(answerText(body, contentType, status));
}

export function answerText(body: string, contentType: string, status: number): string {
  return [
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Error'}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
