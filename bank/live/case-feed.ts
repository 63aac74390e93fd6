// Tells listeners of this process when a case of their kiosk changed. Who missed it asks again by polling.
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';

export type CaseChanged = { readonly kioskId: string; readonly status: BankCaseStatus };
type CaseListener = (status: BankCaseStatus) => void;
export type CaseFeed = {
  readonly publish: (changed: CaseChanged) => void;
  /** Returns the end of the subscription. */
  readonly subscribe: (kioskId: string, listener: CaseListener) => () => void;
};

export function makeCaseFeed(): CaseFeed {
  const listeners = new Map<string, Set<CaseListener>>();
  return {
    publish({ kioskId, status }) {
      for (const listener of listeners.get(kioskId) ?? []) listener(status);
    },
    subscribe(kioskId, listener) {
      const mine = listeners.get(kioskId) ?? new Set();
      mine.add(listener);
      listeners.set(kioskId, mine);
      return () => {
        mine.delete(listener);
        if (mine.size === 0) listeners.delete(kioskId);
      };
    },
  };
}
