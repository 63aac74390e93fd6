// A slow line on loopback that loses requests: a TCP proxy of so many bits a second each way, all connections sharing it,
// which breaks the connection under a share of the requests at a random place in them. Counts what crossed it.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SlowLine {
  readonly url: string;
  /** Bytes towards the bank and back, those of broken requests among them. */
  readonly crossed: { up: number; down: number };
  readonly lost: number;
  close(): Promise<void>;
}

export interface SlowLineOptions {
  readonly target: string;
  /** Infinity: as fast as loopback is. */
  readonly bitsPerSecond: number;
  /** Of a hundred requests. */
  readonly lostPercent: number;
  random(): number;
}

/** Pieces are small, so that connections share the line fairly. */
const pieceBytes = 1460;
const requestStart = /^(?:GET|HEAD|PATCH|PUT|POST) \//u;

/** Hands out the line's time: each piece waits until the pieces before it have left. */
function createPace(bitsPerSecond: number): (bytes: number) => Promise<void> {
  let freeAtMs = 0;
  return async (bytes) => {
    if (!Number.isFinite(bitsPerSecond)) return;
    const nowMs = performance.now();
    freeAtMs = Math.max(freeAtMs, nowMs) + (bytes * 8000) / bitsPerSecond;
    // Timers are whole milliseconds: what is due within one goes now, and the next one pays for it.
    if (freeAtMs - nowMs > 1) await new Promise((resolve) => setTimeout(resolve, freeAtMs - nowMs));
  };
}

export async function startSlowLine(options: SlowLineOptions): Promise<SlowLine> {
  const { hostname, port } = new URL(options.target);
  const sockets = new Set<Socket>();
  const pace = { up: createPace(options.bitsPerSecond), down: createPace(options.bitsPerSecond) };
  const crossed = { up: 0, down: 0 };
  let lost = 0;

  async function carry(from: Socket, to: Socket, way: 'up' | 'down'): Promise<void> {
    /** Bytes of the present request after which it breaks; Infinity for one that arrives. */
    let breaksAfter = Infinity;
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (way === 'up' && requestStart.test(chunk.subarray(0, 9).toString('latin1'))) {
        const isLost = options.random() * 100 < options.lostPercent;
        breaksAfter = isLost ? Math.floor(options.random() * lengthOf(chunk)) : Infinity;
      }
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        await pace[way](piece.length);
        crossed[way] += piece.length;
        breaksAfter -= piece.length;
        if (breaksAfter < 0) {
          lost += 1;
          from.destroy();
          to.destroy();
          return;
        }
        if (!to.write(piece))
          await new Promise((resolve) => to.once('drain', resolve).once('close', resolve));
      }
    }
    to.end();
  }

  const server = createServer((kiosk) => {
    const bank = connect(Number(port), hostname);
    for (const socket of [kiosk, bank]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    // A side that went away ends the other: what was under way is lost with it.
    carry(kiosk, bank, 'up').catch(() => bank.destroy());
    carry(bank, kiosk, 'down').catch(() => kiosk.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    crossed,
    get lost() {
      return lost;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Head and body of the request that begins this chunk, as it says itself. */
function lengthOf(chunk: Buffer): number {
  const body = /\r\ncontent-length: (\d+)/iu.exec(chunk.subarray(0, 4000).toString('latin1'))?.[1];
  return 500 + Number(body ?? 0);
}
