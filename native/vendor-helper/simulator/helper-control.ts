// What a test may order the simulated helper to be and do.
import { z } from 'zod';
import { helperErrors } from '../helper-messages.ts';

export const helperFaults = [
  'malformed',
  'slow',
  'half-closed',
  'gone-in-the-middle',
  'lies-long',
  'lies-short',
  'floods',
  'wrong-transaction',
  'changed-identity',
] as const;

export const controlSchema = z.object({
  plugged: z.boolean().default(true),
  ready: z.boolean().default(true),
  delayMs: z.number().default(0),
  fault: z.enum(helperFaults).nullable().default(null),
  error: z.enum(helperErrors).nullable().default(null),
  /** How it begins: as it should, in an older version, with text that is no frame, not at all, or by ending. */
  greeting: z.enum(['sound', 'old', 'garbage', 'none', 'crash']).default('sound'),
});
export type HelperControl = z.infer<typeof controlSchema>;
