// Serves the kiosk's router over any channel of frames. A frame it cannot read is dropped and named, never thrown:
// oRPC's own upgrade functions print the unreadable text, or let it end the process.
import { ORPCError, onError, type AnyRouter } from '@orpc/server';
import { RPCHandler, type MinimalWebsocket } from '@orpc/server/websocket';
import { causeOf, framesOf, type ShellLog } from '../shell-log.ts';

/** Largest frame taken: a picture of 5 MB (contract's pictureMaxBytes) with its call around it, and room. */
export const frameMaxBytes = 8 * 1024 * 1024;

export interface FrameChannel {
  send(frame: string | ArrayBufferLike | ArrayBufferView): void;
  onFrame(listener: (frame: unknown) => void): void;
  /** Told once. */
  onClose(listener: () => void): void;
  close(): void;
}

export interface FrameServer {
  serve(channel: FrameChannel): void;
  /** Calls being worked on now; a subscription counts until it has begun. */
  inFlight(): number;
  /** Takes no more calls and closes every channel, once what runs has been answered or the time is over. */
  drain(timeoutMs: number): Promise<void>;
}

export function createFrameServer(router: AnyRouter, log: ShellLog): FrameServer {
  let running = 0;
  let allAnswered: (() => void) | null = null;
  const handler = new RPCHandler(router, {
    interceptors: [
      async (call) => {
        running += 1;
        try {
          return await call.next();
        } finally {
          running -= 1;
          if (running === 0) allAnswered?.();
        }
      },
    ],
    clientInterceptors: [
      onError((error, { path }) => {
        // A typed refusal is an answer; only a mistake of ours is worth a line.
        if (error instanceof ORPCError && error.defined) return;
        log.warn('procedure-failed', {
          procedure: path.join('.'),
          cause: error instanceof ORPCError ? error.code : causeOf(error),
          frames: framesOf(error),
        });
      }),
    ],
  });
  const open = new Set<FrameChannel>();
  let draining = false;

  const take = async (socket: MinimalWebsocket, frame: unknown): Promise<void> => {
    if (draining) return;
    const bytes = asFrame(frame);
    if (bytes === null) {
      log.warn('frame-dropped', { cause: 'too-large-or-unknown' });
      return;
    }
    try {
      await handler.message(socket, bytes, { context: {} });
    } catch (error) {
      log.warn('frame-dropped', { cause: causeOf(error) });
    }
  };

  return {
    serve(channel) {
      if (draining) {
        channel.close();
        return;
      }
      open.add(channel);
      const socket: MinimalWebsocket = {
        addEventListener: () => undefined,
        // The codec makes text or bytes; a Blob it has read before.
        send: (data) => {
          if (!(data instanceof Blob)) channel.send(data);
        },
      };
      channel.onFrame((frame) => void take(socket, frame));
      channel.onClose(() => {
        open.delete(channel);
        // Aborts every call and subscription of this screen, so that their generators end.
        handler.close(socket);
      });
    },
    inFlight: () => running,
    async drain(timeoutMs) {
      draining = true;
      if (running > 0) {
        const answered = Promise.withResolvers<void>();
        allAnswered = answered.resolve;
        const timer = setTimeout(answered.resolve, timeoutMs);
        await answered.promise;
        clearTimeout(timer);
      }
      // The last answers are still being written into frames.
      await new Promise((done) => setTimeout(done, 20));
      for (const channel of open) channel.close();
    },
  };
}

function asFrame(frame: unknown): string | ArrayBuffer | null {
  if (typeof frame === 'string') return frame.length <= frameMaxBytes ? frame : null;
  if (frame instanceof ArrayBuffer) return frame.byteLength <= frameMaxBytes ? frame : null;
  if (frame instanceof Uint8Array && frame.byteLength <= frameMaxBytes) {
    const { buffer } = frame;
    // Bytes that fill their buffer go on as they are; a window onto a larger one is copied out.
    return buffer instanceof ArrayBuffer && buffer.byteLength === frame.byteLength
      ? buffer
      : new Uint8Array(frame).buffer;
  }
  return null;
}
