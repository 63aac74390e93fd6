// The loopback door: the built screens, the model files and one WebSocket, on 127.0.0.1 at a random port under a random name.
// Refuses whoever comes without our host name, our origin and a session; serves nothing else to anybody.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { frameMaxBytes, type FrameServer } from '../carrier/serve-frames.ts';
import { webSocketChannel } from '../carrier/websocket.ts';
import { securityHeaders } from '../content-policy.ts';
import { modelNameOf, type RendererFiles, type ServedFile } from '../renderer-files.ts';
import { causeOf, type ShellLog } from '../shell-log.ts';
import { isOurs, sessionOf, sessionSetCookie } from './door-guard.ts';
import { codePage, doorPagePolicy, openingPage, type CodePageProblem } from './door-page.ts';
import type { DoorKeys } from './ticket.ts';

export interface DoorOptions {
  readonly keys: DoorKeys;
  readonly files: RendererFiles;
  /** The kiosk may still be opening: whoever knocks waits for it. */
  readonly served: Promise<{ readonly frames: FrameServer; modelFile(name: string): Promise<string | null> }>;
  /**
   * Somebody stands before the door without a session and without a live code: shows one where only the kiosk's owner
   * sees it. False where this kiosk lets nobody in by code.
   */
  announceCode(): boolean;
  readonly log: ShellLog;
}

export interface Door {
  /** http://<random>.localhost:<port>, without anything secret in it. */
  readonly origin: string;
  /** An address that lets one browser in, once, within 30 s. */
  ticketUrl(): string;
  close(): Promise<void>;
}

// A form with one short code.
const bodyMaxBytes = 1024;

export async function openDoor(options: DoorOptions): Promise<Door> {
  const { keys, files, log } = options;
  const server = createServer({ maxHeaderSize: 8192 });
  // perMessageDeflate: pictures do not shrink, and an inflated bomb is refused by not inflating.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: frameMaxBytes,
    perMessageDeflate: false,
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  // Cookies ignore the port: without a name of its own, every program on localhost would be sent ours.
  const host = `k${randomBytes(6).toString('hex')}.localhost:${port}`;
  const origin = `http://${host}`;
  const headers = securityHeaders([`ws://${host}`]);

  const admit = (response: ServerResponse, session: string): void => {
    // The screen before, if any, has lost its session: it must not go on by the socket it still has.
    for (const socket of sockets.clients) socket.close(1008);
    response
      .writeHead(303, { location: '/', 'set-cookie': sessionSetCookie(session), 'cache-control': 'no-store' })
      .end();
  };

  const showCodePage = (response: ServerResponse, status: number, problem: CodePageProblem | null): void => {
    if (keys.hasCode() || options.announceCode()) page(response, status, codePage(problem));
    else plain(response, status, 'no session');
  };

  const enter = async (request: IncomingMessage, response: ServerResponse, query: string): Promise<void> => {
    if (request.method === 'GET') {
      const session = keys.redeemTicket(new URLSearchParams(query).get('ticket') ?? '');
      if (session === null) return showCodePage(response, 403, null);
      return admit(response, session);
    }
    const body = await readBody(request);
    if (body === null) return plain(response, 413, 'too large');
    const answer = keys.redeemCode(new URLSearchParams(body).get('code') ?? '');
    if (answer.kind === 'admitted') return admit(response, answer.session);
    log.warn('door-code-refused', { cause: answer.kind });
    return showCodePage(response, 403, answer);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isOurs(request, host)) return plain(response, 403, 'not for you');
    // Taken as it came: our own names need no decoding, so nothing encoded can mean another file.
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    const isEnter = path === '/enter';
    const read = request.method === 'GET' || request.method === 'HEAD';
    if (!read && !(isEnter && request.method === 'POST')) return plain(response, 405, 'not allowed');
    if (isEnter) return enter(request, response, query);
    if (path === '/opening') return page(response, 200, openingPage);

    const session = sessionOf(request);
    if (session === null || !keys.isSession(session)) {
      return path === '/' ? showCodePage(response, 401, null) : plain(response, 401, 'no session');
    }
    const found = files.get(path);
    if (found !== undefined) return send(request, response, found, headers, log);
    const model = modelNameOf(path);
    if (model !== null) {
      const file = await (await options.served).modelFile(model);
      const served = file === null ? null : { file, type: 'application/octet-stream', immutable: false };
      if (served !== null) return send(request, response, served, headers, log);
    }
    return plain(response, 404, 'not found');
  };

  server.on('request', (request, response) => {
    // The router's edge: whatever goes wrong with one request ends that request only.
    serve(request, response).catch((error: unknown) => {
      log.warn('door-request-failed', { cause: causeOf(error) });
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'failed');
    });
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const session = sessionOf(request);
    // A browser always names the origin of a socket; what does not is no browser.
    const allowed =
      request.url === '/kiosk' &&
      isOurs(request, host) &&
      request.headers.origin !== undefined &&
      session !== null &&
      keys.isSession(session);
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    options.served.then(
      ({ frames }) =>
        // While the kiosk was opening another screen may have come in, and this one's session is over.
        keys.isSession(session)
          ? sockets.handleUpgrade(request, socket, head, (live) => frames.serve(webSocketChannel(live, log)))
          : socket.destroy(),
      () => socket.destroy(),
    );
  });

  return {
    origin,
    ticketUrl: () => `${origin}/enter?ticket=${keys.ticket()}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  served: ServedFile,
  headers: Record<string, string>,
  log: ShellLog,
): Promise<void> {
  const { size } = await stat(served.file);
  response.writeHead(200, {
    ...headers,
    'content-type': served.type,
    'content-length': size,
    'cache-control': served.immutable ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(served.file, { end: Math.max(0, size - 1) })
    .on('error', (error) => {
      log.warn('door-file-failed', { cause: causeOf(error) });
      response.destroy();
    })
    .pipe(response);
}

function page(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': doorPagePolicy,
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      // Not no-referrer: under that a form is sent with the origin "null", which the guard refuses.
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    .end(html);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .end(text);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
