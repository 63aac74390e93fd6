// One call at a time to the kiosk from a screen: busy while it runs, the failure kept until the next try.
import { useCallback, useEffect, useRef, useState } from 'react';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';

export interface Act {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Does nothing while another call runs: two quick taps are one. */
  readonly run: <T>(
    call: () => Promise<T>,
    onDone: (value: T) => void,
    onFailure?: (failure: Failure) => void,
  ) => void;
  readonly clear: () => void;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const run = useCallback(
    <T>(call: () => Promise<T>, onDone: (value: T) => void, onFailure?: (failure: Failure) => void) => {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      setFailure(null);
      const finish = async () => {
        const result = await attempt(call);
        running.current = false;
        // The screen may be gone: what was done is still told, what would be shown is not.
        if (!gone.current) setBusy(false);
        if (result.ok) onDone(result.value);
        else if (!gone.current) {
          setFailure(result.error);
          onFailure?.(result.error);
        }
      };
      void finish();
    },
    [],
  );
  const clear = useCallback(() => setFailure(null), []);
  return { busy, failure, run, clear };
}
