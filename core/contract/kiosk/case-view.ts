// What the screens may know of a case: masked, in display form, with nothing that a screen could decide by itself.
import { z } from 'zod';
import { caseIdSchema, evidenceIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import {
  boxSchema,
  documentKindSchema,
  documentSideSchema,
  fieldNameSchema,
  fieldProofSchema,
  fieldSourceSchema,
} from '#core/reading/field.ts';
import { genuinenessHintSchema } from '#core/reading/genuineness/hints.ts';
import { signedOutcomeSchema } from '#core/reading/signed-source.ts';
import { agreements, bodyPartSchema, exceptionReasonSchema } from '#core/contract/bank/biometric.ts';
import { ekycOutcomeSchema } from '#core/contract/bank/ekyc.ts';
import { bankCaseStateSchema, bankReasonSchema } from '#core/contract/bank/packet.ts';
import { deliveryReasonSchema } from './delivery-reason.ts';
import { livenessOutcomeSchema, livenessReasonSchema } from './liveness.ts';
import { refusalSchema } from './refusal.ts';

export const steps = [
  'consent',
  'product',
  'contact',
  'document',
  'reading',
  'face',
  'biometrics',
  'review',
  'done',
] as const;
export const stepSchema = z.enum(steps);
export type Step = z.infer<typeof stepSchema>;

export const caseStatusSchema = z.enum(['draft', 'sealed', 'abandoned']);
export type CaseStatus = z.infer<typeof caseStatusSchema>;

export const stepStateSchema = z.enum(['done', 'here', 'to-come', 'problem']);

export const fieldViewSchema = z.object({
  name: fieldNameSchema,
  /** As the person checks it; an Aadhaar number only as XXXX XXXX 1234. */
  value: z.string(),
  confidence: z.number(),
  source: fieldSourceSchema,
  proof: fieldProofSchema.nullable(),
  /** The machine is not sure enough: a person must look. */
  needsLook: z.boolean(),
  editable: z.boolean(),
  /** Where it stands in the picture, for the piece shown beside it. */
  where: z.object({ evidenceId: evidenceIdSchema, box: boxSchema }).nullable(),
  /** Other sources that say otherwise, to be shown beside the value. */
  rivals: z
    .array(
      z.object({
        value: z.string(),
        source: fieldSourceSchema,
        where: z.object({ evidenceId: evidenceIdSchema, box: boxSchema }).nullable(),
      }),
    )
    .optional(),
});
export type FieldView = z.infer<typeof fieldViewSchema>;

export const deliveryStateSchema = z.enum(['waiting', 'sending', 'accepted', 'parked']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

export const caseViewSchema = z.object({
  caseId: caseIdSchema,
  reference: z.string(),
  status: caseStatusSchema,
  simulated: z.boolean(),
  startedAt: instantSchema,
  at: stepSchema,
  steps: z.array(z.object({ step: stepSchema, state: stepStateSchema })),
  consent: z
    .object({ purposes: z.array(z.object({ purposeId: z.string(), given: z.boolean() })) })
    .nullable(),
  product: z.object({ productId: z.string(), branchId: z.string() }).nullable(),
  contact: z
    .object({
      /** +91 ••••• •3210 */
      mobileMasked: z.string(),
      state: z.enum(['code-sent', 'verified', 'unverified']),
      expiresAt: instantSchema.nullable(),
      resendAt: instantSchema.nullable(),
      triesLeft: z.int().nullable(),
    })
    .nullable(),
  document: z
    .object({
      kind: documentKindSchema,
      sides: z.array(z.object({ side: documentSideSchema, evidenceId: evidenceIdSchema })),
      sidesMissing: z.array(documentSideSchema),
    })
    .nullable(),
  reading: z
    .object({
      confirmed: z.boolean(),
      /** Null: UIDAI was not asked. */
      ekyc: z.object({ outcome: ekycOutcomeSchema, simulated: z.boolean() }).nullable(),
      /** Null: no chip was read. */
      chip: z.object({ portrait: z.boolean() }).nullable(),
      fields: z.array(fieldViewSchema),
      /** What became of the part that the document's issuer signed, where it showed one. */
      signed: signedOutcomeSchema.nullish(),
      /** What about the document staff should look at: flags with what was measured, never a verdict. */
      hints: z.array(genuinenessHintSchema),
      /** Where in the pictures a number stands whose first digits no screen may show. */
      covered: z.array(z.object({ evidenceId: evidenceIdSchema, box: boxSchema })),
    })
    .nullable(),
  face: z
    .object({
      selfieId: evidenceIdSchema,
      portraitId: evidenceIdSchema.nullable(),
      outcome: z.enum(['match', 'review', 'mismatch', 'unavailable']),
      /** Model files that are missing, by name. */
      missing: z.array(z.string()),
      /** The set of models that compared, by name; null where none did. */
      modelSet: z.string().nullable(),
      /** Shown to staff only; a customer never sees a score. */
      score: z.number().nullable(),
      officerVerdict: z.enum(['same-person', 'send-to-review']).nullable(),
    })
    .nullable(),
  /** Null where nobody demands it. */
  liveness: z
    .object({
      outcome: livenessOutcomeSchema.nullable(),
      why: livenessReasonSchema.nullable(),
      triesLeft: z.int().min(0),
      officerVerdict: z.enum(['seen-in-person', 'send-to-review']).nullable(),
    })
    .nullable(),
  /** Null where the bank asks for none. */
  biometrics: z
    .object({
      ask: z.enum(['optional', 'required']),
      parts: z.array(bodyPartSchema),
      captures: z.array(
        z.object({
          part: bodyPartSchema,
          quality: z.number().nullable(),
          isPoor: z.boolean(),
          agreement: z.enum(agreements),
        }),
      ),
      exceptions: z.array(z.object({ part: bodyPartSchema, reason: exceptionReasonSchema })),
    })
    .nullable(),
  delivery: z.object({ state: deliveryStateSchema, reason: deliveryReasonSchema.nullable() }).nullable(),
  /** The case was sealed before and is being corrected: the version it will be, and why the one before was refused. */
  correction: z
    .object({
      version: z.int().positive(),
      reason: deliveryReasonSchema.nullable(),
      bankReasons: z.array(bankReasonSchema),
    })
    .nullable(),
  /** It could be opened again for a correction, by a role that may. */
  mayCorrect: z.boolean(),
  bank: z
    .object({
      state: bankCaseStateSchema,
      reasons: z.array(bankReasonSchema),
      accountNumber: z.string().nullable(),
      ifsc: z.string().nullable(),
    })
    .nullable(),
  /** What stands in the way of the next step, if anything. */
  blockedBy: refusalSchema.nullable(),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** A line of the officer's list. */
export const caseSummarySchema = z.object({
  caseId: caseIdSchema,
  reference: z.string(),
  status: caseStatusSchema,
  at: stepSchema,
  startedAt: instantSchema,
  simulated: z.boolean(),
  /** Customer's name as confirmed, else null. */
  customerName: z.string().nullable(),
  delivery: deliveryStateSchema.nullable(),
  bankState: bankCaseStateSchema.nullable(),
  accountNumber: z.string().nullable(),
  /** A draft nobody touches is wiped then; given when that is near. */
  endsAt: instantSchema.optional(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;
