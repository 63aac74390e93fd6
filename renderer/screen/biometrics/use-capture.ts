// One capture with its tries as they come; stopped by hand, by leaving the step, or by its end.
import { useEffect, useRef, useState } from 'react';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import type { KioskClient } from '#renderer/bridge/kiosk-client.ts';

export interface Tried {
  readonly number: number;
  readonly quality: number | null;
}

export interface RunningCapture {
  readonly busy: boolean;
  readonly tried: Tried | null;
  readonly failure: Failure | null;
  readonly start: (deviceId: string, parts: readonly BodyPart[]) => void;
  readonly stop: () => void;
}

export function useCapture(
  kiosk: KioskClient,
  caseId: CaseView['caseId'],
  onTaken: (view: CaseView) => void,
): RunningCapture {
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (deviceId: string, parts: readonly BodyPart[]) => {
    const mine = new AbortController();
    running.current?.abort();
    running.current = mine;
    setBusy(true);
    setTried(null);
    setFailure(null);
    const ended = await attempt(async () => {
      const events = await kiosk.case.captureBiometrics(
        { caseId, deviceId, parts: [...parts] },
        { signal: mine.signal },
      );
      for await (const event of events) {
        if (event.type === 'taken') return event.case;
        if (!mine.signal.aborted) setTried({ number: event.number, quality: event.quality });
      }
      return null;
    });
    if (mine.signal.aborted || running.current !== mine) return;
    running.current = null;
    setBusy(false);
    if (!ended.ok) setFailure(ended.error);
    else if (ended.value) onTaken(ended.value);
  };
  return {
    busy,
    tried,
    failure,
    start: (deviceId, parts) => void run(deviceId, parts),
    stop: () => {
      running.current?.abort();
      running.current = null;
      setBusy(false);
    },
  };
}
