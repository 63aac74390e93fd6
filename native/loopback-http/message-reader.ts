// Reads one HTTP/1.1 message from a peer that may lie: over-long heads and bodies, wrong lengths and broken chunks end
// the reading. Exists since Node's own server and, for some verbs, its client refuse the verbs that scanners speak.
import { err, ok, type Result } from '#core/kernel/result.ts';

export interface MessageLimits {
  readonly headBytes: number;
  readonly bodyBytes: number;
}

export interface Message {
  /** 'HTTP/1.1 200 OK' or 'RCAPTURE /capture HTTP/1.1'. */
  readonly startLine: string;
  /** Names in lower case; of a repeated header the first counts. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export type MessageFlaw = { readonly kind: 'malformed' | 'too-large' };
export type MessageState = 'more' | 'done';

export interface MessageReader {
  push(chunk: Buffer): Result<MessageState, MessageFlaw>;
  /** The peer sends nothing more: a body without a length is complete, any other is cut off. */
  end(): Result<MessageState, MessageFlaw>;
  head(): Pick<Message, 'startLine' | 'headers'> | null;
  /** Once: the pieces it was read from are wiped. */
  message(): Message;
}

type BodyKind = { type: 'length'; left: number } | { type: 'chunked' } | { type: 'until-close' };

const maxChunkLineBytes = 64;
const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** `onBody` takes the body as it comes, for streams without an end; it is then not kept and not limited. */
export function createMessageReader(
  of: 'request' | 'response',
  limits: MessageLimits,
  onBody?: (bytes: Buffer) => void,
): MessageReader {
  let pending: Buffer = Buffer.alloc(0);
  let head: { startLine: string; headers: Map<string, string> } | null = null;
  let kind: BodyKind = { type: 'length', left: 0 };
  let chunkLeft = 0;
  let chunkPhase: 'size' | 'data' | 'data-end' | 'trailer' = 'size';
  let done = false;
  let bodyBytes = 0;
  const parts: Buffer[] = [];

  const flaw = (name: MessageFlaw['kind']) => err({ kind: name });

  function take(bytes: Buffer): boolean {
    if (onBody) {
      onBody(bytes);
      return true;
    }
    bodyBytes += bytes.length;
    if (bodyBytes > limits.bodyBytes) return false;
    parts.push(bytes);
    return true;
  }

  function readHead(): Result<MessageState, MessageFlaw> {
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0) return pending.length > limits.headBytes ? flaw('too-large') : ok('more');
    if (end > limits.headBytes) return flaw('too-large');
    const [startLine = '', ...lines] = pending.subarray(0, end).toString('latin1').split('\r\n');
    const wanted = of === 'response' ? /^HTTP\/1\.[01] \d{3}( |$)/ : /^[A-Z]{1,20} \S{1,2000} HTTP\/1\.[01]$/;
    if (!wanted.test(startLine)) return flaw('malformed');
    const headers = new Map<string, string>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      if (colon < 1 || !headerName.test(name)) return flaw('malformed');
      if (!headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), line.slice(colon + 1).trim());
    }
    pending = pending.subarray(end + 4);
    const length = headers.get('content-length');
    if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') kind = { type: 'chunked' };
    else if (length !== undefined) {
      if (!/^\d{1,12}$/.test(length)) return flaw('malformed');
      kind = { type: 'length', left: Number(length) };
      if (!onBody && kind.left > limits.bodyBytes) return flaw('too-large');
    } else if (of === 'response') kind = { type: 'until-close' };
    head = { startLine, headers };
    return ok('more');
  }

  function readChunks(): Result<MessageState, MessageFlaw> {
    for (;;) {
      if (chunkPhase === 'data') {
        const bytes = pending.subarray(0, chunkLeft);
        pending = pending.subarray(bytes.length);
        chunkLeft -= bytes.length;
        if (bytes.length > 0 && !take(bytes)) return flaw('too-large');
        if (chunkLeft > 0) return ok('more');
        chunkPhase = 'data-end';
      }
      const line = pending.indexOf('\r\n');
      if (line < 0) return pending.length > maxChunkLineBytes ? flaw('malformed') : ok('more');
      const text = pending.subarray(0, line).toString('latin1');
      pending = pending.subarray(line + 2);
      if (chunkPhase === 'data-end') {
        if (text !== '') return flaw('malformed');
        chunkPhase = 'size';
      } else if (chunkPhase === 'size') {
        const size = /^([0-9a-fA-F]{1,8})(;.*)?$/.exec(text)?.[1];
        if (size === undefined) return flaw('malformed');
        chunkLeft = Number.parseInt(size, 16);
        chunkPhase = chunkLeft === 0 ? 'trailer' : 'data';
      } else if (text === '') {
        done = true;
        return ok('done');
      }
    }
  }

  function readBody(): Result<MessageState, MessageFlaw> {
    if (kind.type === 'chunked') return readChunks();
    const bytes = kind.type === 'length' ? pending.subarray(0, kind.left) : pending;
    pending = pending.subarray(bytes.length);
    if (bytes.length > 0 && !take(bytes)) return flaw('too-large');
    if (kind.type === 'length') {
      kind.left -= bytes.length;
      done = kind.left === 0;
    }
    return ok(done ? 'done' : 'more');
  }

  return {
    push(chunk) {
      if (done) return ok('done');
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      if (!head) {
        const read = readHead();
        if (!read.ok || !head) return read;
      }
      return readBody();
    },
    end() {
      if (done) return ok('done');
      if (!head || kind.type !== 'until-close') return flaw('malformed');
      done = true;
      return ok('done');
    },
    head: () => head,
    message() {
      const body = Buffer.concat(parts);
      // One copy, so that whoever wipes the body has wiped it.
      for (const bytes of parts.splice(0)) bytes.fill(0);
      return { startLine: head?.startLine ?? '', headers: head?.headers ?? new Map<string, string>(), body };
    },
  };
}
