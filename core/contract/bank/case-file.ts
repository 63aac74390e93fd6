// What the bank learns of a case once it opens the sealed part named `case`. Sent sealed only, logged never.
import { z } from 'zod';
import { caseIdSchema, evidenceIdSchema, kioskIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import {
  documentKindSchema,
  fieldNameSchema,
  fieldProofSchema,
  fieldSourceSchema,
  rivalReadingSchema,
} from '#core/reading/field.ts';
import { genuinenessHintSchema } from '#core/reading/genuineness/hints.ts';
import { signedSourceSchema } from '#core/reading/signed-source.ts';
import { jwsSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { livenessOutcomeSchema, livenessReasonSchema } from '../kiosk/liveness.ts';
import { livenessSignalSchema } from '../kiosk/liveness-signal.ts';
import { attestationSchema, biometricsSchema } from './biometric.ts';
import { ekycRecordSchema } from './ekyc.ts';
import { officerSchema } from './identity.ts';
import { mobileSchema } from './mobile.ts';

export const faceOutcomeSchema = z.enum(['match', 'review', 'mismatch', 'unavailable']);
export type FaceOutcome = z.infer<typeof faceOutcomeSchema>;

/** The portrait printed on the document, or the photo inside a code or a chip that its issuer signed. */
export const faceReferenceSchema = z.enum(['document', 'signed-qr', 'chip']);
export type FaceReference = z.infer<typeof faceReferenceSchema>;

/** Without its place: a box means nothing to the bank. */
const rivalInFileSchema = rivalReadingSchema.omit({ where: true });

export const modelUsedSchema = z.object({ name: z.string(), sha256: sha256HexSchema });

export const officerVerdictSchema = z.object({
  verdict: z.enum(['same-person', 'send-to-review']),
  reason: z.string().min(3).max(500),
  at: instantSchema,
  /** Who judged, not always who began the case. Cases judged before it was recorded have none. */
  officer: officerSchema.optional(),
});
export type OfficerVerdict = z.infer<typeof officerVerdictSchema>;

/** An officer's own look where the kiosk could not say, or was not to. */
export const livenessVerdictSchema = z.object({
  verdict: z.enum(['seen-in-person', 'send-to-review']),
  reason: z.string().min(3).max(500),
  at: instantSchema,
  officer: officerSchema,
});
export type LivenessVerdict = z.infer<typeof livenessVerdictSchema>;

export const evidenceRoleSchema = z.enum([
  'document-front',
  'document-back',
  'selfie',
  'portrait',
  // The photo inside a code that the issuer signed.
  'signed-portrait',
  // Twelve digits as text, a sealed part of their own; only where bank policy and the customer's consent say so.
  'aadhaar-number',
  // A finger's or iris's record as the device gave it; and the picture of a part that could not be captured.
  'biometric',
  'biometric-exception',
  // A passport chip's files as its country signed them, and the portrait out of them.
  'chip-file',
  'chip-portrait',
]);
export type EvidenceRole = z.infer<typeof evidenceRoleSchema>;

export const evidenceMediaTypes = [
  'image/jpeg',
  'image/png',
  'text/plain',
  'application/octet-stream',
] as const;
export const evidenceOrigins = ['camera', 'file', 'derived', 'device'] as const;

export const caseFileSchema = z.object({
  schema: z.literal('pravesh-case/1'),
  caseId: caseIdSchema,
  /** What the customer takes along, easy to say: PRV-7K2M-91QX. */
  reference: z.string(),
  kioskId: kioskIdSchema,
  mode: z.enum(['staffed', 'self-service', 'field']),
  simulated: z.boolean(),
  language: z.string(),
  officer: officerSchema,
  startedAt: instantSchema,
  sealedAt: instantSchema,
  consent: z.object({
    textVersion: z.string(),
    at: instantSchema,
    purposes: z.array(z.object({ purposeId: z.string(), given: z.boolean() })),
  }),
  product: z.object({ productId: z.string(), branchId: z.string(), catalogueVersion: z.string() }),
  contact: z.object({ mobile: mobileSchema, proof: jwsSchema.nullable() }),
  document: z.object({
    kind: documentKindSchema,
    /** As confirmed by the officer; the Aadhaar number is not among them. */
    fields: z.array(
      z.object({
        name: fieldNameSchema,
        value: z.string(),
        readValue: z.string().nullable(),
        confidence: z.number(),
        source: fieldSourceSchema,
        proof: fieldProofSchema.nullable(),
        /** Sources that said otherwise. */
        rivals: z.array(rivalInFileSchema).optional(),
      }),
    ),
    /** What became of the part that the issuer signed; null where the document showed none. */
    signed: signedSourceSchema.nullish(),
    /** What the kiosk flagged about the document, each with what was measured; left out where nothing was. */
    hints: z.array(genuinenessHintSchema).optional(),
    aadhaar: z
      .object({
        lastFour: z.string().regex(/^\d{4}$/),
        /** Sources whose last four digits are others. */
        rivals: z.array(rivalInFileSchema).optional(),
      })
      .nullable(),
    /** What the chip gave and who signed it; left out where none was read. */
    chip: z
      .object({
        attestation: attestationSchema,
        files: z.array(evidenceIdSchema),
        /** The face was compared with this one. */
        portraitId: evidenceIdSchema.nullable(),
      })
      .optional(),
    /** What UIDAI answered; left out where it was not asked. */
    ekyc: ekycRecordSchema.optional(),
    /** HMAC-SHA256 (hex) of kind ‖ ':' ‖ number under the bank's identity key: finds an existing customer. */
    identityHash: sha256HexSchema,
  }),
  face: z.object({
    outcome: faceOutcomeSchema,
    /** What the selfie was compared with; cases before it was recorded: the document's portrait. */
    reference: faceReferenceSchema.optional(),
    score: z.number().nullable(),
    unavailableReason: z.string().nullable(),
    models: z.array(modelUsedSchema),
    /** Which set of models decided; absent from kiosks that knew one only. */
    modelSet: z.string().nullable().optional(),
    /** The selfie in the terms of ISO/IEC 29794-5; what falls short is named, and is no reason to refuse. */
    quality: z
      .object({
        eyeDistancePx: z.number(),
        turn: z.number(),
        rollDegrees: z.number(),
        offX: z.number(),
        offY: z.number(),
        brightness: z.number(),
        lightBalance: z.number().nullable(),
        sharpness: z.number(),
        eyesSpread: z.number().nullish(),
        mouthLine: z.number().nullish(),
        backgroundBrightness: z.number().nullish(),
        backgroundUnrest: z.number().nullish(),
        persons: z.int(),
        /** How many frames the compared face is the mean of; absent from kiosks that took one. */
        averaged: z.int().optional(),
        shortOf: z.array(z.string()),
      })
      .nullable()
      .optional(),
    /** Cases of this kiosk, of another identity, that show the same face: for a person to look at, never a refusal. */
    sameFaceIn: z.array(z.object({ caseId: z.string(), score: z.number() })).optional(),
    officerVerdict: officerVerdictSchema.nullable(),
  }),
  /** Whether the customer was there, sign by sign. Left out where it was not demanded. */
  liveness: z
    .object({
      outcome: livenessOutcomeSchema,
      why: livenessReasonSchema.nullable(),
      tries: z.int().min(0),
      at: instantSchema,
      signals: z.array(livenessSignalSchema),
      officerVerdict: livenessVerdictSchema.nullable(),
    })
    .optional(),
  /** Left out: none were asked for, or none given. */
  biometrics: biometricsSchema.optional(),
  evidence: z.array(
    z.object({
      evidenceId: evidenceIdSchema,
      role: evidenceRoleSchema,
      mediaType: z.enum(evidenceMediaTypes),
      capturedAt: instantSchema,
      origin: z.enum(evidenceOrigins),
      flags: z.array(z.string()),
    }),
  ),
});
export type CaseFile = z.infer<typeof caseFileSchema>;
