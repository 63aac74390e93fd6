// Works through received cases one at a time, in the background; takes up at start what an earlier run left.
// A fault is logged and tried again later: a case is never dropped.
import type { BankContext } from '../context.ts';
import { faultOf } from '../fault.ts';
import type { CaseFeed } from '../live/case-feed.ts';
import { unfinishedCases, verifyCase } from './verify-case.ts';

export type Verifier = {
  readonly take: (caseId: string) => void;
  readonly resume: () => Promise<void>;
  /** Ends after the case in hand. */
  readonly stop: () => Promise<void>;
};

/** After a fault (database away, disk full) the whole list is looked at again. */
const retryMs = 5000;

export function startVerifier(bank: BankContext, feed: CaseFeed): Verifier {
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let tail: Promise<void> = Promise.resolve();

  const resume = async (): Promise<void> => {
    for (const caseId of await unfinishedCases(bank.db)) take(caseId);
  };
  const retryLater = (): void => {
    if (stopped) return;
    clearTimeout(retry);
    retry = setTimeout(() => {
      resume().catch((cause: unknown) => {
        bank.log.error({ fault: faultOf(cause) }, 'unfinished cases cannot be read');
        retryLater();
      });
    }, retryMs);
    retry.unref();
  };
  const verify = async (caseId: string): Promise<void> => {
    if (stopped) return;
    try {
      const changed = await verifyCase(bank, caseId);
      if (changed !== null) feed.publish(changed);
    } catch (cause) {
      // The worker's edge: one case's fault must not stop the others.
      bank.log.error({ caseId, fault: faultOf(cause) }, 'verification failed');
      retryLater();
    }
  };
  const take = (caseId: string): void => {
    tail = tail.then(() => verify(caseId));
  };
  return {
    take,
    resume,
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await tail;
    },
  };
}
