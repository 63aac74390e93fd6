// What became of a document's signed part: a closed list of outcomes, each with its words, kept with the case.
import { z } from 'zod';

/**
 * - genuine: the issuer's key signed exactly this;
 * - altered: it claims to be signed, and no known key signed this, though the signature is another's or broken;
 * - unknown-key: it is signed, and nobody told the kiosk whether that key is the issuer's at that time;
 * - unreadable: something stands there that should be a signed part, and it cannot be taken apart.
 */
export const signedOutcomes = ['genuine', 'altered', 'unknown-key', 'unreadable'] as const;
export const signedOutcomeSchema = z.enum(signedOutcomes);
export type SignedOutcome = z.infer<typeof signedOutcomeSchema>;

export const signedSourceSchema = z.object({
  form: z.enum(['secure-qr', 'printed-qr', 'offline-xml']),
  /** Null for a form that nobody signs. */
  outcome: signedOutcomeSchema.nullable(),
  /** Its own version, where it has one. */
  version: z.string().max(8).nullable(),
  /** Serial of the bank's list of issuers' keys by which it was judged; left out where there was none. */
  keysSerial: z.int().positive().optional(),
});
export type SignedSource = z.infer<typeof signedSourceSchema>;
