// Tells the screens that something changed; it carries no data, so a listener always reads the present state.
import { EventPublisher } from '@orpc/server';

interface Topics extends Record<string, null> {
  readonly kiosk: null;
  readonly devices: null;
}

export interface Changes {
  kiosk(): void;
  case(caseId: string): void;
  /** Of what is plugged in and how it does. */
  devices(): void;
  /** Yields once for every change after the call; several in a row may come as one. */
  follow(
    topic: 'kiosk' | 'devices' | { caseId: string },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<null>;
}

export function createChanges(): Changes {
  const publisher = new EventPublisher<Topics>({ maxBufferedEvents: 1 });
  return {
    kiosk: () => publisher.publish('kiosk', null),
    case: (caseId) => {
      publisher.publish(`case/${caseId}`, null);
      publisher.publish('kiosk', null);
    },
    devices: () => publisher.publish('devices', null),
    follow: (topic, signal) =>
      publisher.subscribe(
        typeof topic === 'string' ? topic : `case/${topic.caseId}`,
        signal ? { signal } : {},
      ),
  };
}
