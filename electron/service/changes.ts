// Tells the screens that something changed; it carries no data, so a listener always reads the present state.
import { EventPublisher } from '@orpc/server';

interface Topics extends Record<string, null> {
  readonly kiosk: null;
}

export interface Changes {
  kiosk(): void;
  case(caseId: string): void;
  /** Yields once for every change after the call; several in a row may come as one. */
  follow(topic: 'kiosk' | { caseId: string }, signal: AbortSignal | undefined): AsyncGenerator<null>;
}

export function createChanges(): Changes {
  const publisher = new EventPublisher<Topics>({ maxBufferedEvents: 1 });
  return {
    kiosk: () => publisher.publish('kiosk', null),
    case: (caseId) => {
      publisher.publish(`case/${caseId}`, null);
      publisher.publish('kiosk', null);
    },
    follow: (topic, signal) =>
      publisher.subscribe(topic === 'kiosk' ? 'kiosk' : `case/${topic.caseId}`, signal ? { signal } : {}),
  };
}
