// What may be logged of an unexpected error: its name, code and place. Messages can carry values, so they stay out.
type Fault = { readonly name: string; readonly code: string | null; readonly at: readonly string[] };

export function faultOf(cause: unknown): Fault {
  if (!(cause instanceof Error)) return { name: typeof cause, code: null, at: [] };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: cause.name,
    code: 'code' in cause && typeof cause.code === 'string' ? cause.code : null,
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}
