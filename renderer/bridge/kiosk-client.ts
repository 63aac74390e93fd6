// The kiosk's main process as the screens see it: the contract's own procedures, typed, over whichever carrier is there.
import type { ContractRouterClient } from '@orpc/contract';
import type { KioskContract } from '#core/contract/kiosk/contract.ts';

export type KioskClient = ContractRouterClient<KioskContract>;

/** A carrier that may come and go. The client object stays the same over a reconnection; what was in flight fails. */
export interface Connection {
  readonly carrier: 'message-port' | 'websocket';
  readonly client: KioskClient;
  /** Called after the carrier came back: what is on screen may be out of date. Returns how to stop listening. */
  readonly onReconnect: (listener: () => void) => () => void;
  /** Called when the carrier is lost. Returns how to stop listening. */
  readonly onLost: (listener: () => void) => () => void;
}
