// One-time codes: the bank makes, sends and judges them; the kiosk only carries what the customer typed.
import { z } from 'zod';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { jwsSchema } from '#core/kernel/encoding.ts';

/** E.164, India's ten-digit mobiles begin 6 to 9; other countries by their own length. */
export const mobileSchema = z.string().regex(/^\+(91[6-9]\d{9}|(?!91)[1-9]\d{6,14})$/);
export const codeLength = 6;
export const codeLifeS = 300;
export const codeTries = 5;
export const codeResendAfterS = 30;
export const codeSchema = z.string().regex(/^\d{6}$/);

/** POST /v1/mobile-challenges. Never retried by a machine: each call may send a message. */
export const challengeRequestSchema = z.object({
  caseId: caseIdSchema,
  mobile: mobileSchema,
  language: z.string().max(16),
});
export const challengeSchema = z.object({
  challengeId: z.uuidv7(),
  expiresAt: instantSchema,
  resendAt: instantSchema,
  triesLeft: z.int().min(0),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** POST /v1/mobile-challenges/{challengeId}/answers → proof, or problem code-wrong, code-late, code-tries-spent. */
export const challengeAnswerSchema = z.object({ code: codeSchema });
/** The bank's signed word (JWS, EdDSA): claims caseId, mobile, verifiedAt. */
export const challengeProofSchema = z.object({ proof: jwsSchema });
export const mobileProofClaimsSchema = z.object({
  caseId: caseIdSchema,
  mobile: mobileSchema,
  verifiedAt: instantSchema,
});

/**
 * For a case in state awaiting-mobile. POST /v1/cases/{caseId}/mobile-code, no body → challenge: 201 when a message
 * went out, 200 with the standing challenge while its resend time has not come.
 * POST /v1/cases/{caseId}/mobile-code/answers → the case's new status (bankCaseStatusSchema in packet.ts).
 */
export const caseCodeAnswerSchema = challengeAnswerSchema;
