// The master data a kiosk works from when the line is down: products, branches, consent purposes, policy.
import { z } from 'zod';
import { biometricAsks, biometricPolicySchema } from './biometric.ts';
import { deviceListsSchema } from './device-lists.ts';
import { issuerKeysSchema } from './issuer-keys.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { jwsSchema } from '#core/kernel/encoding.ts';

/** A text in the languages the bank keeps; English always. */
export const localTextSchema = z.object({ en: z.string().min(1), hi: z.string().optional() });
export type LocalText = z.infer<typeof localTextSchema>;

export const productSchema = z.object({
  productId: z.string(),
  name: localTextSchema,
  summary: localTextSchema,
  /** Smallest balance to keep, in whole currency units (rupees). */
  minimumBalance: z.int().min(0),
  benefits: z.array(localTextSchema).max(5),
  minimumAgeYears: z.int().min(0),
  /** Left out: as the bank's policy has it. */
  biometrics: z.enum(biometricAsks).optional(),
});
export type Product = z.infer<typeof productSchema>;

export const branchSchema = z.object({
  branchId: z.string(),
  name: localTextSchema,
  city: z.string(),
  ifsc: z.string().regex(/^[A-Z]{4}0[A-Z0-9]{6}$/),
});
export type Branch = z.infer<typeof branchSchema>;

export const consentPurposeSchema = z.object({
  purposeId: z.string(),
  title: localTextSchema,
  detail: localTextSchema,
  required: z.boolean(),
});
export type ConsentPurpose = z.infer<typeof consentPurposeSchema>;

/** How many days a kiosk keeps what. */
export const retentionPolicySchema = z.object({
  /** Pictures and the sealed copy, after the bank's signed receipt. */
  picturesDays: z.int().min(0).max(3650),
  /** Name, number and everything else of the customer, after the same receipt, once the bank has decided. */
  detailsDays: z.int().min(0).max(3650),
  /** A draft nobody has touched. */
  draftDays: z.int().min(1).max(3650),
  /** So many days before, its end is announced. */
  draftWarningDays: z.int().min(0).max(3650),
});
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

/** When a kiosk warns, and when it takes no new customers any more. */
export const freezePolicySchema = z.object({
  /** Cases the bank does not have yet, parked ones too. */
  queueWarn: z.int().min(0),
  queueStop: z.int().min(1),
  /** Days since the bank last confirmed the master data. */
  staleWarnDays: z.number().min(0),
  staleStopDays: z.number().positive(),
});
export type FreezePolicy = z.infer<typeof freezePolicySchema>;

export const kioskPolicySchema = z.object({
  version: z.string(),
  /** A case whose faces only the officer compared may be opened without a review at the bank. */
  allowManualFaceMatch: z.boolean(),
  /** The full Aadhaar number may travel, as its own sealed field, when the consent purpose of this id is given. */
  fullAadhaarPurposeId: z.string().nullable(),
  /** A card's QR code is blacked in the kept picture. The old one, which holds the whole number, always is. Left out: no. */
  coverSecureQr: z.boolean().optional(),
  /** Cosine at and above which faces match, and from which a person decides. */
  faceMatchThreshold: z.number(),
  faceReviewThreshold: z.number(),
  /** Left out: the kiosk's own (core/outbox/retention.ts). */
  retention: retentionPolicySchema.optional(),
  /** Modes of use in which nobody passes the face step unchecked; left out: none. */
  livenessDemandedIn: z.array(z.enum(['staffed', 'self-service', 'field'])).optional(),
  /** Parts of camera names that are taken; left out: every camera but the known virtual ones. */
  camerasAllowed: z.array(z.string().min(1)).optional(),
  /** Left out: the kiosk's own (core/outbox/freeze-policy.ts). */
  freeze: freezePolicySchema.optional(),
  /** Days an officer may sign in by what the bank vouched for last. Left out: the kiosk's own (core/outbox/offline-sign-in.ts). */
  offlineSignInDays: z.int().min(1).max(365).optional(),
  /** Fingers and irises of every customer. Left out: none. */
  biometrics: biometricPolicySchema.optional(),
  /** The bank may ask UIDAI by a registered device. Left out: no. */
  aadhaarEkyc: z.boolean().optional(),
});
export type KioskPolicy = z.infer<typeof kioskPolicySchema>;

export const catalogueSchema = z.object({
  version: z.string(),
  asOf: instantSchema,
  products: z.array(productSchema).min(1),
  branches: z.array(branchSchema).min(1),
  purposes: z.array(consentPurposeSchema).min(1),
  consentTextVersion: z.string(),
  policy: kioskPolicySchema,
  /** Those two have a serial of their own; left out: the bank has issued none, and the kiosk's own files count alone. */
  keys: issuerKeysSchema.optional(),
  lists: deviceListsSchema.optional(),
});
export type Catalogue = z.infer<typeof catalogueSchema>;

/** GET /v1/catalogue: a JWS (EdDSA, bank's signing key) whose payload is the catalogue. */
export const signedCatalogueSchema = z.object({ catalogue: jwsSchema });
