// The channel to the process that started the kiosk (a driver, the demo): it is told where the door is, and may ask for tickets.
// A ticketed address goes over this channel alone: never on a command line, never on an output.
import { z } from 'zod/mini';

export type ToStarter =
  | { readonly type: 'ready'; readonly url: string; readonly ticketUrl?: string }
  | { readonly type: 'ticket'; readonly ticketUrl: string };

const fromStarterSchema = z.object({ type: z.literal('ticket') });

export interface StarterChannel {
  tell(message: ToStarter): void;
  onTicketWanted(listener: () => void): void;
  onGone(listener: () => void): void;
}

/** Null when nobody keeps a channel to us. */
export function starterChannel(): StarterChannel | null {
  const send = process.send?.bind(process);
  if (send === undefined) return null;
  return {
    // The starter may be ending at this moment; `onGone` tells of that.
    tell: (message) => void (process.connected && send(message, undefined, {}, () => undefined)),
    onTicketWanted: (listener) =>
      void process.on('message', (message) => {
        if (fromStarterSchema.safeParse(message).success) listener();
      }),
    onGone: (listener) => void process.once('disconnect', listener),
  };
}
