// A customer takes consent back after the case has left: the kiosk's signed word to the bank, and the bank's signed answer.
//
// POST /v1/cases/{caseId}/withdrawal {withdrawal} → {receipt}. `withdrawal` is a JWS (EdDSA, device key, `typ`
// `pravesh-withdrawal+jws`, `kid` the kiosk); the receipt a word of type `pravesh-erasure`, given once what may go is gone, and
// the same for every repetition. A case the bank never had is answered too: it will not be taken in any more.
import { z } from 'zod';
import { caseIdSchema, kioskIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { jwsSchema } from '#core/kernel/encoding.ts';

export const withdrawalWordType = 'pravesh-withdrawal+jws';

export const withdrawalClaimsSchema = z.object({
  withdrawalId: z.uuidv7(),
  caseId: caseIdSchema,
  kioskId: kioskIdSchema,
  /** Who took the customer's word. */
  officerId: officerIdSchema.nullable(),
  at: instantSchema,
});
export type WithdrawalClaims = z.infer<typeof withdrawalClaimsSchema>;

export const withdrawalSubmissionSchema = z.object({ withdrawal: jwsSchema });
export const withdrawalReplySchema = z.object({ receipt: jwsSchema });

/**
 * erased: the case was not an account yet; what remains names nobody. kept-by-law: an account stands, and its records are kept
 * as long as the law asks. never-received: there was nothing here.
 */
export const withdrawalOutcomes = ['erased', 'kept-by-law', 'never-received'] as const;
export type WithdrawalOutcome = (typeof withdrawalOutcomes)[number];

export const erasureClaimsSchema = z.object({
  withdrawalId: z.uuidv7(),
  caseId: caseIdSchema,
  outcome: z.enum(withdrawalOutcomes),
  erasedAt: instantSchema,
  /** Sealed parts that lay here and no longer do. */
  parts: z.int().min(0),
});
export type ErasureClaims = z.infer<typeof erasureClaimsSchema>;
