// Calls methods of a helper process: started when first wanted, ended when idle, started anew after a crash. Never throws.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { WorkerHost, WorkerName, WorkerPort } from '#electron/port/worker-host.ts';
import { fromWorkerSchema } from '#electron/worker/protocol.ts';
import type {
  MethodArgs,
  MethodResult,
  ToWorker,
  WorkerContract,
  WorkerFailure,
} from '#electron/worker/protocol.ts';

export interface WorkerClientOptions {
  /** An idle worker is ended after so long, and its memory given back; null keeps it. */
  readonly idleMs: number | null;
  /** A call that takes longer is taken for a hang: the worker is killed. */
  readonly timeoutMs: number;
}

export interface CallOptions {
  readonly onProgress?: (percent: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface WorkerClient<C extends WorkerContract> {
  call<K extends keyof C & string>(
    method: K,
    args: MethodArgs<C, K>,
    options?: CallOptions,
  ): Promise<Result<MethodResult<C, K>, WorkerFailure>>;
  /** Ends the worker; calls under way fail, later ones start it anew. */
  end(): void;
  readonly running: boolean;
}

interface Pending {
  settle(outcome: Result<unknown, WorkerFailure>): void;
  progress(percent: number): void;
}

export function createWorkerClient<C extends WorkerContract>(
  contract: C,
  host: WorkerHost,
  name: WorkerName,
  { idleMs, timeoutMs }: WorkerClientOptions,
): WorkerClient<C> {
  let port: WorkerPort | null = null;
  let nextId = 1;
  let idle: NodeJS.Timeout | undefined;
  const pending = new Map<number, Pending>();

  const failAll = (failure: WorkerFailure): void => {
    const waiting = [...pending.values()];
    pending.clear();
    for (const call of waiting) call.settle(err(failure));
  };

  const end = (): void => {
    clearTimeout(idle);
    const ending = port;
    port = null;
    ending?.kill();
    failAll({ kind: 'worker-exited', code: null });
  };

  const started = (): WorkerPort => {
    clearTimeout(idle);
    if (port !== null) return port;
    const fresh = host.start(name);
    port = fresh;
    fresh.onMessage((raw) => {
      if (port !== fresh) return;
      const parsed = fromWorkerSchema.safeParse(raw);
      if (!parsed.success) return;
      const message = parsed.data;
      const call = pending.get(message.id);
      if (call === undefined) return;
      if (message.type === 'progress') call.progress(message.percent);
      else if (message.type === 'response') call.settle(ok(message.value));
      else call.settle(err({ kind: 'worker-threw', cause: message.cause }));
    });
    fresh.onExit((code) => {
      // A worker we ended ourselves, or one that a newer one replaced, has no calls left to fail.
      if (port !== fresh) return;
      port = null;
      failAll({ kind: 'worker-exited', code });
    });
    return fresh;
  };

  const rest = (): void => {
    clearTimeout(idle);
    if (idleMs === null || pending.size > 0 || port === null) return;
    idle = setTimeout(end, idleMs);
    idle.unref();
  };

  return {
    get running() {
      return port !== null;
    },
    end,
    call(method, args, options = {}) {
      const shape = contract[method];
      if (shape === undefined) throw new Error(`no such worker method: ${method}`);
      if (options.signal?.aborted === true) return Promise.resolve(err({ kind: 'aborted' }));
      const worker = started();
      const id = nextId++;
      return new Promise((resolve) => {
        const onAbort = (): void => {
          worker.post({ type: 'abort', id } satisfies ToWorker);
          settle(err({ kind: 'aborted' }));
        };
        const timer = setTimeout(() => {
          settle(err({ kind: 'worker-timeout' }));
          end();
        }, timeoutMs);
        const settle = (outcome: Result<unknown, WorkerFailure>): void => {
          clearTimeout(timer);
          options.signal?.removeEventListener('abort', onAbort);
          pending.delete(id);
          rest();
          if (!outcome.ok) {
            resolve(outcome);
            return;
          }
          const value = shape.result.safeParse(outcome.value);
          resolve(
            value.success
              ? ok(value.data as MethodResult<C, typeof method>)
              : err({ kind: 'worker-garbage' }),
          );
        };
        pending.set(id, { settle, progress: (percent) => options.onProgress?.(percent) });
        options.signal?.addEventListener('abort', onAbort, { once: true });
        worker.post({ type: 'request', id, method, args } satisfies ToWorker);
      });
    },
  };
}
