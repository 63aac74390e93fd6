// A WebSocket as a channel of frames. An oversize or broken frame closes this one socket and leaves the kiosk standing.
import type { WebSocket } from 'ws';
import { causeOf, type ShellLog } from '../shell-log.ts';
import type { FrameChannel } from './serve-frames.ts';

export function webSocketChannel(socket: WebSocket, log: ShellLog): FrameChannel {
  socket.binaryType = 'arraybuffer';
  // Without a listener one oversize frame would end the process.
  socket.on('error', (error) => log.warn('socket-failed', { cause: causeOf(error) }));
  return {
    send: (frame) => {
      // A screen that has gone cannot be told; its calls are aborted by the close event.
      if (socket.readyState === socket.OPEN) socket.send(frame, () => undefined);
    },
    onFrame: (listener) =>
      void socket.on('message', (data, isBinary) =>
        listener(isBinary || !(data instanceof ArrayBuffer) ? data : new TextDecoder().decode(data)),
      ),
    onClose: (listener) => void socket.once('close', listener),
    // 1001: going away.
    close: () => socket.close(1001),
  };
}
