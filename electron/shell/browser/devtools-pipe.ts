// Speaks to the browser we started over its two private pipes: the one way to give it a ticket that is on no command line,
// in no file and on no port. Refuses nothing a browser says; what cannot be read is passed over.
import type { Readable, Writable } from 'node:stream';

export interface DevtoolsPipe {
  /** Null when the browser has gone or refuses. */
  call(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown> | null>;
  onEvent(listener: (method: string, params: Record<string, unknown>) => void): void;
}

export function openDevtoolsPipe(toBrowser: Writable, fromBrowser: Readable): DevtoolsPipe {
  const waiting = new Map<number, (result: Record<string, unknown> | null) => void>();
  const listeners: ((method: string, params: Record<string, unknown>) => void)[] = [];
  let lastId = 0;
  let rest = '';

  const take = (text: string): void => {
    const message = parse(text);
    if (message === null) return;
    const { id, method } = message;
    if (typeof id === 'number') {
      waiting.get(id)?.('error' in message ? null : recordOf(message['result']));
      waiting.delete(id);
    } else if (typeof method === 'string') {
      for (const listener of listeners) listener(method, recordOf(message['params']));
    }
  };
  const giveUp = (): void => {
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
  };

  fromBrowser.setEncoding('utf8');
  fromBrowser.on('data', (chunk: string) => {
    // Each message ends with a zero byte.
    const parts = (rest + chunk).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) take(part);
  });
  fromBrowser.on('close', giveUp);
  fromBrowser.on('error', giveUp);
  toBrowser.on('error', giveUp);

  return {
    call: (method, params = {}, sessionId) =>
      new Promise((settle) => {
        if (!toBrowser.writable || fromBrowser.destroyed) {
          settle(null);
          return;
        }
        lastId += 1;
        waiting.set(lastId, settle);
        toBrowser.write(
          `${JSON.stringify({ id: lastId, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
        );
      }),
    onEvent: (listener) => void listeners.push(listener),
  };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return null;
  }
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
