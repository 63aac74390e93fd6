// A MessagePort (Electron's MessagePortMain, or Node's) as a channel of frames. Bytes are cloned, never transferred:
// MessagePortMain cannot transfer ArrayBuffers (electron#34905).
import type { FrameChannel } from './serve-frames.ts';

/** MessagePortMain wraps what came in an event with `data`; Node's port gives it bare. */
export interface PortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export function messagePortChannel(port: PortLike, kind: 'electron' | 'node'): FrameChannel {
  let closed = false;
  return {
    send: (frame) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
      if (!closed) port.postMessage(frame);
    },
    onFrame: (listener) => {
      port.on('message', (event) => listener(kind === 'electron' ? dataOf(event) : event));
      // Electron queues what arrives until then.
      port.start();
    },
    onClose: (listener) => {
      port.on('close', () => {
        if (closed) return;
        closed = true;
        listener();
      });
    },
    close: () => port.close(),
  };
}

function dataOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
}
