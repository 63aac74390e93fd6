// The worker's side of the port: answers requests one message at a time, and ends with its parent. Refuses unknown methods.
import { toWorkerSchema } from './protocol.ts';
import type { CallContext, FromWorker, WorkerContract, WorkerHandlers } from './protocol.ts';

/** One end of the pipe to the parent, whichever shell started us. */
export interface ParentPort {
  post(message: FromWorker): void;
  onMessage(listener: (message: unknown) => void): void;
}

interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Electron's utilityProcess gives `process.parentPort`, a forked child has `process.send`; anything else is no worker. */
export function parentPort(): ParentPort {
  const utility = (process as { parentPort?: UtilityParentPort }).parentPort;
  if (utility !== undefined) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process's port has no origin
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', (event) => listener(event.data)),
    };
  }
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error('this file runs as a worker only');
  // Without this a worker would outlive a killed kiosk, with a customer's picture in its memory.
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => void send(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}

type Handler = (args: unknown, context: CallContext) => Promise<unknown>;

export function serveWorker<C extends WorkerContract>(
  contract: C,
  handlers: WorkerHandlers<C>,
  port: ParentPort = parentPort(),
): void {
  const running = new Map<number, AbortController>();

  const answer = async (
    id: number,
    method: string,
    rawArgs: unknown,
    afterAnswer: CallContext['afterAnswer'],
  ): Promise<FromWorker> => {
    const shape = Object.hasOwn(contract, method) ? contract[method] : undefined;
    const handler = Object.hasOwn(handlers, method) ? (handlers[method] as Handler) : undefined;
    if (shape === undefined || handler === undefined) return { type: 'failed', id, cause: 'unknown-method' };
    const args = shape.args.safeParse(rawArgs);
    if (!args.success) return { type: 'failed', id, cause: 'bad-arguments' };

    const abort = new AbortController();
    running.set(id, abort);
    let told = -1;
    const context: CallContext = {
      signal: abort.signal,
      progress: (percent) => {
        const whole = Math.min(100, Math.floor(percent));
        if (whole <= told || abort.signal.aborted) return;
        told = whole;
        port.post({ type: 'progress', id, percent: whole });
      },
      emit: (value) => {
        if (!abort.signal.aborted) port.post({ type: 'event', id, value });
      },
      afterAnswer,
    };
    // A worker's loop is a process edge: whatever a library throws becomes one failed answer, and the loop goes on.
    try {
      return { type: 'response', id, value: await handler(args.data, context) };
    } catch (error) {
      return { type: 'failed', id, cause: error instanceof Error ? error.name : 'thrown' };
    } finally {
      running.delete(id);
    }
  };

  const reply = async (id: number, method: string, args: unknown): Promise<void> => {
    const afterwards: (() => void)[] = [];
    // Posting copies: both shells' channels have written the message when they return.
    port.post(await answer(id, method, args, (act) => void afterwards.push(act)));
    for (const act of afterwards) act();
  };

  port.onMessage((raw) => {
    const message = toWorkerSchema.safeParse(raw);
    if (!message.success) return;
    if (message.data.type === 'abort') {
      running.get(message.data.id)?.abort();
      return;
    }
    const { id, method, args } = message.data;
    void reply(id, method, args);
  });
}
