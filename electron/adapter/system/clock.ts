// The machine's own clock.
import { instantSchema } from '#core/kernel/instant.ts';
import type { Clock } from '../../port/clock.ts';

export const systemClock: Clock = { now: () => instantSchema.parse(new Date().toISOString()) };
