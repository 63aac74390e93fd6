// A value or an expected failure. Failures a person can meet are values; a programmer's mistake throws.

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E extends { readonly kind: string } = { readonly kind: string }> = Ok<T> | Err<E>;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<const E extends { readonly kind: string }>(error: E): Err<E> {
  return { ok: false, error };
}

/** Fails to compile when a closed union gains a member that a switch forgot; throws if reached. */
export function unreachable(never: never): never {
  throw new Error(`unreachable: ${JSON.stringify(never)}`);
}
