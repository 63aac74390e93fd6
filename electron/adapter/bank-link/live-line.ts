// The live channel: a ticket, a WebSocket, statuses as they change; it comes back by itself, ever more slowly.
// A message outside the contract is dropped and noted by its event alone.
import { WebSocket } from 'ws';
import { liveHelloSchema } from '#core/contract/bank/identity.ts';
import { bankCaseStatusSchema, type BankCaseStatus } from '#core/contract/bank/packet.ts';
import { withJitter } from '#core/outbox/retry-policy.ts';
import type { Schedule } from '../../port/schedule.ts';

export interface LiveListener {
  onStatus(status: BankCaseStatus): void;
  onLine(up: boolean): void;
}

export interface LiveOptions {
  /** ws: or wss: */
  readonly url: string;
  /** A fresh single-use ticket, null when none could be had. */
  ticket(): Promise<string | null>;
  readonly schedule: Schedule;
  /** In [0, 1). */
  random(): number;
  /** Statuses that could not be read, by count. */
  onUnreadable?(): void;
}

const firstRetryMs = 1000;
const longestRetryMs = 30_000;
/** A connection that held so long has proved itself: the next loss is retried soon again. */
const steadyMs = 10_000;
/** A mobile network drops silent connections after a few minutes without telling either side. */
const pingEveryMs = 25_000;
const handshakeMs = 10_000;
const messageMaxBytes = 64 * 1024;

function readStatus(data: unknown): BankCaseStatus | null {
  try {
    const parsed = bankCaseStatusSchema.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function openLive(options: LiveOptions, listener: LiveListener): { close(): void } {
  const { schedule } = options;
  let socket: WebSocket | null = null;
  let timer: { cancel(): void } | null = null;
  let failures = 0;
  let closed = false;

  function retryLater(): void {
    if (closed) return;
    const ms = Math.min(firstRetryMs * 2 ** Math.min(failures, 10), longestRetryMs);
    failures += 1;
    timer?.cancel();
    timer = schedule.after(withJitter(ms, options.random()), () => void connect());
  }

  function keepAlive(live: WebSocket): void {
    let heard = true;
    live.on('pong', () => (heard = true));
    const beat = (): void => {
      if (live !== socket || closed) return;
      // Nothing since the last ping: the other end is gone though nobody said so.
      if (!heard) return live.terminate();
      heard = false;
      live.ping();
      timer = schedule.after(pingEveryMs, beat);
    };
    timer = schedule.after(pingEveryMs, beat);
  }

  async function connect(): Promise<void> {
    const ticket = await options.ticket();
    if (closed) return;
    if (ticket === null) return retryLater();
    const live = new WebSocket(options.url, {
      handshakeTimeout: handshakeMs,
      maxPayload: messageMaxBytes,
      followRedirects: false,
      perMessageDeflate: false,
    });
    socket = live;
    let openedAt: number | null = null;
    live.on('open', () => {
      openedAt = schedule.elapsedMs();
      live.send(JSON.stringify(liveHelloSchema.parse({ ticket })));
      keepAlive(live);
      listener.onLine(true);
    });
    live.on('message', (data) => {
      if (closed) return;
      const status = readStatus(data);
      if (status) listener.onStatus(status);
      else options.onUnreadable?.();
    });
    // Also an oversize frame or a refused upgrade ends here; 'close' always follows.
    live.on('error', () => undefined);
    live.on('close', () => {
      if (socket === live) socket = null;
      timer?.cancel();
      if (openedAt !== null && schedule.elapsedMs() - openedAt >= steadyMs) failures = 0;
      if (openedAt !== null && !closed) listener.onLine(false);
      retryLater();
    });
  }

  void connect();
  return {
    close() {
      closed = true;
      timer?.cancel();
      socket?.terminate();
    },
  };
}
