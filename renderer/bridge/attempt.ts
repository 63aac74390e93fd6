// Turns a call into a value: what came back, or why not. An unexpected fault becomes `unreachable` or `internal`, never a throw.
import { isDefinedError, ORPCError } from '@orpc/client';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

/** `unreachable`: the screens lost the kiosk's main process; the carrier reconnects by itself. */
export type Failure =
  | Refusal
  | {
      readonly kind: 'unreachable';
      readonly subject?: never;
      readonly triesLeft?: never;
      readonly scanner?: never;
    };

function isRefusal(data: unknown): data is Refusal {
  return typeof data === 'object' && data !== null && 'kind' in data && typeof data.kind === 'string';
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    if (isDefinedError(error) && isRefusal(data)) return data;
    return { kind: 'internal' };
  }
  return { kind: 'unreachable' };
}

export async function attempt<T>(call: () => Promise<T>): Promise<Result<T, Failure>> {
  try {
    return ok(await call());
  } catch (error) {
    return err(failureOf(error));
  }
}
