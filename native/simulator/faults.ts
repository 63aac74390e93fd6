// How a simulated device misbehaves on the wire, whatever it says. What it says wrongly is each simulator's own.
import type { Socket } from 'node:net';
import { unreachable } from '#core/kernel/result.ts';

export const wireFaults = [
  'malformed',
  'slow',
  'half-closed',
  'gone-in-the-middle',
  'lies-long',
  'lies-short',
  'floods',
] as const;

export const trustFaults = [
  'wrong-signature',
  'not-signed',
  'replayed',
  'wrong-transaction',
  'stale',
  'broken-chain',
  'expired-certificate',
  'unknown-certificate',
  'changed-identity',
] as const;

type WireFault = (typeof wireFaults)[number];
export type DeviceFault = WireFault | (typeof trustFaults)[number];

const floodPiece = Buffer.alloc(65_536, 0x20);

/** True when the answer was given, or will never be, in the manner of the fault. */
export async function misbehave(
  fault: DeviceFault | null,
  whole: string,
  socket: Socket,
  later: (ms: number) => Promise<void>,
): Promise<boolean> {
  const half = whole.slice(0, whole.length / 2);
  const onWire = wireFaults.find((known) => known === fault);
  if (!onWire) return false;
  switch (onWire) {
    case 'malformed':
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"<xml>\0}');
      return true;
    case 'slow':
      // One byte at a time, for ever: a deadline between bytes would never strike.
      for (const letter of whole) {
        if (socket.destroyed) break;
        socket.write(letter);
        await later(20);
      }
      return true;
    case 'half-closed':
      socket.end(half);
      return true;
    case 'gone-in-the-middle':
      socket.write(half);
      await later(5);
      socket.resetAndDestroy();
      return true;
    case 'lies-long':
      socket.end(whole.replace(/Content-Length: \d+/, 'Content-Length: 8000000'));
      return true;
    case 'lies-short':
      socket.end(whole.replace(/Content-Length: \d+/, 'Content-Length: 20'));
      return true;
    case 'floods':
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      while (!socket.destroyed) {
        socket.write(Buffer.concat([Buffer.from('10000\r\n'), floodPiece, Buffer.from('\r\n')]));
        await later(0);
      }
      return true;
    default:
      return unreachable(onWire);
  }
}
