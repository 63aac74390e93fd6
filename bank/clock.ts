// The bank's one source of time, handed in so that tests can move it.
import { instantSchema, type Instant } from '#core/kernel/instant.ts';

export type Clock = () => Date;

export function instantOf(date: Date): Instant {
  return instantSchema.parse(date.toISOString());
}

export function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}
