// Calls methods of a helper process: started when first wanted, ended when idle, started anew after a crash. Never throws.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { WorkerHost, WorkerName, WorkerPort } from '#electron/port/worker-host.ts';
import { fromWorkerSchema } from '#electron/worker/protocol.ts';
import type {
  MethodArgs,
  MethodEvent,
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
  /** An aborted call must have its answer within this time, or the worker is taken to hang; left out: it may take any time. */
  readonly abortWithinMs?: number;
  /** Told once for each worker that ended or hung without being asked to end, before its calls fail. */
  readonly onDeath?: (code: number | null) => void;
}

export interface CallOptions<E = never> {
  readonly onProgress?: (percent: number) => void;
  readonly onEvent?: (event: E) => void;
  readonly signal?: AbortSignal | undefined;
  /** In the place of the client's own; null for a call that lasts until it is aborted. */
  readonly timeoutMs?: number | null;
}

export interface WorkerClient<C extends WorkerContract> {
  call<K extends keyof C & string>(
    method: K,
    args: MethodArgs<C, K>,
    options?: CallOptions<MethodEvent<C, K>>,
  ): Promise<Result<MethodResult<C, K>, WorkerFailure>>;
  /** Ends the worker; calls under way fail, later ones start it anew. */
  end(): void;
  readonly running: boolean;
}

interface Pending {
  settle(outcome: Result<unknown, WorkerFailure>): void;
  progress(percent: number): void;
  event(value: unknown): void;
}

export function createWorkerClient<C extends WorkerContract>(
  contract: C,
  host: WorkerHost,
  name: WorkerName,
  { idleMs, timeoutMs, abortWithinMs, onDeath }: WorkerClientOptions,
): WorkerClient<C> {
  let port: WorkerPort | null = null;
  let nextId = 1;
  let idle: NodeJS.Timeout | undefined;
  const pending = new Map<number, Pending>();
  /** Aborted calls whose answers have not come. */
  const ending = new Map<number, NodeJS.Timeout>();

  const failAll = (failure: WorkerFailure): void => {
    for (const timer of ending.values()) clearTimeout(timer);
    ending.clear();
    const waiting = [...pending.values()];
    pending.clear();
    for (const call of waiting) call.settle(err(failure));
  };

  const end = (): void => {
    clearTimeout(idle);
    const last = port;
    port = null;
    last?.kill();
    failAll({ kind: 'worker-exited', code: null });
  };

  const endHung = (): void => {
    if (port !== null) onDeath?.(null);
    end();
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
      if (message.type === 'response' || message.type === 'failed') forget(message.id);
      const call = pending.get(message.id);
      if (call === undefined) return;
      if (message.type === 'progress') call.progress(message.percent);
      else if (message.type === 'event') call.event(message.value);
      else if (message.type === 'response') call.settle(ok(message.value));
      else call.settle(err({ kind: 'worker-threw', cause: message.cause }));
    });
    fresh.onExit((code) => {
      // A worker we ended ourselves, or one that a newer one replaced, has no calls left to fail.
      if (port !== fresh) return;
      port = null;
      onDeath?.(code);
      failAll({ kind: 'worker-exited', code });
    });
    return fresh;
  };

  const forget = (id: number): void => {
    clearTimeout(ending.get(id));
    ending.delete(id);
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
          if (abortWithinMs !== undefined) ending.set(id, setTimeout(endHung, abortWithinMs).unref());
          settle(err({ kind: 'aborted' }));
        };
        const withinMs = options.timeoutMs === undefined ? timeoutMs : options.timeoutMs;
        const onLate = (): void => {
          settle(err({ kind: 'worker-timeout' }));
          endHung();
        };
        const timer = withinMs === null ? undefined : setTimeout(onLate, withinMs);
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
        pending.set(id, {
          settle,
          progress: (percent) => options.onProgress?.(percent),
          event: (value) => {
            const told = shape.event?.safeParse(value);
            if (told?.success) options.onEvent?.(told.data as MethodEvent<C, typeof method>);
          },
        });
        options.signal?.addEventListener('abort', onAbort, { once: true });
        worker.post({ type: 'request', id, method, args } satisfies ToWorker);
      });
    },
  };
}
