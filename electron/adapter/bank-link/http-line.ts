// One axios instance to one bank: https (plain http on loopback only), no redirects, no proxy unless one is configured,
// limits on time and size. It gives back status, headers and bytes, or why none came; an axios error, which carries
// request and answer with it, never leaves this file.
import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { create as createAxios, isAxiosError, type AxiosProxyConfig } from 'axios';
import { isSecureBankUrl } from '#core/outbox/enrolment-code.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

export interface LineRequest {
  readonly method: 'GET' | 'HEAD' | 'PATCH' | 'POST';
  /** '/v1/cases': what the device token names, too. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: {
    readonly type: 'application/json' | 'application/octet-stream';
    readonly bytes: Uint8Array;
  };
  /** Made anew for every sending, since the bank takes each token once. */
  authorise?(): Promise<string>;
  /** True where a second sending could have a second effect, such as a text message: then it is sent once or not at all. */
  readonly onceOnly?: boolean;
  /** Milliseconds for the whole exchange, where the line is known well enough to say; null or absent: the line's limits. */
  readonly patienceMs?: number | null;
}

export interface LineAnswer {
  readonly status: number;
  header(name: string): string | null;
  readonly body: Uint8Array;
}

/** `bank-mismatch`: the certificate that answered is not one to trust for this address. */
export type LineSilence = { readonly kind: 'no-line' | 'bank-answer-unreadable' | 'bank-mismatch' };

export interface HttpLine {
  ask(request: LineRequest): Promise<Result<LineAnswer, LineSilence>>;
  /** Ends what is under way as `no-line`. */
  close(): void;
}

export interface LineLimits {
  /** Connecting, and silence of the bank, in milliseconds. */
  readonly silenceMs: number;
  /** The whole of an exchange without its body, in milliseconds (requirement E17: 30 s). */
  readonly totalMs: number;
  /** The slowest line still waited for, in bytes a second: 32 kbit/s, a village's GPRS. */
  readonly slowestBytesPerS: number;
  readonly answerMaxBytes: number;
}

export const usualLimits: LineLimits = {
  silenceMs: 20_000,
  totalMs: 30_000,
  slowestBytesPerS: 4000,
  answerMaxBytes: 4 * 1024 * 1024,
};

const certificateFaults = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function silenceOf(thrown: unknown): LineSilence {
  const code = isAxiosError(thrown) ? (thrown.code ?? '') : '';
  if (certificateFaults.has(code)) return { kind: 'bank-mismatch' };
  // What came back was no HTTP, or no TLS, at all.
  if (code.startsWith('HPE_') || code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return { kind: 'bank-answer-unreadable' };
  }
  return { kind: 'no-line' };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** After sleep the gateway has closed our kept socket: such a failure tells nothing of the line as it is now. */
function diedOnOldSocket(thrown: unknown): boolean {
  if (!isAxiosError(thrown) || thrown.response) return false;
  const request = thrown.request as Partial<ClientRequest> | undefined;
  return request?.reusedSocket === true && (thrown.code === 'ECONNRESET' || thrown.code === 'EPIPE');
}

async function collect(
  stream: Readable,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Result<Uint8Array, LineSilence>> {
  const stop = (): void => void stream.destroy(new Error('out of time'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      length += part.byteLength;
      if (length > maxBytes) return err({ kind: 'bank-answer-unreadable' });
      parts.push(part);
    }
    // A destroyed stream may also just end: what is there then is not the whole answer.
    return signal.aborted ? err({ kind: 'no-line' }) : ok(Buffer.concat(parts));
  } catch {
    // Cut short by the other side or by time: the head of an answer is no answer.
    return err({ kind: 'no-line' });
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

export function openHttpLine(options: {
  readonly url: string;
  readonly limits?: Partial<LineLimits>;
  /** As axios takes it; absent, no proxy is used whatever the environment says. */
  readonly proxy?: AxiosProxyConfig;
  /** The one authority to trust, PEM, instead of the system's: a bank that certifies itself. */
  readonly ca?: string;
}): HttpLine {
  if (!isSecureBankUrl(options.url)) throw new Error('bank-link: the address is neither https nor loopback');
  const limits = { ...usualLimits, ...options.limits };
  const closing = new AbortController();
  const kept = { keepAlive: true, maxSockets: 4, scheduling: 'lifo' } as const;
  const tls = { minVersion: 'TLSv1.2', ...(options.ca === undefined ? {} : { ca: options.ca }) } as const;
  const agents = {
    kept: { httpAgent: new HttpAgent(kept), httpsAgent: new HttpsAgent({ ...kept, ...tls }) },
    // A socket of its own: it cannot be stale, so a request that must not be repeated need not be.
    fresh: { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent(tls) },
  };
  const client = createAxios({
    baseURL: options.url.replace(/\/$/, ''),
    adapter: 'http',
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    proxy: options.proxy ?? false,
    timeout: limits.silenceMs,
    responseType: 'stream',
    decompress: false,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    maxBodyLength: Infinity,
    headers: { 'Accept-Encoding': 'identity', 'User-Agent': 'pravesh-kiosk' },
  });

  async function once(request: LineRequest, signal: AbortSignal): Promise<Result<LineAnswer, LineSilence>> {
    const token = request.authorise ? await request.authorise() : null;
    const answer = await client.request<Readable>({
      ...(request.onceOnly === true ? agents.fresh : agents.kept),
      method: request.method,
      url: request.path,
      signal,
      headers: {
        Accept: 'application/json, application/problem+json',
        ...request.headers,
        // Left to itself the library calls an empty body a form, which the bank does not take.
        'Content-Type': request.body ? request.body.type : false,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      // A view, not a copy: what the caller overwrites afterwards is then nowhere else.
      data: request.body ? viewOf(request.body.bytes) : undefined,
    });
    const body = await collect(answer.data, limits.answerMaxBytes, signal);
    if (!body.ok) return body;
    const header = (name: string): string | null => {
      const value: unknown = answer.headers[name];
      return typeof value === 'string' ? value : null;
    };
    return ok({ status: answer.status, header, body: body.value });
  }

  return {
    async ask(request) {
      const sendMs = Math.ceil(((request.body?.bytes.byteLength ?? 0) / limits.slowestBytesPerS) * 1000);
      const signal = AbortSignal.any([
        closing.signal,
        AbortSignal.timeout(request.patienceMs ?? limits.totalMs + sendMs),
      ]);
      for (let sending = 1; ; sending += 1) {
        try {
          return await once(request, signal);
        } catch (thrown) {
          if (sending === 1 && request.onceOnly !== true && diedOnOldSocket(thrown)) continue;
          return err(silenceOf(thrown));
        }
      }
    },
    close() {
      closing.abort();
      agents.kept.httpAgent.destroy();
      agents.kept.httpsAgent.destroy();
    },
  };
}
