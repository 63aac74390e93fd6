// A line at its worst, on loopback: an HTTP proxy that loses requests and answers, delays, doubles, holds back until later
// ones have passed, and cuts in the middle. What it does is drawn from a seed and counted.
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Chance } from '../chance.ts';

export const fates = [
  'pass',
  'delay',
  'lose-request',
  'lose-answer',
  'cut-request',
  'cut-answer',
  'double',
  'hold',
] as const;
export type Fate = (typeof fates)[number];

/** Of a hundred requests; the rest pass. */
const share: Readonly<Record<Exclude<Fate, 'pass'>, number>> = {
  delay: 12,
  'lose-request': 7,
  'lose-answer': 8,
  'cut-request': 6,
  'cut-answer': 6,
  double: 10,
  hold: 6,
};
const longestDelayMs = 40;
/** A held request is let go after so many later ones. */
const heldBehindAtMost = 5;

export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ChaosProxyOptions {
  readonly target: string;
  readonly chance: Chance;
  /** A fresh token for a copy, as a kiosk's own second sending has one: the bank takes each token once. */
  authorise(passing: Passing): Promise<string>;
  /** Each request that was let through to the bank whole. */
  onForward?(passing: Passing): void;
}

export interface ChaosProxy {
  readonly url: string;
  readonly tally: Readonly<Record<Fate, number>>;
  /** From now on everything passes, and what was held is let go. */
  calm(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function drawFate(chance: Chance): Fate {
  let left = chance.next() * 100;
  for (const [fate, percent] of Object.entries(share) as [Exclude<Fate, 'pass'>, number][]) {
    left -= percent;
    if (left < 0) return fate;
  }
  return 'pass';
}

export async function startChaosProxy(options: ChaosProxyOptions): Promise<ChaosProxy> {
  const { chance } = options;
  const target = new URL(options.target);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const tally = Object.fromEntries(fates.map((fate) => [fate, 0])) as Record<Fate, number>;
  const sockets = new Set<Socket>();
  let held: { passing: Passing; behind: number }[] = [];
  let isCalm = false;

  /** Null when no whole answer came. `upTo` sends only the beginning of the body and then cuts. */
  function forward(passing: Passing, upTo: number | null = null): Promise<Answer | null> {
    if (upTo === null) options.onForward?.(passing);
    return new Promise((resolve) => {
      const upstream = httpRequest({
        host: target.hostname,
        port: target.port,
        method: passing.method,
        path: passing.path,
        headers: { ...passing.headers, host: target.host, 'content-length': passing.body.byteLength },
        ...(upTo === null ? { agent } : {}),
      });
      upstream.on('error', () => resolve(null));
      upstream.on('response', (response) => {
        void bodyOf(response).then(
          (body) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body }),
          () => resolve(null),
        );
      });
      if (upTo === null) upstream.end(passing.body);
      else {
        upstream.write(passing.body.subarray(0, upTo), () => {
          upstream.destroy();
          resolve(null);
        });
      }
    });
  }

  async function copyOf(passing: Passing): Promise<Passing> {
    const authorization = `Bearer ${await options.authorise(passing)}`;
    return { ...passing, headers: { ...passing.headers, authorization } };
  }

  function release(all: boolean): void {
    held = held.map((one) => ({ ...one, behind: one.behind - 1 }));
    const due = held.filter(({ behind }) => all || behind <= 0);
    held = held.filter((one) => !due.includes(one));
    for (const { passing } of due) void forward(passing);
  }

  function reply(response: ServerResponse, answer: Answer | null, upTo: number | null = null): void {
    if (answer === null) {
      response.destroy();
      return;
    }
    const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...headers } = answer.headers;
    response.writeHead(answer.status, { ...headers, 'content-length': answer.body.byteLength });
    if (upTo === null) response.end(answer.body);
    else response.write(answer.body.subarray(0, upTo), () => response.destroy());
  }

  async function handle(passing: Passing, response: ServerResponse): Promise<void> {
    const fate = isCalm ? 'pass' : drawFate(chance);
    tally[fate] += 1;
    release(isCalm);
    switch (fate) {
      case 'pass':
        return reply(response, await forward(passing));
      case 'delay':
        await pause(chance.next() * longestDelayMs);
        return reply(response, await forward(passing));
      case 'lose-request':
        return void response.destroy();
      case 'lose-answer':
        await forward(passing);
        return void response.destroy();
      case 'cut-request':
        await forward(passing, Math.floor(passing.body.byteLength * chance.next()));
        return void response.destroy();
      case 'cut-answer': {
        const answer = await forward(passing);
        return reply(response, answer, Math.floor((answer?.body.byteLength ?? 0) * chance.next()));
      }
      case 'double': {
        const copy = await copyOf(passing);
        const both =
          chance.next() < 0.5 ? [forward(passing), forward(copy)] : [forward(copy), forward(passing)];
        return reply(response, await Promise.race(both));
      }
      case 'hold':
        held.push({ passing, behind: 1 + chance.below(heldBehindAtMost) });
        return void response.destroy();
      default:
        return fate satisfies never;
    }
  }

  const server = createServer((message, response) => {
    void bodyOf(message).then(
      (body) =>
        handle(
          { method: message.method ?? 'GET', path: message.url ?? '/', headers: message.headers, body },
          response,
        ),
      () => response.destroy(),
    );
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tally,
    calm() {
      isCalm = true;
      release(true);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
