// Keeps one of the kiosk's event streams open: after a break it is asked for again, until the caller stops it.
import { attempt, type Failure } from './attempt.ts';

/** Wait before asking again, in milliseconds: short, for the kiosk is this machine. */
const againAfterMs = 700;

export interface Follow<T> {
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  readonly onValue: (value: T) => void;
  /** A refusal ends the following: asking again would be refused again. */
  readonly onRefused?: (failure: Failure) => void;
  readonly againAfterMs?: number;
}

export function follow<T>({
  open,
  onValue,
  onRefused,
  againAfterMs: pauseMs = againAfterMs,
}: Follow<T>): () => void {
  const stop = new AbortController();
  const run = async () => {
    while (!stop.signal.aborted) {
      const ended = await attempt(async () => {
        for await (const value of await open(stop.signal)) {
          if (stop.signal.aborted) return;
          onValue(value);
        }
      });
      if (stop.signal.aborted) return;
      if (!ended.ok && ended.error.kind !== 'unreachable' && ended.error.kind !== 'internal') {
        onRefused?.(ended.error);
        return;
      }
      await new Promise((resume) => {
        setTimeout(resume, pauseMs);
      });
    }
  };
  void run();
  return () => stop.abort();
}
