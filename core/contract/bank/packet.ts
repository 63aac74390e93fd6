// The sealed packet: a signed manifest over sealed parts. The manifest names nothing of the customer.
import { z } from 'zod';
import { caseIdSchema, kioskIdSchema, packetIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { base64UrlSchema, jwsSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { modelUsedSchema } from './case-file.ts';

/**
 * One part: HPKE base mode (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM;
 * info = 'pravesh-packet/1', aad = caseId ‖ '/' ‖ name. `digest` is SHA-256 of the ciphertext.
 */
export const packetPartSchema = z.object({
  /** `case` for the case file, else the evidence id. */
  name: z.string().max(64),
  digest: sha256HexSchema,
  bytes: z.int().positive(),
  /** HPKE encapsulated key, 32 bytes. */
  enc: base64UrlSchema,
});
export type PacketPart = z.infer<typeof packetPartSchema>;
export const packetInfo = 'pravesh-packet/1';

export const packetManifestSchema = z.object({
  schema: z.literal('pravesh-packet/1'),
  packetId: packetIdSchema,
  caseId: caseIdSchema,
  /** 1 for the first sealing; a correction is a new version. */
  version: z.int().positive(),
  kioskId: kioskIdSchema,
  /** Rises by one with every packet of this kiosk. */
  sequence: z.int().positive(),
  bankKeyId: z.string(),
  sealedAt: instantSchema,
  simulated: z.boolean(),
  shell: z.enum(['electron', 'browser']),
  /** SHA-256 (hex) of the kiosk's last audit row when this was sealed. */
  auditHead: sha256HexSchema,
  /** How many rows there were; a kiosk of before does not tell. */
  auditRows: z.int().positive().optional(),
  models: z.array(modelUsedSchema),
  policyVersion: z.string(),
  /** The case, six pictures at most, and a piece for each of ten fingers and two eyes, four of a chip. */
  parts: z.array(packetPartSchema).min(1).max(24),
});
export type PacketManifest = z.infer<typeof packetManifestSchema>;

/** PUT /v1/blobs/{digest}: application/octet-stream; 201 new, 200 already held; the bank hashes before it keeps. */
export const blobMaxBytes = 6 * 1024 * 1024;

/** POST /v1/cases with header `Idempotency-Key` (UUIDv7 made when sealing): the manifest as JWS (EdDSA, device key). */
export const packetSubmissionSchema = z.object({ packet: jwsSchema });

export const bankCaseStateSchema = z.enum(['received', 'awaiting-mobile', 'in-review', 'opened', 'refused']);
export type BankCaseState = z.infer<typeof bankCaseStateSchema>;

export const bankReasonSchema = z.enum([
  'face-review',
  'face-mismatch',
  'face-compared-by-officer',
  'customer-exists',
  'document-expired',
  'under-age',
  'consent-missing',
  'mobile-unverified',
  'product-unknown',
  'name-corrected',
  'birth-date-corrected',
  'document-incomplete',
  'document-not-enough',
  'simulation-refused',
  'consent-withdrawn',
  'officer-unknown',
  'model-unknown',
  'ekyc-differs',
  'approved-in-review',
  'refused-in-review',
  'refused-for-good',
]);
export type BankReason = z.infer<typeof bankReasonSchema>;

/** GET /v1/cases/{caseId}, and each message of the live channel. `revision` rises with every change. */
export const bankCaseStatusSchema = z.object({
  caseId: caseIdSchema,
  state: bankCaseStateSchema,
  reasons: z.array(bankReasonSchema),
  accountNumber: z.string().nullable(),
  ifsc: z.string().nullable(),
  at: instantSchema,
  revision: z.int().positive(),
});
export type BankCaseStatus = z.infer<typeof bankCaseStatusSchema>;

/** 202 answer to POST /v1/cases. `receipt` is the bank's JWS over packetId, caseId, version, digest of the packet. */
export const packetReceiptSchema = z.object({ receipt: jwsSchema, status: bankCaseStatusSchema });
export type PacketReceipt = z.infer<typeof packetReceiptSchema>;
export const receiptClaimsSchema = z.object({
  packetId: packetIdSchema,
  caseId: caseIdSchema,
  version: z.int().positive(),
  /** SHA-256 (hex) of the compact JWS as received. */
  packetDigest: sha256HexSchema,
  receivedAt: instantSchema,
});

/** POST /v1/identity-checks: is there a customer under this hash already? */
export const identityCheckSchema = z.object({ identityHash: sha256HexSchema });
export const identityCheckReplySchema = z.object({ exists: z.boolean() });
