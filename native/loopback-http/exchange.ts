// One request to a device service on this machine, and its answer: one socket, one deadline, gone when aborted.
// Speaks to loopback only; redirects, cookies and kept-alive connections are not for scanners.
import { connect, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { createMessageReader, type Message, type MessageLimits } from './message-reader.ts';

export type ExchangeFailure = {
  readonly kind:
    | 'aborted'
    /** Nobody listens there. */
    | 'refused'
    /** Closed or reset before the answer was whole. */
    | 'gone'
    | 'late'
    | 'malformed'
    | 'too-large'
    /** Whoever listens speaks TLS, but no channel can be made: no common form of it, or an expired certificate. */
    | 'tls-broken';
};

export interface Request {
  readonly port: number;
  readonly secure?: boolean;
  readonly verb: string;
  readonly path: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly connectMs: number;
  readonly answerMs: number;
  readonly limits?: MessageLimits;
  readonly signal?: AbortSignal | undefined;
  /** For answers without an end: takes the body as it comes; the deadline then runs from piece to piece. */
  readonly onBody?: (bytes: Buffer, head: Pick<Message, 'headers'>) => void;
  readonly record?: ((exchange: RecordedExchange) => void) | undefined;
}

export interface RecordedExchange {
  readonly port: number;
  readonly secure: boolean;
  readonly verb: string;
  readonly path: string;
  readonly request: string;
  readonly ms: number;
  readonly status: number;
  readonly contentType: string;
  readonly response: string;
  /** The beginning of a live preview, base64; empty for every other answer. */
  readonly preview: string;
  readonly failure: ExchangeFailure['kind'] | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** 16 KB of head, 8 MB of body: ten fingers as pictures are below 4 MB. */
export const defaultLimits: MessageLimits = { headBytes: 16_384, bodyBytes: 8_388_608 };

const address = '127.0.0.1';
/** What is recorded of a preview: some pictures, not all of them. */
const previewBytes = 65_536;
/** What OpenSSL says of a peer that speaks something else altogether. */
const notTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

export function exchange(request: Request): Promise<Result<Answer, ExchangeFailure>> {
  const started = performance.now();
  return new Promise((resolve) => {
    if (request.signal?.aborted) {
      resolve(err({ kind: 'aborted' }));
      return;
    }
    const socket = open(request);
    const { onBody } = request;
    const reader = createMessageReader(
      'response',
      request.limits ?? defaultLimits,
      onBody
        ? (bytes) => {
            if (request.record && previewLength < previewBytes) {
              previewLength += bytes.length;
              preview.push(Buffer.from(bytes));
            }
            onBody(bytes, reader.head() ?? { headers: new Map() });
          }
        : undefined,
    );
    const preview: Buffer[] = [];
    let previewLength = 0;
    let settled = false;
    let connected = false;
    let timer = setTimeout(() => settle(err({ kind: 'late' })), request.connectMs);
    const abort = () => settle(err({ kind: 'aborted' }));
    request.signal?.addEventListener('abort', abort, { once: true });

    function settle(result: Result<Answer, ExchangeFailure>): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      // A last listener stays: a socket destroyed in the middle of a handshake may still report an error.
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
      request.record?.(recorded(request, result, preview, reader.head(), performance.now() - started));
      for (const piece of preview) piece.fill(0);
      resolve(result);
    }

    function finished(): Result<Answer, ExchangeFailure> {
      const { startLine, headers, body } = reader.message();
      return ok({ status: Number(startLine.slice(9, 12)), headers, body });
    }

    socket.on(request.secure ? 'secureConnect' : 'connect', () => {
      connected = true;
      clearTimeout(timer);
      if (request.secure && hasExpired(socket)) {
        settle(err({ kind: 'tls-broken' }));
        return;
      }
      timer = setTimeout(() => settle(err({ kind: 'late' })), request.answerMs);
      socket.write(written(request));
    });
    socket.on('data', (chunk: Buffer) => {
      if (onBody) timer.refresh();
      const pushed = reader.push(chunk);
      if (!pushed.ok) settle(pushed);
      else if (pushed.value === 'done') settle(finished());
    });
    socket.on('end', () => settle(reader.end().ok ? finished() : err({ kind: 'gone' })));
    socket.on('close', () => settle(err({ kind: connected ? 'gone' : 'refused' })));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const refused = error.code === 'ECONNREFUSED';
      settle(err({ kind: refused ? 'refused' : !connected && isOfTls(error.code) ? 'tls-broken' : 'gone' }));
    });
  });
}

function open({ port, secure }: Request): Socket {
  if (!secure) return connect({ host: address, port, noDelay: true });
  // Such services sign their own certificates. What proves the device is inside the answer; the channel's certificate
  // proves nothing, and is recorded as unproved.
  return connectTls({ host: address, port, rejectUnauthorized: false });
}

/** Another program on the port is no device whose channel is broken. */
function isOfTls(code = ''): boolean {
  return code.startsWith('ERR_SSL_') && !notTls.has(code);
}

function hasExpired(socket: Socket): boolean {
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return !shown || !(shown.validToDate >= new Date());
}

function written({ verb, path, port, body = '', contentType = 'application/json' }: Request): string {
  return [
    `${verb} ${path} HTTP/1.1`,
    `Host: ${address}:${port}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function recorded(
  request: Request,
  result: Result<Answer, ExchangeFailure>,
  preview: readonly Buffer[],
  head: Pick<Message, 'headers'> | null,
  ms: number,
): RecordedExchange {
  return {
    port: request.port,
    secure: request.secure ?? false,
    verb: request.verb,
    path: request.path,
    request: request.body ?? '',
    ms: Math.round(ms),
    status: result.ok ? result.value.status : 0,
    contentType: (result.ok ? result.value.headers : head?.headers)?.get('content-type') ?? '',
    response: result.ok ? result.value.body.toString('utf8') : '',
    preview: Buffer.concat(preview).toString('base64'),
    failure: result.ok ? null : result.error.kind,
  };
}
