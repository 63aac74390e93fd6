// Time as the services see it; tests turn it by hand.
import type { Instant } from '#core/kernel/instant.ts';

export interface Clock {
  now(): Instant;
}
