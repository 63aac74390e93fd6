// Every error the bank answers, as RFC 9457 problem details. `kind` is a closed list, so that a kiosk can act on it.
import { z } from 'zod';

export const problemKinds = [
  'bad-request',
  'not-found',
  'method-not-allowed',
  'too-large',
  'unauthenticated',
  'device-unknown',
  'device-revoked',
  'clock-skew',
  'enrolment-token-invalid',
  'enrolment-token-spent',
  'simulation-refused',
  'officer-unknown',
  'officer-locked',
  'code-wrong',
  'code-late',
  'code-tries-spent',
  'code-too-soon',
  'too-many-requests',
  'idempotency-key-missing',
  'idempotency-key-reused',
  'idempotency-in-progress',
  'packet-signature',
  'packet-unreadable',
  'packet-schema',
  'packet-conflict',
  'blob-digest',
  'blob-missing',
  'blob-offset',
  'case-not-awaiting-code',
  'ticket-invalid',
  'staff-not-allowed',
  'review-decided',
  'ekyc-unavailable',
  'internal',
  'unavailable',
] as const;
export const problemKindSchema = z.enum(problemKinds);
export type ProblemKind = z.infer<typeof problemKindSchema>;

/** Media type application/problem+json. `type` is `urn:pravesh:problem:` + kind. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  kind: problemKindSchema,
  /** Tries left on a one-time code. */
  triesLeft: z.int().min(0).optional(),
  /** Blobs the packet names and the bank does not hold. */
  missing: z.array(z.string()).optional(),
  /** How much of each of those has come already, in bytes; one of which nothing has come is left out. */
  begun: z.record(z.string(), z.int().min(0)).optional(),
  /** How many bytes the bank holds of a part sent in pieces. */
  offset: z.int().min(0).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
