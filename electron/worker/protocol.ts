// What a helper process and the main process say to each other: requests, progress, abort, answers. Refuses anything else.
import { z } from 'zod';

/** Methods a worker offers. Both sides parse with the same schemas, so a shape is written once. */
export type WorkerContract = Readonly<
  Record<string, { readonly args: z.ZodType; readonly result: z.ZodType; readonly event?: z.ZodType }>
>;

export type MethodArgs<C extends WorkerContract, K extends keyof C> = z.input<C[K]['args']>;
export type MethodResult<C extends WorkerContract, K extends keyof C> = z.output<C[K]['result']>;
/** What a call tells while it lasts; nothing where its contract names no event. */
export type MethodEvent<C extends WorkerContract, K extends keyof C> = C[K] extends {
  readonly event: infer E extends z.ZodType;
}
  ? z.output<E>
  : never;

export const toWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), id: z.int(), method: z.string(), args: z.unknown() }),
  z.object({ type: z.literal('abort'), id: z.int() }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), id: z.int(), percent: z.number().min(0).max(100) }),
  z.object({ type: z.literal('event'), id: z.int(), value: z.unknown() }),
  z.object({ type: z.literal('response'), id: z.int(), value: z.unknown() }),
  // Only the class of the mistake crosses: messages could quote what was read off a document.
  z.object({ type: z.literal('failed'), id: z.int(), cause: z.string() }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;

/** Why a call has no answer; what the method itself refuses is part of its result. */
export type WorkerFailure =
  | { readonly kind: 'worker-exited'; readonly code: number | null }
  | { readonly kind: 'worker-threw'; readonly cause: string }
  | { readonly kind: 'worker-timeout' }
  | { readonly kind: 'worker-garbage' }
  | { readonly kind: 'aborted' };

export interface CallContext {
  /** 0 to 100; what falls or repeats is not sent on. */
  readonly progress: (percent: number) => void;
  readonly signal: AbortSignal;
  /** Told at once; an event the contract does not know is dropped on the other side. */
  readonly emit: (event: unknown) => void;
  /** When the answer has left: for wiping what only the asker is to have. */
  readonly afterAnswer: (act: () => void) => void;
}

export type WorkerHandlers<C extends WorkerContract> = {
  readonly [K in keyof C]: (
    args: z.output<C[K]['args']>,
    context: CallContext,
  ) => Promise<z.input<C[K]['result']>>;
};
