// What the bank has witnessed of a kiosk's audit: the head its newest packet named. The word comes with the master data, signed
// (`pravesh-audit-head`), so that the kiosk and whoever verifies its audit can look whether that head still stands there.
import { z } from 'zod';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { sha256HexSchema } from '#core/kernel/encoding.ts';

export const auditHeadSchema = z.object({
  kioskId: kioskIdSchema,
  /** Of the packet that named it. */
  sequence: z.int().positive(),
  head: sha256HexSchema,
  /** The head is the hash of this row, counted from 1. */
  rows: z.int().positive(),
  /** Some packet's head did not fit those around it: the chain was written anew at least once. */
  flagged: z.boolean(),
});
export type AuditHead = z.infer<typeof auditHeadSchema>;
