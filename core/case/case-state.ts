// Everything a case knows, as it is kept (sealed) between two steps. An Aadhaar number is never in it whole, unless policy and consent say so.
import { z } from 'zod';
import { faceTemplateSchema } from '#core/biometrics/face-gallery.ts';
import { portraitQualitySchema } from '#core/biometrics/portrait-quality.ts';
import { caseIdSchema, evidenceIdSchema, packetIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { jwsSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import {
  attestationSchema,
  biometricAsks,
  biometricCaptureSchema,
  biometricExceptionSchema,
  bodyPartSchema,
} from '#core/contract/bank/biometric.ts';
import {
  evidenceMediaTypes,
  evidenceOrigins,
  evidenceRoleSchema,
  faceOutcomeSchema,
  faceReferenceSchema,
  livenessVerdictSchema,
  modelUsedSchema,
  officerVerdictSchema,
} from '#core/contract/bank/case-file.ts';
import { genuinenessHintSchema } from '#core/reading/genuineness/hints.ts';
import { signedSourceSchema } from '#core/reading/signed-source.ts';
import { ekycRecordSchema } from '#core/contract/bank/ekyc.ts';
import { officerSchema } from '#core/contract/bank/identity.ts';
import { challengeSchema, mobileSchema } from '#core/contract/bank/mobile.ts';
import { bankCaseStatusSchema } from '#core/contract/bank/packet.ts';
import { modes } from '#core/contract/kiosk/access.ts';
import { livenessOutcomeSchema, livenessReasonSchema } from '#core/contract/kiosk/liveness.ts';
import { livenessSignalSchema } from '#core/contract/kiosk/liveness-signal.ts';
import { caseStatusSchema, stepSchema } from '#core/contract/kiosk/case-view.ts';
import { deliveryReasonSchema } from '#core/contract/kiosk/delivery-reason.ts';
import {
  documentKindSchema,
  documentSideSchema,
  fieldNameSchema,
  fieldReadingSchema,
  placeSchema,
} from '#core/reading/field.ts';

export const evidenceItemSchema = z.object({
  evidenceId: evidenceIdSchema,
  role: evidenceRoleSchema,
  mediaType: z.enum(evidenceMediaTypes),
  origin: z.enum(evidenceOrigins),
  flags: z.array(z.string()),
  capturedAt: instantSchema,
});
export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

const contactSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('code-sent'), mobile: mobileSchema, challenge: challengeSchema }),
  z.object({ state: z.literal('verified'), mobile: mobileSchema, proof: jwsSchema }),
  z.object({ state: z.literal('unverified'), mobile: mobileSchema }),
]);

/** A capture with the piece of evidence that holds its bytes. */
export const heldCaptureSchema = biometricCaptureSchema
  .omit({ evidenceId: true })
  .extend({ item: evidenceItemSchema });
export type HeldCapture = z.infer<typeof heldCaptureSchema>;
export const heldExceptionSchema = biometricExceptionSchema
  .omit({ photoId: true })
  .extend({ photo: evidenceItemSchema });
export type HeldException = z.infer<typeof heldExceptionSchema>;

const biometricsSchema = z.object({
  ask: z.enum(biometricAsks),
  parts: z.array(bodyPartSchema),
  captures: z.array(heldCaptureSchema),
  exceptions: z.array(heldExceptionSchema),
});

/** A passport chip's files, and who signed them; its portrait is the reading's signed one. */
const heldChipSchema = z.object({
  files: z.array(evidenceItemSchema),
  attestation: attestationSchema,
});
export type HeldChip = z.infer<typeof heldChipSchema> & { readonly portrait: EvidenceItem | null };

/** The number that identifies the customer, as far as it may be kept. */
export const identitySchema = z.object({
  identityHash: sha256HexSchema,
  aadhaar: z
    .object({
      lastFour: z.string().regex(/^\d{4}$/),
      /** The whole number, a sealed piece of evidence of its own; null unless policy and consent say so. */
      whole: evidenceItemSchema.nullable(),
    })
    .nullable(),
});
export type Identity = z.infer<typeof identitySchema>;

export const confirmedFieldSchema = z.object({ name: fieldNameSchema, value: z.string() });
export type ConfirmedField = z.infer<typeof confirmedFieldSchema>;

const sealedSchema = z.object({
  packetId: packetIdSchema,
  at: instantSchema,
  /** Rises by one with every correction. */
  version: z.int().positive().default(1),
});

export const erasureReasons = ['retention', 'consent-withdrawn'] as const;
export type ErasureReason = (typeof erasureReasons)[number];

export const caseStateSchema = z.object({
  schema: z.literal('pravesh-case-state/1'),
  caseId: caseIdSchema,
  reference: z.string(),
  mode: z.enum(modes),
  simulated: z.boolean(),
  language: z.string(),
  officer: officerSchema,
  startedAt: instantSchema,
  status: caseStatusSchema,
  at: stepSchema,
  consent: z
    .object({
      textVersion: z.string(),
      at: instantSchema,
      purposes: z.array(z.object({ purposeId: z.string(), given: z.boolean() })),
    })
    .nullable(),
  product: z.object({ productId: z.string(), branchId: z.string(), catalogueVersion: z.string() }).nullable(),
  contact: contactSchema.nullable(),
  document: z
    .object({
      kind: documentKindSchema,
      sides: z.array(z.object({ side: documentSideSchema, item: evidenceItemSchema })),
    })
    .nullable(),
  reading: z
    .object({
      readAt: instantSchema,
      fields: z.array(fieldReadingSchema),
      portrait: placeSchema.nullable(),
      covered: z.array(placeSchema).default([]),
      /** What a person should look at; readings kept before there were such hints have none. */
      hints: z.array(genuinenessHintSchema).default([]),
      identity: identitySchema,
      signed: signedSourceSchema.nullable().default(null),
      /** The photo of a signed part that is genuine: faces are compared with it before any print. */
      signedPortrait: evidenceItemSchema.nullable().default(null),
      confirmed: z.object({ at: instantSchema, fields: z.array(confirmedFieldSchema) }).nullable(),
      chip: heldChipSchema.nullable().default(null),
      /** What UIDAI last answered; cases kept before it could be asked have none. */
      ekyc: ekycRecordSchema.nullable().default(null),
    })
    .nullable(),
  face: z
    .object({
      selfie: evidenceItemSchema,
      portrait: evidenceItemSchema.nullable(),
      outcome: faceOutcomeSchema,
      reference: faceReferenceSchema.default('document'),
      score: z.number().nullable(),
      missing: z.array(z.string()),
      models: z.array(modelUsedSchema),
      // Cases kept before there were two sets were compared by the one there was.
      modelSet: z.string().nullable().default(null),
      quality: portraitQualitySchema.nullable().default(null),
      template: faceTemplateSchema.nullable().default(null),
      sameFaceIn: z.array(z.object({ caseId: z.string(), score: z.number() })).default([]),
      officerVerdict: officerVerdictSchema.nullable(),
    })
    .nullable(),
  /** Null where nobody demands it, as in every case kept before there was such a check. */
  liveness: z
    .object({
      tries: z.int().min(0),
      outcome: livenessOutcomeSchema.nullable(),
      why: livenessReasonSchema.nullable(),
      at: instantSchema.nullable(),
      signals: z.array(livenessSignalSchema),
      officerVerdict: livenessVerdictSchema.nullable(),
    })
    .nullable()
    .default(null),
  sealed: sealedSchema.nullable(),
  /** Set while a case that was sealed before is being corrected. */
  correction: z
    .object({
      /** The version that is being corrected: it stays as it was sealed. */
      of: sealedSchema,
      at: instantSchema,
      /** Why its packet was parked; null where the bank refused the case itself. */
      reason: deliveryReasonSchema.nullable(),
      /** Whose case it is: a correction never makes it another customer's. */
      identityHash: sha256HexSchema.nullable(),
    })
    .nullable()
    .default(null),
  /** The bank's answers up to this revision were about an earlier version. */
  answeredBefore: z.int().min(0).default(0),
  /** Cases kept before there was such a step are asked for none. */
  biometrics: biometricsSchema.default({ ask: 'off', parts: [], captures: [], exceptions: [] }),
  bank: bankCaseStatusSchema.nullable(),
  /** Set once nothing of the customer is left. Cases kept before there was such a thing are read as whole. */
  erased: z
    .object({ why: z.enum(erasureReasons), at: instantSchema })
    .nullable()
    .default(null),
});
export type CaseState = z.infer<typeof caseStateSchema>;

/** Every picture the case holds, in the order of the journey. */
export function evidenceOf(state: CaseState): EvidenceItem[] {
  const items = state.document?.sides.map((side) => side.item) ?? [];
  if (state.reading?.identity.aadhaar?.whole) items.push(state.reading.identity.aadhaar.whole);
  if (state.reading?.signedPortrait) items.push(state.reading.signedPortrait);
  items.push(...(state.reading?.chip?.files ?? []));
  if (state.face?.portrait) items.push(state.face.portrait);
  if (state.face) items.push(state.face.selfie);
  items.push(...state.biometrics.captures.map(({ item }) => item));
  items.push(...state.biometrics.exceptions.map(({ photo }) => photo));
  return items;
}

/** The value a person confirmed for a field, else null. */
export function confirmedValue(state: CaseState, name: ConfirmedField['name']): string | null {
  return state.reading?.confirmed?.fields.find((field) => field.name === name)?.value ?? null;
}
