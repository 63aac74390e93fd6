// The bank's back office: cases that a person must decide, and the decision. For the bank's own staff, never for a kiosk.
//
// POST /v1/back-office/sessions → a token of fifteen minutes, sent as `Authorization: Bearer`. Only supervisors are let in.
// GET /v1/reviews · GET /v1/reviews/{caseId}/pictures/{evidenceId}: one picture of a case in review, each look written down · POST /v1/reviews/{caseId}/decision, which names the revision it was made on: decided twice in the same way
// it is the same answer, in another way or on another revision `review-decided`.
import { z } from 'zod';
import { caseIdSchema, evidenceIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import {
  documentKindSchema,
  fieldNameSchema,
  fieldProofSchema,
  fieldSourceSchema,
} from '#core/reading/field.ts';
import { genuinenessHintSchema } from '#core/reading/genuineness/hints.ts';
import {
  evidenceOrigins,
  evidenceRoleSchema,
  type EvidenceRole,
  faceOutcomeSchema,
  modelUsedSchema,
  officerVerdictSchema,
} from './case-file.ts';
import { officerSchema } from './identity.ts';
import { bankReasonSchema } from './packet.ts';

export const staffSessionSchema = z.object({
  token: z.string().min(20),
  expiresAt: instantSchema,
  officer: officerSchema,
});

/** A case as its reviewer needs it to choose: why it is here and on what it stands; no name, number or picture. */
export const reviewItemSchema = z.object({
  caseId: caseIdSchema,
  reference: z.string(),
  version: z.int().positive(),
  revision: z.int().positive(),
  simulated: z.boolean(),
  branchId: z.string(),
  productId: z.string(),
  reasons: z.array(bankReasonSchema),
  since: instantSchema,
  /** Who served the customer: they do not decide the case too. */
  officer: officerSchema,
  document: z.object({
    kind: documentKindSchema,
    fields: z.array(
      z.object({
        name: fieldNameSchema,
        confidence: z.number(),
        source: fieldSourceSchema,
        proof: fieldProofSchema.nullable(),
        corrected: z.boolean(),
      }),
    ),
    /** What the kiosk flagged about the document. */
    hints: z.array(genuinenessHintSchema),
  }),
  face: z.object({
    outcome: faceOutcomeSchema,
    score: z.number().nullable(),
    models: z.array(modelUsedSchema),
    officerVerdict: officerVerdictSchema.nullable(),
  }),
  evidence: z.array(
    z.object({
      evidenceId: evidenceIdSchema,
      role: evidenceRoleSchema,
      mediaType: z.string(),
      capturedAt: instantSchema,
      origin: z.enum(evidenceOrigins),
      flags: z.array(z.string()),
    }),
  ),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;
export const reviewListSchema = z.object({ cases: z.array(reviewItemSchema) });

/** What a reviewer may look at, in the order in which a portrait is preferred: the signed ones first. */
export const reviewPictureRoles = [
  'chip-portrait',
  'signed-portrait',
  'portrait',
  'document-front',
  'document-back',
  'selfie',
] as const satisfies readonly EvidenceRole[];

export const reviewDecisionSchema = z.object({
  revision: z.int().positive(),
  /** `refuse-for-good`: no correction at the kiosk is taken. */
  decision: z.enum(['approve', 'refuse', 'refuse-for-good']),
  /** In the reviewer's words, kept sealed at the bank and shown to nobody outside it. */
  reason: z.string().trim().min(3).max(500),
});
export type ReviewDecision = z.infer<typeof reviewDecisionSchema>;
